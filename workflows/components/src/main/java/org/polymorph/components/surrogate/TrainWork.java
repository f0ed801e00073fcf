package org.polymorph.components.surrogate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;

/**
 * A surrogate to be fitted.
 *
 * @param settings section {@code surrogate}; its key {@code type} names the kind
 * @param previous file of the model of the last round
 * @param unseen ids of labels that the model of the last round was not fitted to
 * @param checkpoint where a training that may be killed leaves its state
 */
public record TrainWork(
        List<LabelledStructure> labels,
        Settings settings,
        Seed seed,
        Optional<Path> previous,
        Set<String> unseen,
        Optional<Checkpoint> checkpoint) {
    public TrainWork {
        labels = List.copyOf(labels);
        unseen = Set.copyOf(unseen);
    }
}
