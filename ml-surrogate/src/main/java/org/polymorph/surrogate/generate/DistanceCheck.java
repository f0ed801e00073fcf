package org.polymorph.surrogate.generate;

import java.util.Locale;
import java.util.Optional;
import org.polymorph.model.crystal.Structure;

/** Whether a crystal keeps its least distances over all periodic images, as those of {@link RandomGenerator} do. Immutable. */
public record DistanceCheck(MinimumDistances distances) {

    /** Returns the first pair of atoms that are too near to each other; empty if there is none. */
    public Optional<String> broken(Structure structure) {
        PeriodicImages images = new PeriodicImages(structure.lattice());
        double[] f = structure.fractional();
        for (int i = 0; i < structure.size(); i++) {
            for (int j = 0; j <= i; j++) {
                double limit = distances.between(structure.species(i), structure.species(j));
                double distance = images.nearest(
                        f[3 * j] - f[3 * i], f[3 * j + 1] - f[3 * i + 1], f[3 * j + 2] - f[3 * i + 2], limit, i == j);
                if (distance < limit) {
                    return Optional.of(String.format(
                            Locale.ROOT,
                            "%s-%s nearer than %.3g Å",
                            structure.species(j),
                            structure.species(i),
                            limit));
                }
            }
        }
        return Optional.empty();
    }
}
