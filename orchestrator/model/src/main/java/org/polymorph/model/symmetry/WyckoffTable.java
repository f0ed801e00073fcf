package org.polymorph.model.symmetry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The Wyckoff positions of all settings. The file beside this class has the order of their letters, which no rule fixes, by
 * one triplet of coordinates each; the rest follows from the operations.
 */
final class WyckoffTable {
    private static final List<String> LINES = TableFile.lines("wyckoff-positions.tsv");
    private static final AtomicReferenceArray<List<WyckoffPosition>> POSITIONS =
            new AtomicReferenceArray<>(LINES.size());

    /** Values of x, y and z of a point of no higher symmetry than its position: irrational and far from simple fractions. */
    private static final double[] GENERIC = {
        0.1234 + 1e-4 * Math.PI, 0.0872 + 1e-4 * Math.E, 0.2718 + 1e-4 * Math.sqrt(2)
    };

    private static final double SAME = 1e-9;

    private WyckoffTable() {}

    /** Returns the positions of a setting, worked out at the first use. */
    static List<WyckoffPosition> of(SpaceGroupSetting setting) {
        int index = setting.index();
        List<WyckoffPosition> positions = POSITIONS.get(index);
        if (positions == null) {
            positions = positions(setting, LINES.get(index));
            POSITIONS.set(index, positions);
        }
        return positions;
    }

    private static List<WyckoffPosition> positions(SpaceGroupSetting setting, String line) {
        String[] triplets = line.substring(line.indexOf('\t') + 1).split(" ", -1);
        List<SymmetryOperation> operations = setting.operations();
        List<WyckoffPosition> positions = new ArrayList<>();
        for (int i = 0; i < triplets.length; i++) {
            char letter = i < 26 ? (char) ('a' + i) : 'A';
            positions.add(position(setting, letter, new CoordinateTriplet(triplets[i]), operations));
        }
        return List.copyOf(positions);
    }

    private static WyckoffPosition position(
            SpaceGroupSetting setting, char letter, CoordinateTriplet triplet, List<SymmetryOperation> operations) {
        double[] point = triplet.at(GENERIC[0], GENERIC[1], GENERIC[2]);
        List<SymmetryOperation> stabilizer = new ArrayList<>();
        List<SymmetryOperation> images = new ArrayList<>();
        List<double[]> points = new ArrayList<>();
        for (SymmetryOperation operation : operations) {
            double[] image = operation.apply(point[0], point[1], point[2]);
            if (same(image, point)) {
                stabilizer.add(operation);
            }
            if (points.stream().noneMatch(other -> same(image, other))) {
                points.add(image);
                images.add(operation);
            }
        }
        List<int[]> rotations =
                stabilizer.stream().map(SymmetryOperation::rotation).toList();
        return new WyckoffPosition(letter, SiteSymmetry.symbol(setting, rotations), triplet, stabilizer, images);
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
}
