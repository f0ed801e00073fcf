package org.polymorph.surrogate.acenet;

import java.nio.file.Path;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;

/**
 * The surrogate {@code acenet}: small networks on atomic invariants, one an element (Behler and Parrinello 2007, doi
 * 10.1103/PhysRevLett.98.146401), of the atomic cluster expansion (Drautz 2019, doi 10.1103/PhysRevB.99.014104), trained
 * from its Bayesian linear fit on. An ensemble for the uncertainty.
 */
public final class AceNetSurrogate implements Surrogate {
    static final String NAME = "acenet";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(Settings settings) {
        AceNetSettings.read(settings);
    }

    @Override
    public int fewestLabels(Settings settings) {
        return AceNetSettings.read(settings.fresh()).fewestLabels();
    }

    @Override
    public SurrogateModel train(TrainingTask task) {
        Settings own = task.settings().fresh();
        AceNetSettings read = AceNetSettings.read(own);
        own.throwIfProblems();
        return new AceNetTrainer(read, task).train();
    }

    @Override
    public SurrogateModel load(Path file) {
        return AceNetFile.read(file);
    }
}
