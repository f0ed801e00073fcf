package org.polymorph.surrogate.property.amd;

import java.nio.file.Path;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Settings;

/** The learner {@code amd-forest}: a random forest on average minimum distances, grown by Tribuo. */
public final class AmdForestLearner implements PropertyLearner {
    static final String NAME = "amd-forest";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(Settings settings) {
        ForestSettings.read(settings);
    }

    @Override
    public PropertyModel train(PropertyTask task) {
        Settings own = task.settings().fresh();
        ForestSettings read = ForestSettings.read(own);
        own.throwIfProblems();
        return new ForestTrainer(read, task).train();
    }

    @Override
    public PropertyModel load(Path file) {
        return AmdModel.load(NAME, file, (in, features) -> Forest.read(in));
    }
}
