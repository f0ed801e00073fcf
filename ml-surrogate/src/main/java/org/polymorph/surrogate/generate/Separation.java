package org.polymorph.surrogate.generate;

import java.util.Optional;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;

/** Moves atoms that are too near to each other apart, in a cell that stays as it is. */
public final class Separation {
    private static final int SWEEPS = 30;
    /** Over the least distance, so that rounding does not undo it. */
    private static final double MARGIN = 1.001;

    private Separation() {}

    /**
     * Returns a structure with atoms moved, each pair along its line and both ends as far, until all keep their minimum
     * distances; the structure itself if they do. Empty if that takes too long, or an atom is too near to its own image.
     */
    public static Optional<Structure> of(Structure structure, MinimumDistances distances) {
        double reach = distances.largest(structure.composition());
        double[] cartesian = structure.cartesian();
        Structure moved = structure;
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            NeighborList pairs = NeighborList.of(moved, reach);
            boolean kept = true;
            for (int i = 0; i < structure.size(); i++) {
                for (int p = pairs.start(i); p < pairs.start(i + 1); p++) {
                    int j = pairs.neighbor(p);
                    double limit = distances.between(structure.species(i), structure.species(j));
                    if (pairs.distance(p) >= limit) {
                        continue;
                    }
                    if (i == j || pairs.distance(p) == 0) {
                        return Optional.empty();
                    }
                    kept = false;
                    // the list has each pair from both ends: here one end moves
                    double part = 0.5 * (MARGIN * limit / pairs.distance(p) - 1);
                    cartesian[3 * i] -= part * pairs.dx(p);
                    cartesian[3 * i + 1] -= part * pairs.dy(p);
                    cartesian[3 * i + 2] -= part * pairs.dz(p);
                }
            }
            if (kept) {
                return Optional.of(moved);
            }
            moved = Structure.ofCartesian(structure.lattice(), structure.species(), cartesian);
        }
        return Optional.empty();
    }
}
