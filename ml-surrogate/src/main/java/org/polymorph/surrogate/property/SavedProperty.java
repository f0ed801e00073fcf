package org.polymorph.surrogate.property;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.Providers;
import org.polymorph.surrogate.training.SealedFile;

/** Files of models of one property, of whatever kind: a file names its own. */
public final class SavedProperty {
    private SavedProperty() {}

    /**
     * Reads a model; empty if the file is something else.
     *
     * @throws UncheckedIOException if it cannot be read or is damaged
     */
    public static Optional<PropertyModel> find(Path file) {
        // a file has room for the first letters of a long name
        return SealedFile.kind(file)
                .flatMap(kind -> Providers.of(PropertyLearner.class).all().stream()
                        .filter(known -> !kind.isEmpty() && known.name().startsWith(kind))
                        .findFirst())
                .map(learner -> learner.load(file));
    }

    /**
     * Reads a model.
     *
     * @throws IllegalArgumentException if there is no such file, or it holds no such model, or is damaged
     */
    public static PropertyModel read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("expected a model of one property, found no file " + file);
        }
        try {
            return find(file)
                    .orElseThrow(
                            () -> new IllegalArgumentException("expected a model of one property, as train makes it"
                                    + " with --type "
                                    + String.join(
                                            ", ",
                                            Providers.of(PropertyLearner.class).names())
                                    + ", found another file: " + file));
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }
}
