package org.polymorph.surrogate.autoencoder;

import java.util.List;
import java.util.Optional;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;

/**
 * An autoencoder to be trained. Structures, settings and seed alone decide what comes out.
 *
 * @param progress told of epochs
 * @param checkpoint where a training that may be killed leaves its state
 */
public record AutoencoderTask(
        List<Structure> structures,
        Settings settings,
        Seed seed,
        Workers workers,
        Progress progress,
        Optional<Checkpoint> checkpoint) {
    public AutoencoderTask {
        structures = List.copyOf(structures);
    }
}
