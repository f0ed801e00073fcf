package org.polymorph.daemon.cli;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.property.SavedProperty;

/** Models of one property as they are named on the command line. */
final class PropertyModelFile {
    private PropertyModelFile() {}

    /**
     * Loads a model of one property; empty if the file is something else.
     *
     * @throws UncheckedIOException if there is no such file
     * @throws UsageException if it is damaged
     */
    static Optional<PropertyModel> find(String file) {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new UncheckedIOException(new NoSuchFileException(file));
        }
        try {
            return SavedProperty.find(path);
        } catch (UncheckedIOException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Estimates the property of structures.
     *
     * @throws UsageException if the model does not know what one is made of; tells which
     */
    static List<PropertyEstimate> predict(PropertyModel model, PropertyLabelFiles structures, Console console) {
        int count = structures.labels().size();
        try (Workers workers = new Workers(console.threads());
                ProgressView view = ProgressView.of(console)) {
            Progress progress = view.task("predicted", count);
            AtomicInteger done = new AtomicInteger();
            return workers.map(count, i -> {
                PropertyEstimate estimate = UsageException.at(
                        structures.place(i),
                        () -> model.predict(structures.labels().get(i).structure()));
                progress.at(done.incrementAndGet(), count);
                return estimate;
            });
        }
    }
}
