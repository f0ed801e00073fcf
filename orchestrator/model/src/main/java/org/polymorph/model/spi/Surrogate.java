package org.polymorph.model.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A kind of learned model, such as {@code ace}: trains and loads models of that kind. Stateless and thread-safe. */
public interface Surrogate extends Named {

    /** Checks settings of this kind; all that is wrong is added to the settings' problems. */
    void validate(Settings settings);

    /**
     * Fits a model. The same data, settings and seed give the same model to the last bit, whatever the number of workers.
     *
     * @param previous the model of the last round for a warm start; kinds that fit from scratch ignore it
     * @throws IllegalArgumentException if there are too few labels to fit anything
     */
    SurrogateModel train(
            List<LabelledStructure> labels,
            Settings settings,
            Seed seed,
            Optional<SurrogateModel> previous,
            Workers workers,
            Progress progress);

    /**
     * Reads a model written by {@link SurrogateModel#save}.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read, is damaged or is of another kind
     */
    SurrogateModel load(Path file);
}
