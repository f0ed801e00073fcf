package org.polymorph.model.crystal;

import java.util.Locale;
import java.util.Optional;

/** Tells structures that no crystal can have: a code computes them without a complaint, and its numbers mean nothing. */
public final class CloseContacts {
    /** Å³ an atom; no crystal is denser, and the search for neighbours would never end in one that is. */
    private static final double LEAST_VOLUME = 0.5;

    private CloseContacts() {}

    /**
     * Returns a line about two atoms nearer to each other than half the sum of their covalent radii, or about a cell without
     * room for its atoms; empty for a sound structure.
     */
    public static Optional<String> in(Structure structure) {
        double perAtom = structure.volume() / structure.size();
        if (perAtom < LEAST_VOLUME) {
            return Optional.of("the cell has " + perAtom + " Å³ an atom, expected at least " + LEAST_VOLUME);
        }
        double widest = structure.species().stream()
                .mapToDouble(Element::covalentRadius)
                .max()
                .orElse(1);
        NeighborList neighbors = NeighborList.of(structure, widest);
        for (int i = 0; i < structure.size(); i++) {
            for (int p = neighbors.start(i); p < neighbors.start(i + 1); p++) {
                int j = neighbors.neighbor(p);
                double least = (structure.species(i).covalentRadius()
                                + structure.species(j).covalentRadius())
                        / 2;
                if (neighbors.distance(p) < least) {
                    return Optional.of(String.format(
                            Locale.ROOT,
                            "atoms %d (%s) and %d (%s) are %.3f Å apart, expected at least %.3f Å",
                            i + 1,
                            structure.species(i),
                            j + 1,
                            structure.species(j),
                            neighbors.distance(p),
                            least));
                }
            }
        }
        return Optional.empty();
    }
}
