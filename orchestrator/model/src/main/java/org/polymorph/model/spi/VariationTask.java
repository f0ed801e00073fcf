package org.polymorph.model.spi;

import java.util.List;
import org.polymorph.model.crystal.Composition;

/**
 * Structures to be made from what a search has found.
 *
 * @param parents the lowest structures, one a cluster, lowest first; of compositions that the
 *     variation {@link Variation#takes takes} for the task's
 * @param calculator the newest surrogate
 * @param pressure eV/Å³
 * @param count how many are asked for
 * @param settings the generator's section
 * @param workers threads that may be used
 * @param progress told how far the work has come
 */
public record VariationTask(
        Composition composition,
        List<Parent> parents,
        Calculator calculator,
        double pressure,
        int count,
        Settings settings,
        Seed seed,
        Workers workers,
        Progress progress) {
    public VariationTask {
        parents = List.copyOf(parents);
    }
}
