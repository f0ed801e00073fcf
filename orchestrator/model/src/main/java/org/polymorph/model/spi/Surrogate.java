package org.polymorph.model.spi;

import java.nio.file.Path;

/** A kind of learned model, such as {@code ace}: trains and loads models of that kind. Stateless and thread-safe. */
public interface Surrogate extends Named {

    /** Checks settings of this kind; all that is wrong is added to the settings' problems. */
    void validate(Settings settings);

    /**
     * Returns how many labels a fit with these settings needs at least, which have no problems. A campaign labels as many in a
     * round or is refused, and ends where fewer calculations succeed.
     */
    int fewestLabels(Settings settings);

    /**
     * Fits a model. The same labels, settings, seed and previous model give the same model to the last bit, whatever the number
     * of workers, and however often the training was killed and gone on with from its checkpoint.
     *
     * @throws IllegalArgumentException if there are too few labels to fit anything
     */
    SurrogateModel train(TrainingTask task);

    /**
     * Reads a model written by {@link SurrogateModel#save}.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read, is damaged or is of another kind
     */
    SurrogateModel load(Path file);
}
