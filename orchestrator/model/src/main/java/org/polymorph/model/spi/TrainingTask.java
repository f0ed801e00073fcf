package org.polymorph.model.spi;

import java.util.List;
import java.util.Optional;

/**
 * A model to be fitted: what from, and by what means. The labels, settings, seed and previous model alone decide what comes
 * out.
 *
 * @param settings section {@code surrogate}
 * @param previous the model of the last round for a warm start; kinds that fit from scratch ignore it
 * @param workers threads that may be used
 * @param progress told how far the training has come
 * @param checkpoint where a training that may be killed leaves its state; kinds that are done in seconds ignore it
 */
public record TrainingTask(
        List<LabelledStructure> labels,
        Settings settings,
        Seed seed,
        Optional<SurrogateModel> previous,
        Workers workers,
        Progress progress,
        Optional<Checkpoint> checkpoint) {
    public TrainingTask {
        labels = List.copyOf(labels);
    }

    /** Makes a task that begins from scratch, tells nobody and leaves nothing behind. */
    public static TrainingTask of(List<LabelledStructure> labels, Settings settings, Seed seed, Workers workers) {
        return new TrainingTask(labels, settings, seed, Optional.empty(), workers, Progress.NONE, Optional.empty());
    }

    /** Returns this task with the model of the last round. */
    public TrainingTask after(Optional<SurrogateModel> model) {
        return new TrainingTask(labels, settings, seed, model, workers, progress, checkpoint);
    }

    /** Returns this task, telling its progress. */
    public TrainingTask telling(Progress listener) {
        return new TrainingTask(labels, settings, seed, previous, workers, listener, checkpoint);
    }

    /** Returns this task, leaving its state somewhere and going on from what is there. */
    public TrainingTask keptIn(Optional<Checkpoint> place) {
        return new TrainingTask(labels, settings, seed, previous, workers, progress, place);
    }
}
