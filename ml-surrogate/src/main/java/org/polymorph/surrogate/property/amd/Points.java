package org.polymorph.surrogate.property.amd;

import java.util.Arrays;

/**
 * Crystals as points of equal length: distances first, then shares of elements. Distances that a crystal lacks are the mean of
 * the others. Immutable.
 */
final class Points {
    private final double[][] rows;
    private final int distances;

    /**
     * Makes points.
     *
     * @param rows are kept and must not change
     * @param distances how many of the numbers of a row are distances
     */
    Points(double[][] rows, int distances) {
        this.rows = rows;
        this.distances = distances;
    }

    int size() {
        return rows.length;
    }

    double[] row(int i) {
        return rows[i];
    }

    Points some(int[] indices) {
        return new Points(Arrays.stream(indices).mapToObj(i -> rows[i]).toArray(double[][]::new), distances);
    }

    /** Returns the mean square difference of the distances of two crystals, Å². */
    double distance(double[] a, double[] b) {
        double sum = 0;
        for (int p = 0; p < distances; p++) {
            double d = a[p] - b[p];
            sum += d * d;
        }
        return sum / distances;
    }

    /** Returns the square difference of the shares of elements of two crystals. */
    double fraction(double[] a, double[] b) {
        double sum = 0;
        for (int p = distances; p < a.length; p++) {
            double d = a[p] - b[p];
            sum += d * d;
        }
        return sum;
    }

    /** Returns the correlations of a point with all of these. */
    double[] correlations(Kernel kernel, double[] point) {
        double[] k = new double[rows.length];
        for (int i = 0; i < k.length; i++) {
            k[i] = kernel.of(distance(rows[i], point), fraction(rows[i], point));
        }
        return k;
    }

    /** Returns for each column the mean of what rows have there; 0 where none has anything. */
    static double[] means(double[][] rows) {
        double[] means = new double[rows[0].length];
        for (int p = 0; p < means.length; p++) {
            double sum = 0;
            int count = 0;
            for (double[] row : rows) {
                if (!Double.isNaN(row[p])) {
                    sum += row[p];
                    count++;
                }
            }
            means[p] = count == 0 ? 0 : sum / count;
        }
        return means;
    }

    /** Returns a row with means where it has nothing. */
    static double[] filled(double[] row, double[] means) {
        double[] filled = row.clone();
        for (int p = 0; p < filled.length; p++) {
            if (Double.isNaN(filled[p])) {
                filled[p] = means[p];
            }
        }
        return filled;
    }
}
