package org.polymorph.model.spi;

import java.util.List;
import java.util.Optional;

/**
 * A model of a property to be fitted: what from, and by what means. Labels, settings and seed alone decide what comes out.
 *
 * @param property its name, for people
 * @param settings of the learner
 * @param workers threads that may be used
 * @param progress told how far the training has come
 * @param checkpoint where a training that may be killed leaves its state
 */
public record PropertyTask(
        String property,
        List<PropertyLabel> labels,
        Settings settings,
        Seed seed,
        Workers workers,
        Progress progress,
        Optional<Checkpoint> checkpoint) {
    public PropertyTask {
        labels = List.copyOf(labels);
    }

    /** Makes a task that tells nobody and leaves nothing behind. */
    public static PropertyTask of(
            String property, List<PropertyLabel> labels, Settings settings, Seed seed, Workers workers) {
        return new PropertyTask(property, labels, settings, seed, workers, Progress.NONE, Optional.empty());
    }

    /** Returns this task, telling its progress. */
    public PropertyTask telling(Progress listener) {
        return new PropertyTask(property, labels, settings, seed, workers, listener, checkpoint);
    }

    /** Returns this task, leaving its state somewhere and going on from what is there. */
    public PropertyTask keptIn(Checkpoint place) {
        return new PropertyTask(property, labels, settings, seed, workers, progress, Optional.of(place));
    }
}
