package org.polymorph.model.spi;

import java.nio.file.Path;

/**
 * A kind of model of one property of crystals, such as {@code amd-gp}: trains and loads models of that kind. Stateless and
 * thread-safe.
 */
public interface PropertyLearner extends Named {

    /** Checks settings of this kind; all that is wrong is added to the settings' problems. */
    void validate(Settings settings);

    /**
     * Fits a model. The same labels, settings and seed give the same model to the last bit, whatever the number of workers, and
     * however often the training was killed and gone on with from its checkpoint.
     *
     * @throws IllegalArgumentException if there are too few labels, one is not finite, or this kind cannot learn from them
     *     together; a message that concerns one label holds its id
     */
    PropertyModel train(PropertyTask task);

    /**
     * Reads a model written by {@link PropertyModel#save}.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read, is damaged or is of another kind
     */
    PropertyModel load(Path file);
}
