package org.polymorph.surrogate.property.amd;

import java.nio.file.Path;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Settings;

/** Learners on average minimum distances, which differ in how their hyper-parameters are found. */
abstract class AmdLearner implements PropertyLearner {
    private final String name;
    private final AmdTrainer.Search search;

    AmdLearner(String name, AmdTrainer.Search search) {
        this.name = name;
        this.search = search;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void validate(Settings settings) {
        AmdSettings.read(settings, name);
    }

    @Override
    public final PropertyModel train(PropertyTask task) {
        Settings own = task.settings().fresh();
        AmdSettings read = AmdSettings.read(own, name);
        own.throwIfProblems();
        return new AmdTrainer(name, read, task, search).train();
    }

    @Override
    public final PropertyModel load(Path file) {
        return AmdModel.load(name, file, (in, features) -> KernelFit.read(in, features.distances()));
    }
}
