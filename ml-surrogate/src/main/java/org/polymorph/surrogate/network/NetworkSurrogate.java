package org.polymorph.surrogate.network;

import java.nio.file.Path;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;

/** A surrogate that is an ensemble of networks of one architecture; its members differ in initial weights and batch order. */
public abstract class NetworkSurrogate implements Surrogate {
    private final Architecture architecture;

    protected NetworkSurrogate(Architecture architecture) {
        this.architecture = architecture;
    }

    @Override
    public final String name() {
        return architecture.name();
    }

    @Override
    public final void validate(Settings settings) {
        NetworkSettings.read(settings, architecture);
    }

    @Override
    public final int fewestLabels(Settings settings) {
        return TrainingData.FEWEST;
    }

    @Override
    public final SurrogateModel train(TrainingTask task) {
        Settings own = task.settings().fresh();
        NetworkSettings read = NetworkSettings.read(own, architecture);
        own.throwIfProblems();
        return new EnsembleTrainer(architecture, read, task).train();
    }

    @Override
    public final SurrogateModel load(Path file) {
        return EnsembleFile.read(architecture, file);
    }
}
