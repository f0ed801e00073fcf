package org.polymorph.dft.potential;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Seed;

/** Random triclinic cells whose atoms keep a distance from each other. */
final class RandomCells {
    private RandomCells() {}

    static Structure of(List<Element> species, double volumePerAtom, double minDistance, long seed) {
        SplittableRandom random = new Seed(seed).random();
        for (int attempt = 0; attempt < 300; attempt++) {
            Structure structure = attempt(species, volumePerAtom * (1 + 0.01 * attempt), minDistance, random);
            if (structure.size() == species.size()) {
                return structure;
            }
        }
        throw new IllegalArgumentException("no cell of " + species + " keeps " + minDistance + " Å");
    }

    private static Structure attempt(
            List<Element> species, double volumePerAtom, double minDistance, SplittableRandom random) {
        double[] rows = new double[9];
        for (int i = 0; i < 9; i++) {
            rows[i] = (i % 4 == 0 ? 1 : 0) + random.nextDouble(-0.4, 0.4);
        }
        Lattice lattice = Lattice.of(rows).withVolume(volumePerAtom * species.size());
        double[] fractional = new double[3 * species.size()];
        int placed = 0;
        for (int trial = 0; trial < 200 && placed < species.size(); trial++) {
            for (int k = 0; k < 3; k++) {
                fractional[3 * placed + k] = random.nextDouble(-1, 2);
            }
            if (NeighborList.of(part(lattice, species, fractional, placed + 1), minDistance)
                            .pairs()
                    == 0) {
                placed++;
            }
        }
        return part(lattice, species, fractional, Math.max(1, placed));
    }

    private static Structure part(Lattice lattice, List<Element> species, double[] fractional, int count) {
        return Structure.of(lattice, species.subList(0, count), Arrays.copyOf(fractional, 3 * count));
    }
}
