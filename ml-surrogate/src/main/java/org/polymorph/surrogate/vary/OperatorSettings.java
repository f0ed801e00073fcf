package org.polymorph.surrogate.vary;

import org.polymorph.model.crystal.Composition;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.generate.MinimumDistances;

/**
 * What every operator has settings for.
 *
 * @param attempts children tried for one structure before it is given up
 */
record OperatorSettings(MinimumDistances distances, int attempts) {

    /**
     * Reads the common keys; the caller reads its own and finishes the section.
     *
     * @param attempts where the section does not say
     */
    static OperatorSettings of(Settings settings, Composition composition, int attempts) {
        settings.has("type");
        settings.has("share");
        return new OperatorSettings(
                MinimumDistances.of(settings, composition),
                settings.integer("attempts", attempts, 1, Integer.MAX_VALUE));
    }
}
