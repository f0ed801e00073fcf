package org.polymorph.model.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Derives the Wyckoff positions of a space group from nothing but its operations, in exact arithmetic: the sets of points that
 * operations fix, all intersections of these, and which of them the group maps on each other. Two points belong to one Wyckoff
 * position if their site-symmetry groups are conjugate (Int. Tables A, 1.4.4.2), and so if they are generic points of sets in
 * one orbit. It knows nothing of letters.
 */
final class WyckoffDerivation {
    /** Fractions are whole multiples of one over this: divisions by the orders of rotations must come out even. */
    private static final long UNIT = 6912;

    private final GroupTable table;
    private final long[][] translations;
    private final List<FixedSet> fixed = new ArrayList<>();
    /** Each class: the sets that the group maps on each other. */
    final List<Set<FixedSet>> classes = new ArrayList<>();

    private final Map<FixedSet, Integer> classOf = new HashMap<>();

    WyckoffDerivation(SpaceGroupSetting setting) {
        this.table = GroupTable.of(setting);
        this.translations = new long[table.order()][3];
        for (int i = 0; i < table.order(); i++) {
            for (int k = 0; k < 3; k++) {
                translations[i][k] = Math.round(UNIT * table.translation(i)[k]);
            }
        }
        Set<FixedSet> found = new HashSet<>();
        for (int i = 0; i < table.order(); i++) {
            int[] w = table.rotation(i);
            if (!Arrays.equals(w, RotationCode.IDENTITY)) {
                long[][] rows = new long[3][3];
                long[] right = new long[3];
                for (int k = 0; k < 9; k++) {
                    rows[k / 3][k % 3] = (long) w[k] - (k % 4 == 0 ? 1 : 0);
                }
                for (int k = 0; k < 3; k++) {
                    right[k] = -translations[i][k];
                }
                found.addAll(solve(rows, right));
            }
        }
        fixed.addAll(found);
        close();
    }

    private void close() {
        FixedSet everything = new FixedSet(new long[0][], new long[0]);
        List<FixedSet> todo = new ArrayList<>();
        addClass(everything, todo);
        fixed.forEach(set -> addClass(set, todo));
        for (int at = 0; at < todo.size(); at++) {
            for (FixedSet other : fixed) {
                for (FixedSet piece : intersection(todo.get(at), other)) {
                    addClass(piece, todo);
                }
            }
        }
    }

    private void addClass(FixedSet set, List<FixedSet> todo) {
        if (classOf.containsKey(set)) {
            return;
        }
        Set<FixedSet> orbit = new HashSet<>();
        for (int i = 0; i < table.order(); i++) {
            FixedSet image = image(set, i);
            orbit.add(image);
            classOf.put(image, classes.size());
        }
        classes.add(orbit);
        todo.add(set);
    }

    private FixedSet image(FixedSet set, int operation) {
        double[] inverse = Matrix3.inverse(Matrix3.doubles(table.rotation(operation)));
        int m = set.rows.length;
        long[][] rows = new long[m][3];
        long[] right = set.right.clone();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    rows[i][j] += set.rows[i][k] * Math.round(inverse[3 * k + j]);
                }
            }
            for (int j = 0; j < 3; j++) {
                right[i] += rows[i][j] * translations[operation][j];
            }
        }
        return canonical(rows, right);
    }

    private static List<FixedSet> intersection(FixedSet a, FixedSet b) {
        int m = a.rows.length + b.rows.length;
        long[][] rows = Arrays.copyOf(a.rows, m);
        long[] right = Arrays.copyOf(a.right, m);
        System.arraycopy(b.rows, 0, rows, a.rows.length, b.rows.length);
        System.arraycopy(b.right, 0, right, a.rows.length, b.rows.length);
        return solve(rows, right);
    }

    /** All points with rows·x ≡ right modulo whole numbers, as sets whose rows span a primitive lattice. */
    private static List<FixedSet> solve(long[][] rows, long[] right) {
        SmithForm form = new SmithForm(rows);
        long[] turned = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                turned[i] += form.left(i, j) * right[j];
            }
            if (i >= form.rank() && Math.floorMod(turned[i], UNIT) != 0) {
                return List.of();
            }
        }
        double[] v = new double[9];
        for (int i = 0; i < 9; i++) {
            v[i] = form.right(i / 3, i % 3);
        }
        double[] inverse = Matrix3.inverse(v);
        long[][] primitive = new long[form.rank()][3];
        int pieces = 1;
        for (int i = 0; i < form.rank(); i++) {
            for (int j = 0; j < 3; j++) {
                primitive[i][j] = Math.round(inverse[3 * i + j]);
            }
            pieces *= (int) form.diagonal(i);
        }
        List<FixedSet> sets = new ArrayList<>();
        for (int piece = 0; piece < pieces; piece++) {
            long[] values = new long[form.rank()];
            int rest = piece;
            for (int i = 0; i < form.rank(); i++) {
                int s = (int) form.diagonal(i);
                long numerator = turned[i] + UNIT * (rest % s);
                if (numerator % s != 0) {
                    throw new IllegalStateException("a fraction finer than 1/" + UNIT);
                }
                values[i] = numerator / s;
                rest /= s;
            }
            sets.add(canonical(copy(primitive), values));
        }
        return sets;
    }

    private static long[][] copy(long[][] rows) {
        return Arrays.stream(rows).map(long[]::clone).toArray(long[][]::new);
    }

    // the Hermite normal form of the rows, which the set of points determines
    private static FixedSet canonical(long[][] rows, long[] right) {
        int rank = 0;
        for (int column = 0; column < 3 && rank < rows.length; column++) {
            for (int i = rank + 1; i < rows.length; i++) {
                while (rows[i][column] != 0) {
                    combine(rows, right, rank, i, Math.floorDiv(rows[rank][column], rows[i][column]));
                    swap(rows, right, rank, i);
                }
            }
            if (rows[rank][column] == 0) {
                continue;
            }
            if (rows[rank][column] < 0) {
                combine(rows, right, rank, rank, 2);
            }
            for (int i = 0; i < rank; i++) {
                combine(rows, right, i, rank, Math.floorDiv(rows[i][column], rows[rank][column]));
            }
            rank++;
        }
        for (int i = 0; i < right.length; i++) {
            right[i] = Math.floorMod(right[i], UNIT);
        }
        return new FixedSet(rows, right);
    }

    // row i less a multiple of row j
    private static void combine(long[][] rows, long[] right, int i, int j, long times) {
        long[] other = rows[j].clone();
        long value = right[j];
        for (int k = 0; k < 3; k++) {
            rows[i][k] -= times * other[k];
        }
        right[i] -= times * value;
    }

    private static void swap(long[][] rows, long[] right, int i, int j) {
        long[] held = rows[i];
        rows[i] = rows[j];
        rows[j] = held;
        long value = right[i];
        right[i] = right[j];
        right[j] = value;
    }

    /** Returns the class to whose sets a point belongs that lies on no smaller one, given in the axes of the setting. */
    int classOf(double[] point) {
        double[] x = Matrix3.times(Matrix3.inverse(table.primitive()), point);
        int best = -1;
        int most = -1;
        for (Map.Entry<FixedSet, Integer> entry : classOf.entrySet()) {
            if (entry.getKey().rows.length > most && entry.getKey().contains(x)) {
                most = entry.getKey().rows.length;
                best = entry.getValue();
            }
        }
        return best;
    }

    /** Returns ways to write a class as coordinates, the simplest first. */
    List<String> texts(int classIndex) {
        Map<String, Integer> texts = new LinkedHashMap<>();
        for (FixedSet set : classes.get(classIndex)) {
            for (int n = 0; n < 27; n++) {
                String text = set.text(table.primitive(), new long[] {n / 9 - 1, n / 3 % 3 - 1, n % 3 - 1});
                if (text != null) {
                    int cost = text.chars()
                            .map(c -> c == '-' ? 150 : c == 'y' ? 10 : c == 'z' ? 20 : 0)
                            .sum();
                    texts.put(text, 100 * text.length() + cost);
                }
            }
        }
        return texts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The points x with rows·x ≡ right (in units) modulo whole numbers: one linear subspace and its translates. */
    record FixedSet(long[][] rows, long[] right) {

        boolean contains(double[] x) {
            for (int i = 0; i < rows.length; i++) {
                double value = rows[i][0] * x[0] + rows[i][1] * x[1] + rows[i][2] * x[2] - right[i] / (double) UNIT;
                if (Math.abs(value - Math.rint(value)) > 1e-7) {
                    return false;
                }
            }
            return true;
        }

        @Nullable
        String text(double[] primitive, long[] translation) {
            SmithForm form = new SmithForm(rows.length == 0 ? new long[1][3] : rows);
            double[] y = new double[3];
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < rows.length; j++) {
                    y[i] += form.left(i, j) * right[j] / (double) UNIT;
                }
            }
            double[] x = new double[3];
            int free = 3 - rows.length;
            double[][] directions = new double[free][3];
            for (int i = 0; i < 3; i++) {
                x[i] = translation[i];
                for (int j = 0; j < 3; j++) {
                    x[i] += form.right(i, j) * y[j];
                }
                for (int d = 0; d < free; d++) {
                    directions[d][i] = form.right(i, rows.length + d);
                }
            }
            double[] point = Matrix3.times(primitive, x);
            for (int d = 0; d < free; d++) {
                directions[d] = Matrix3.times(primitive, directions[d]);
            }
            return write(point, directions);
        }

        private static @Nullable String write(double[] point, double[][] directions) {
            int[][] choices =
                    switch (directions.length) {
                        case 0 -> new int[][] {{}};
                        case 1 -> new int[][] {{0}, {1}, {2}};
                        case 2 -> new int[][] {{0, 1}, {0, 2}, {1, 2}};
                        default -> new int[][] {{0, 1, 2}};
                    };
            for (int[] pivots : choices) {
                double[][] d = Arrays.stream(directions).map(double[]::clone).toArray(double[][]::new);
                if (!eliminate(d, pivots)) {
                    continue;
                }
                double[] offset = point.clone();
                for (int p = 0; p < pivots.length; p++) {
                    double times = point[pivots[p]];
                    for (int k = 0; k < 3; k++) {
                        offset[k] -= times * d[p][k];
                    }
                }
                return join(offset, d, pivots);
            }
            return null;
        }

        // whether the directions can be brought to whole coefficients with a single one at each pivot
        private static boolean eliminate(double[][] d, int[] pivots) {
            for (int p = 0; p < pivots.length; p++) {
                int row = p;
                for (int i = p; i < d.length; i++) {
                    row = Math.abs(d[i][pivots[p]]) > Math.abs(d[row][pivots[p]]) ? i : row;
                }
                double[] held = d[p];
                d[p] = d[row];
                d[row] = held;
                double pivot = d[p][pivots[p]];
                if (Math.abs(pivot) < 1e-9) {
                    return false;
                }
                for (int k = 0; k < 3; k++) {
                    d[p][k] /= pivot;
                }
                for (int i = 0; i < d.length; i++) {
                    double times = i == p ? 0 : d[i][pivots[p]];
                    for (int k = 0; k < 3; k++) {
                        d[i][k] -= times * d[p][k];
                    }
                }
            }
            for (double[] direction : d) {
                for (double c : direction) {
                    if (Math.abs(c - Math.rint(c)) > 1e-9) {
                        return false;
                    }
                }
            }
            return true;
        }

        private static String join(double[] offset, double[][] d, int[] pivots) {
            StringBuilder text = new StringBuilder();
            for (int k = 0; k < 3; k++) {
                int[] factors = new int[9];
                for (int p = 0; p < pivots.length; p++) {
                    factors[3 * k + pivots[p]] = (int) Math.rint(d[p][k]);
                }
                double[] shift = new double[3];
                long part = Math.round(offset[k] * 48);
                shift[k] = Math.floorMod(part, 48L) / 48.0;
                String term = OperationTerm.write(factors, shift, k);
                text.append(k == 0 ? "" : ",").append(term);
            }
            return text.toString();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof FixedSet that
                    && Arrays.deepEquals(rows, that.rows)
                    && Arrays.equals(right, that.right);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.deepHashCode(rows) + Arrays.hashCode(right);
        }
    }
}
