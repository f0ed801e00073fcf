package org.polymorph.model.symmetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a group in some primitive basis becomes a setting of the tables: the axes and the origin.
 *
 * @param table the setting
 * @param axes the conventional axes as columns, in the given primitive basis: integers
 * @param primitive the primitive axes of the setting as columns, in the given primitive basis: integers
 * @param origins the origins that serve, in the primitive basis of the setting, from the given origin outwards
 * @param nearest how far the first of them is from the given origin, Å
 */
record SettingMatch(GroupTable table, int[] axes, int[] primitive, List<double[]> origins, double nearest) {
    /** Exact groups meet the equations but for rounding. */
    private static final double ROUNDING = 1e-4;

    private static final Map<Long, List<Integer>> NUMBERS = numbers();

    /** Ways to name the axes otherwise, and the rhombohedral axes of hexagonal ones: new axes as columns. */
    private static final double[][] CHANGES = {
        {1, 0, 0, 0, 1, 0, 0, 0, 1},
        {0, 0, 1, 1, 0, 0, 0, 1, 0},
        {0, 1, 0, 0, 0, 1, 1, 0, 0},
        {0, 1, 0, 1, 0, 0, 0, 0, -1},
        {0, 0, -1, 0, 1, 0, 1, 0, 0},
        {1, 0, 0, 0, 0, -1, 0, 1, 0},
        {2 / 3.0, -1 / 3.0, -1 / 3.0, 1 / 3.0, 1 / 3.0, -2 / 3.0, 1 / 3.0, 1 / 3.0, 1 / 3.0}
    };

    /** Numbers of the space groups by the signature of their class. */
    private static Map<Long, List<Integer>> numbers() {
        Map<Long, List<Integer>> numbers = new HashMap<>();
        int first = 1;
        for (int number = 1; number <= 230; number++) {
            boolean last = number == 230 || !PointGroup.symbolOf(number + 1).equals(PointGroup.symbolOf(number));
            if (last) {
                GroupTable table =
                        GroupTable.of(SpaceGroupSetting.ofNumber(number).get(0));
                int[][] rotations = new int[table.order()][];
                for (int i = 0; i < rotations.length; i++) {
                    rotations[i] = table.rotation(i);
                }
                numbers.put(
                        PointGroup.signature(rotations),
                        IntStream.rangeClosed(first, number).boxed().toList());
                first = number + 1;
            }
        }
        return numbers;
    }

    /**
     * Finds the standard setting of an exact group; null if it is no space group.
     *
     * @param metric of the primitive basis, made to obey the group
     * @param rows the primitive vectors, Å
     * @param given axes to be near to where there is a choice, Å
     */
    static @Nullable SettingMatch of(StructureGroup group, double[] metric, double[] rows, double[] given) {
        List<Integer> candidates = NUMBERS.getOrDefault(PointGroup.signature(group.rotations()), List.of());
        if (candidates.isEmpty()) {
            return null;
        }
        CrystalSystem system = CrystalSystem.ofNumber(candidates.get(0));
        for (int[] axes : new ConventionalAxes(group.rotations(), metric, rows, given).bases(system)) {
            for (int number : candidates) {
                SettingMatch match = tried(GroupTable.standard(number), axes, group, metric);
                if (match != null) {
                    return match;
                }
            }
        }
        return null;
    }

    /** Finds another setting of the group than the standard one; null if it is none of it. */
    static @Nullable SettingMatch in(
            SpaceGroupSetting setting, StructureGroup group, double[] metric, double[] rows, double[] given) {
        GroupTable table = GroupTable.of(setting);
        ConventionalAxes axes = new ConventionalAxes(group.rotations(), metric, rows, given);
        for (int[] standard : axes.bases(setting.crystalSystem())) {
            for (double[] change : CHANGES) {
                int[] changed = Matrix3.integers(Matrix3.product(Matrix3.doubles(standard), change));
                SettingMatch match = changed == null ? null : tried(table, changed, group, metric);
                if (match != null) {
                    return match;
                }
            }
        }
        return null;
    }

    private static @Nullable SettingMatch tried(GroupTable table, int[] axes, StructureGroup group, double[] metric) {
        int[] primitive = Matrix3.integers(Matrix3.product(Matrix3.doubles(axes), table.primitive()));
        if (primitive == null || Math.abs(Matrix3.determinant(primitive)) != 1) {
            return null;
        }
        double[] inverse = Matrix3.inverse(Matrix3.doubles(primitive));
        int[] back = Matrix3.integers(inverse);
        if (back == null) {
            return null;
        }
        int order = group.order();
        int[][] rotations = new int[order][];
        for (int g = 0; g < order; g++) {
            rotations[g] = Matrix3.product(Matrix3.product(back, group.rotations()[g]), primitive);
        }
        double[][] translations = new double[order][];
        for (int g = 0; g < order; g++) {
            translations[g] = Matrix3.times(inverse, group.translations()[g]);
        }
        double[][] ordered = table.inOrder(rotations, translations);
        if (ordered == null) {
            return null;
        }
        List<Origin> origins = new ArrayList<>();
        for (double[] origin : table.origins(ordered, ROUNDING)) {
            origins.add(nearest(origin, primitive, metric));
        }
        if (origins.isEmpty()) {
            return null;
        }
        origins.sort(Comparator.comparingDouble(Origin::distance));
        return new SettingMatch(
                table,
                axes,
                primitive,
                origins.stream().map(Origin::position).toList(),
                origins.get(0).distance());
    }

    private record Origin(double[] position, double distance) {}

    // of an origin and its translates the one nearest to the given
    private static Origin nearest(double[] origin, int[] primitive, double[] metric) {
        double[] best = origin;
        double least = Double.POSITIVE_INFINITY;
        for (int n = 0; n < 27; n++) {
            int[] cells = {n / 9 - 1, n / 3 % 3 - 1, n % 3 - 1};
            double[] moved = {origin[0] + cells[0], origin[1] + cells[1], origin[2] + cells[2]};
            double[] given = Matrix3.times(primitive, moved);
            double square = Matrix3.dot(given, Matrix3.times(metric, given));
            if (square < least - 1e-9) {
                least = square;
                best = moved;
            }
        }
        return new Origin(best, Math.sqrt(least));
    }

    /** Turns points (N×3) of the given primitive basis into the axes of the setting, about the given origin. */
    double[] toSetting(double[] points) {
        double[] turn = Matrix3.product(table.primitive(), Matrix3.inverse(Matrix3.doubles(primitive)));
        double[] turned = new double[points.length];
        for (int i = 0; i < points.length; i += 3) {
            for (int k = 0; k < 3; k++) {
                turned[i + k] =
                        turn[3 * k] * points[i] + turn[3 * k + 1] * points[i + 1] + turn[3 * k + 2] * points[i + 2];
            }
        }
        return turned;
    }

    /** Returns one of the origins in the axes of the setting. */
    double[] origin(int i) {
        return Matrix3.times(table.primitive(), origins.get(i));
    }
}
