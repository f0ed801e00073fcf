package org.polymorph.surrogate.property.amd;

import java.nio.file.Path;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Settings;

/** The learner {@code amd-krr}: kernel ridge regression on average minimum distances, its hyper-parameters those of the least leave-one-out errors. */
public final class AmdRidgeLearner implements PropertyLearner {
    private static final String NAME = "amd-krr";

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
        return new AmdTrainer(NAME, read, task, new HeldOutSearch()).train();
    }

    @Override
    public PropertyModel load(Path file) {
        return AmdModel.load(NAME, file);
    }
}
