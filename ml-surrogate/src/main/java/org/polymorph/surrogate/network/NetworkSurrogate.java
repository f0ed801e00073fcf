package org.polymorph.surrogate.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.Workers;

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
        NetworkSettings.read(settings, name());
    }

    @Override
    public final SurrogateModel train(
            List<LabelledStructure> labels,
            Settings settings,
            Seed seed,
            Optional<SurrogateModel> previous,
            Workers workers,
            Progress progress) {
        Settings own = settings.fresh();
        NetworkSettings read = NetworkSettings.read(own, name());
        own.throwIfProblems();
        return new EnsembleTrainer(architecture, read, seed, workers, progress).train(labels, previous);
    }

    @Override
    public final SurrogateModel load(Path file) {
        return EnsembleFile.read(architecture, file);
    }
}
