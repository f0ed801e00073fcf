package org.polymorph.surrogate.ace;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The invariants of one centre one by one: their values and their sparse derivatives with respect to the densities A, in
 * compressed rows whose pattern is found once. Immutable and thread-safe; scratch comes from the caller.
 */
final class Jacobian {
    private final int[] rowStart;
    private final int[] columns;
    private final int[] order;
    private final int[] termEnd;
    private final int[] factors; // per term: its indices, then the slot of each in columns
    private final double[] weights;

    Jacobian(AceBasis basis) {
        List<InvariantList.Invariant> list = basis.invariants();
        int size = list.size();
        rowStart = new int[size + 1];
        order = new int[size];
        termEnd = new int[size];
        int terms = 0;
        int length = 0;
        int entries = 0;
        int[][] rows = new int[size][];
        for (int f = 0; f < size; f++) {
            InvariantList.Invariant v = list.get(f);
            TreeSet<Integer> distinct = new TreeSet<>();
            Arrays.stream(v.indices()).forEach(distinct::add);
            rows[f] = distinct.stream().mapToInt(Integer::intValue).toArray();
            entries += rows[f].length;
            rowStart[f + 1] = entries;
            order[f] = v.order();
            terms += v.coefficients().length;
            termEnd[f] = terms;
            length += 2 * v.indices().length;
        }
        columns = new int[entries];
        factors = new int[length];
        weights = new double[terms];
        fill(list, rows);
    }

    private void fill(List<InvariantList.Invariant> list, int[][] rows) {
        int term = 0;
        int at = 0;
        for (int f = 0; f < rows.length; f++) {
            InvariantList.Invariant v = list.get(f);
            System.arraycopy(rows[f], 0, columns, rowStart[f], rows[f].length);
            for (int t = 0; t < v.coefficients().length; t++) {
                weights[term++] = v.coefficients()[t];
                for (int k = 0; k < v.order(); k++) {
                    int index = v.indices()[v.order() * t + k];
                    factors[at + k] = index;
                    factors[at + v.order() + k] = rowStart[f] + Arrays.binarySearch(rows[f], index);
                }
                at += 2 * v.order();
            }
        }
    }

    int size() {
        return order.length;
    }

    /** Returns the number of derivatives that are not zero by construction. */
    int entries() {
        return columns.length;
    }

    int rowStart(int f) {
        return rowStart[f];
    }

    /** Returns the density that an entry is the derivative with respect to. */
    int column(int entry) {
        return columns[entry];
    }

    /** Evaluates all invariants without derivatives into {@code values}. */
    void values(double[] a, double[] values) {
        int term = 0;
        int at = 0;
        for (int f = 0; f < order.length; f++) {
            double value = 0;
            for (; term < termEnd[f]; term++) {
                double product = weights[term];
                for (int k = 0; k < order[f]; k++) {
                    product *= a[factors[at + k]];
                }
                value += product;
                at += 2 * order[f];
            }
            values[f] = value;
        }
    }

    /**
     * Evaluates all invariants.
     *
     * @param a the densities
     * @param values {@link #size()} numbers, written
     * @param slopes {@link #entries()} numbers, written
     */
    void evaluate(double[] a, double[] values, double[] slopes) {
        Arrays.fill(slopes, 0);
        int term = 0;
        int at = 0;
        for (int f = 0; f < order.length; f++) {
            int end = termEnd[f];
            double value = 0;
            switch (order[f]) {
                case 1 -> {
                    for (; term < end; term++, at += 2) {
                        value += weights[term] * a[factors[at]];
                        slopes[factors[at + 1]] += weights[term];
                    }
                }
                case 2 -> {
                    for (; term < end; term++, at += 4) {
                        double w = weights[term];
                        double x = a[factors[at]];
                        double y = a[factors[at + 1]];
                        value += w * x * y;
                        slopes[factors[at + 2]] += w * y;
                        slopes[factors[at + 3]] += w * x;
                    }
                }
                case 3 -> {
                    for (; term < end; term++, at += 6) {
                        double w = weights[term];
                        double x = a[factors[at]];
                        double y = a[factors[at + 1]];
                        double z = a[factors[at + 2]];
                        double wx = w * x;
                        value += wx * y * z;
                        slopes[factors[at + 3]] += w * y * z;
                        slopes[factors[at + 4]] += wx * z;
                        slopes[factors[at + 5]] += wx * y;
                    }
                }
                default -> {
                    for (; term < end; term++, at += 8) {
                        double xy = weights[term] * a[factors[at]] * a[factors[at + 1]];
                        double zw = a[factors[at + 2]] * a[factors[at + 3]];
                        value += xy * zw;
                        slopes[factors[at + 4]] += weights[term] * a[factors[at + 1]] * zw;
                        slopes[factors[at + 5]] += weights[term] * a[factors[at]] * zw;
                        slopes[factors[at + 6]] += xy * a[factors[at + 3]];
                        slopes[factors[at + 7]] += xy * a[factors[at + 2]];
                    }
                }
            }
            values[f] = value;
        }
    }
}
