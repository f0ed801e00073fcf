package org.polymorph.surrogate.property.cgcnn;

import java.nio.file.Path;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Settings;

/**
 * The learner {@code cgcnn}: an ensemble of crystal graph convolutional networks (Xie and Grossman 2018, doi
 * 10.1103/PhysRevLett.120.145301).
 */
public final class CgcnnLearner implements PropertyLearner {
    static final String NAME = "cgcnn";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(Settings settings) {
        CgcnnSettings.read(settings);
    }

    @Override
    public PropertyModel train(PropertyTask task) {
        Settings own = task.settings().fresh();
        CgcnnSettings read = CgcnnSettings.read(own);
        own.throwIfProblems();
        return new CgcnnTrainer(read, task).train();
    }

    @Override
    public PropertyModel load(Path file) {
        return CgcnnModel.load(file);
    }
}
