package org.polymorph.surrogate.property.amd;

import java.nio.file.Path;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Settings;

/** The learner {@code amd-gp}: a Gaussian process with rational quadratic kernel and noise on average minimum distances (Ropers, Mosca, Anosova, Kurlin, Cooper 2021, arXiv 2108.07233), its hyper-parameters those of largest evidence. */
public final class AmdProcessLearner implements PropertyLearner {
    private static final String NAME = "amd-gp";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(Settings settings) {
        AmdSettings.read(settings, NAME);
    }

    @Override
    public PropertyModel train(PropertyTask task) {
        Settings own = task.settings().fresh();
        AmdSettings read = AmdSettings.read(own, NAME);
        own.throwIfProblems();
        return new AmdTrainer(NAME, read, task, new EvidenceSearch()).train();
    }

    @Override
    public PropertyModel load(Path file) {
        return AmdModel.load(NAME, file);
    }
}
