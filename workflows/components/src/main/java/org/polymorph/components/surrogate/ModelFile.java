package org.polymorph.components.surrogate;

import java.nio.file.Path;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;

/**
 * A fitted surrogate on the disk.
 *
 * @param type the kind, such as {@code ace}
 */
public record ModelFile(String type, Path file) {

    /** Reads the model. */
    public SurrogateModel load() {
        return Providers.of(Surrogate.class).get(type).load(file);
    }
}
