package org.polymorph.surrogate.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.symmetry.SpaceGroupSetting;
import org.polymorph.model.symmetry.SymmetryOperation;
import org.polymorph.model.symmetry.WyckoffPosition;

/**
 * The Wyckoff positions of a setting as maps from free coordinates to the points of an orbit in a primitive cell. Immutable and
 * thread-safe.
 */
final class GroupPositions {
    private static final ConcurrentHashMap<SpaceGroupSetting, GroupPositions> KNOWN = new ConcurrentHashMap<>();
    private static final double[] GENERIC = {0.12347, 0.08716, 0.27194};
    private static final double SAME = 1e-6;

    private final SpaceGroupSetting setting;
    private final List<WyckoffPosition> positions;
    // for each position and each of its points a matrix of 3×4: the point of (x, y, z, 1) in primitive coordinates
    private final double[][][] maps;
    // for each of these points the rotation of the operation that makes it of the first, in primitive coordinates
    private final double[][][] rotations;
    private final double[] primitive;

    private GroupPositions(SpaceGroupSetting setting) {
        this.setting = setting;
        this.positions = setting.wyckoffPositions();
        this.primitive = setting.primitiveVectors();
        this.maps = new double[positions.size()][][];
        this.rotations = new double[positions.size()][][];
        for (int p = 0; p < maps.length; p++) {
            fill(p, positions.get(p));
        }
    }

    static GroupPositions of(SpaceGroupSetting setting) {
        return KNOWN.computeIfAbsent(setting, GroupPositions::new);
    }

    private void fill(int index, WyckoffPosition position) {
        Lattice cell = Lattice.of(primitive);
        List<double[]> found = new ArrayList<>();
        List<double[]> turned = new ArrayList<>();
        List<double[]> points = new ArrayList<>();
        for (SymmetryOperation image : position.images()) {
            double[] map = new double[12];
            double[] origin = image(cell, position, image, 0, 0, 0);
            double[][] columns = {
                image(cell, position, image, 1, 0, 0),
                image(cell, position, image, 0, 1, 0),
                image(cell, position, image, 0, 0, 1)
            };
            for (int k = 0; k < 3; k++) {
                for (int c = 0; c < 3; c++) {
                    map[4 * k + c] = columns[c][k] - origin[k];
                }
                map[4 * k + 3] = origin[k];
            }
            double[] point = apply(map, GENERIC);
            if (points.stream().noneMatch(other -> same(other, point))) {
                points.add(point);
                found.add(map);
                turned.add(rotation(cell, image));
            }
        }
        maps[index] = found.toArray(new double[0][]);
        rotations[index] = turned.toArray(new double[0][]);
    }

    // W in primitive coordinates, for columns
    private static double[] rotation(Lattice cell, SymmetryOperation operation) {
        double[] rotation = new double[9];
        int[] w = operation.rotation();
        for (int c = 0; c < 3; c++) {
            double[] turned = new double[3];
            for (int k = 0; k < 9; k++) {
                turned[k / 3] += w[k] * cell.get(c, k % 3);
            }
            double[] column = cell.toFractional(turned);
            for (int k = 0; k < 3; k++) {
                rotation[3 * k + c] = column[k];
            }
        }
        return rotation;
    }

    private static double[] image(
            Lattice cell, WyckoffPosition position, SymmetryOperation image, double x, double y, double z) {
        double[] first = position.coordinates().at(x, y, z);
        return cell.toFractional(image.apply(first[0], first[1], first[2]));
    }

    static double[] apply(double[] map, double[] free) {
        double[] point = new double[3];
        for (int k = 0; k < 3; k++) {
            point[k] = map[4 * k] * free[0] + map[4 * k + 1] * free[1] + map[4 * k + 2] * free[2] + map[4 * k + 3];
        }
        return point;
    }

    private static boolean same(double[] a, double[] b) {
        for (int k = 0; k < 3; k++) {
            double difference = a[k] - b[k];
            if (Math.abs(difference - Math.rint(difference)) > SAME) {
                return false;
            }
        }
        return true;
    }

    SpaceGroupSetting setting() {
        return setting;
    }

    List<WyckoffPosition> positions() {
        return positions;
    }

    /** Returns the points of a position as maps; not a copy. */
    double[][] points(int position) {
        return maps[position];
    }

    /** Returns the rotations that make the points of the first, in primitive coordinates, for columns; not a copy. */
    double[][] rotations(int position) {
        return rotations[position];
    }

    /** Returns the number of points of each position in a primitive cell. */
    int[] multiplicities() {
        int[] multiplicities = new int[maps.length];
        for (int p = 0; p < maps.length; p++) {
            multiplicities[p] = maps[p].length;
        }
        return multiplicities;
    }

    /** Returns for each position whether it has no free coordinate. */
    boolean[] fixed() {
        boolean[] fixed = new boolean[maps.length];
        for (int p = 0; p < maps.length; p++) {
            fixed[p] = positions.get(p).freedom() == 0;
        }
        return fixed;
    }

    /** Returns the number of primitive cells in a conventional one. */
    int cells() {
        return (int) Math.rint(1 / Lattice.of(primitive).volume());
    }

    /** Returns the primitive lattice of a conventional one. */
    Lattice primitive(Lattice conventional) {
        return Lattice.of(primitive).transformed(conventional.toArray());
    }
}
