package org.polymorph.model.spi;

import java.util.List;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;

/** Proposes structures, such as {@code random}. Stateless and thread-safe. */
public interface Generator extends Named {

    /** Checks settings for a composition; all that is wrong is added to the settings' problems. */
    void validate(Composition composition, Settings settings);

    /**
     * Proposes structures; the same seed gives the same ones whatever the number of workers.
     *
     * @throws ConfigurationException if no structure can be made within the attempts allowed, with the reason
     */
    List<Structure> generate(
            Composition composition, int count, Settings settings, Seed seed, Workers workers, Progress progress);
}
