package org.polymorph.model.symmetry;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.crystal.Structures;

/** Makes crystals of a known space group, and describes them otherwise than they were made. */
final class SymmetricCrystals {
    private SymmetricCrystals() {}

    /** Returns a random lattice of about some volume (Å³) that a setting allows and that has no more symmetry. */
    static Lattice lattice(SpaceGroupSetting setting, double volume, SplittableRandom random) {
        double[] rows = new double[9];
        for (int i = 0; i < 9; i++) {
            rows[i] = (i % 4 == 0 ? 1 : 0) + 0.5 * (random.nextDouble() - 0.5);
        }
        double[] metric = Matrix3.product(rows, Matrix3.transposed(rows));
        double[] mean = new double[9];
        List<SymmetryOperation> operations = setting.operations();
        for (SymmetryOperation operation : operations) {
            double[] w = Matrix3.doubles(operation.rotation());
            double[] turned = Matrix3.product(Matrix3.product(Matrix3.transposed(w), metric), w);
            for (int i = 0; i < 9; i++) {
                mean[i] += turned[i] / operations.size();
            }
        }
        return StandardCell.lattice(SpaceGroupSetting.standard(1), mean).withVolume(volume);
    }

    /** Returns a crystal with one orbit at each of some positions, the elements from hydrogen on, no two atoms on one place. */
    static Structure of(SpaceGroupSetting setting, List<WyckoffPosition> positions, SplittableRandom random) {
        while (true) {
            Structure drawn = drawn(setting, positions, random);
            if (NeighborList.of(drawn, 0.2).pairs() == 0) {
                return drawn;
            }
        }
    }

    private static Structure drawn(
            SpaceGroupSetting setting, List<WyckoffPosition> positions, SplittableRandom random) {
        List<Element> species = new ArrayList<>();
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < positions.size(); i++) {
            WyckoffPosition position = positions.get(i);
            double[] first = position.coordinates().at(random.nextDouble(), random.nextDouble(), random.nextDouble());
            for (SymmetryOperation image : position.images()) {
                species.add(Element.ofNumber(i + 1));
                points.add(image.apply(first[0], first[1], first[2]));
            }
        }
        double[] fractional = new double[3 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            System.arraycopy(points.get(i), 0, fractional, 3 * i, 3);
        }
        return Structure.of(lattice(setting, 20.0 * points.size(), random), species, fractional);
    }

    /** Returns a crystal with three general orbits, which has the symmetry of its setting and no more. */
    static Structure general(SpaceGroupSetting setting, SplittableRandom random) {
        List<WyckoffPosition> all = setting.wyckoffPositions();
        WyckoffPosition general = all.get(all.size() - 1);
        return of(setting, List.of(general, general, general), random);
    }

    /** Returns the same crystal about another origin, in another cell of the same lattice, turned, its atoms in another order. */
    static Structure disguised(Structure structure, SplittableRandom random) {
        double[] shift = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
        double[] rows = structure.lattice().toArray();
        double[] cartesian = structure.cartesian();
        for (int step = 0; step < 4; step++) {
            int i = random.nextInt(3);
            int j = (i + 1 + random.nextInt(2)) % 3;
            int sign = random.nextBoolean() ? 1 : -1;
            for (int k = 0; k < 3; k++) {
                rows[3 * i + k] += sign * rows[3 * j + k];
            }
        }
        int n = structure.size();
        int first = random.nextInt(n);
        List<Element> species = new ArrayList<>();
        double[] moved = new double[3 * n];
        for (int at = 0; at < n; at++) {
            int i = (first + at) % n;
            species.add(structure.species(i));
            for (int k = 0; k < 3; k++) {
                moved[3 * at + k] = cartesian[3 * i + k] + shift[k];
            }
        }
        return Structure.ofCartesian(Lattice.of(rows), species, moved)
                .rotated(Structures.rotation(random.nextLong()))
                .wrapped();
    }
}
