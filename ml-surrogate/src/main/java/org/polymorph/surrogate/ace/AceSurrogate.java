package org.polymorph.surrogate.ace;

import java.nio.file.Path;
import java.util.Optional;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.surrogate.training.TrainingSet;

/**
 * The surrogate {@code ace}: a linear atomic cluster expansion (Drautz 2019, doi 10.1103/PhysRevB.99.014104) fitted by
 * Bayesian ridge regression, with a committee drawn from the posterior (van der Oord et al. 2023, doi
 * 10.1038/s41524-023-01104-6).
 */
public final class AceSurrogate implements Surrogate {
    static final String NAME = "ace";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(Settings settings) {
        AceSettings.read(settings);
    }

    @Override
    public int fewestLabels(Settings settings) {
        return TrainingSet.FEWEST;
    }

    @Override
    public SurrogateModel train(TrainingTask task) {
        Settings own = task.settings().fresh();
        AceSettings read = AceSettings.read(own);
        own.throwIfProblems();
        Optional<AceModel> previous =
                task.previous().filter(AceModel.class::isInstance).map(AceModel.class::cast);
        return new AceTrainer(read, task.seed(), task.workers(), task.progress()).train(task.labels(), previous);
    }

    @Override
    public SurrogateModel load(Path file) {
        return AceModelFile.read(file);
    }
}
