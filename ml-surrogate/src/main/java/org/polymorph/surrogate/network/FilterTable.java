package org.polymorph.surrogate.network;

import java.util.Arrays;

/**
 * Filters as functions of the distance: values and slopes at the distances of a grid, cubic Hermite polynomials between
 * them. Rows are arrays of their own, because Java 17 vectorises loops over whole arrays only. Not thread-safe while it is
 * being filled.
 */
public final class FilterTable {
    private final DistanceGrid grid;
    private final double[][] values;
    private final double[][] slopes;

    /** Makes a table of zeros for filters of some width. */
    public FilterTable(DistanceGrid grid, int width) {
        this.grid = grid;
        this.values = new double[grid.size()][width];
        this.slopes = new double[grid.size()][width];
    }

    public DistanceGrid grid() {
        return grid;
    }

    double[] values(int knot) {
        return values[knot];
    }

    double[] slopes(int knot) {
        return slopes[knot];
    }

    /** Sets all rows to zero. */
    public void clear() {
        for (int k = 0; k < values.length; k++) {
            Arrays.fill(values[k], 0);
            Arrays.fill(slopes[k], 0);
        }
    }

    /** Interpolates the filter of a pair and its derivative by the distance. */
    public void interpolate(DistanceGrid.Places places, int pair, double[] value, double[] slope) {
        int knot = places.knot(pair);
        double a = places.weight(pair, 0);
        double b = places.weight(pair, 1);
        double c = places.weight(pair, 2);
        double d = places.weight(pair, 3);
        combine(values[knot], slopes[knot], values[knot + 1], slopes[knot + 1], a, b, c, d, value);
        a = places.weight(pair, 4);
        b = places.weight(pair, 5);
        c = places.weight(pair, 6);
        d = places.weight(pair, 7);
        combine(values[knot], slopes[knot], values[knot + 1], slopes[knot + 1], a, b, c, d, slope);
    }

    private static void combine(
            double[] v, double[] s, double[] w, double[] t, double a, double b, double c, double d, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = a * v[f] + b * s[f] + c * w[f] + d * t[f];
        }
    }

    /**
     * Adds, in a table of adjoints, those of a pair's interpolated filter.
     *
     * @param value adjoint of the filter
     * @param slope adjoint of its derivative
     * @param factor on {@code slope}
     */
    public void addAdjoint(DistanceGrid.Places places, int pair, double[] value, double[] slope, double factor) {
        int knot = places.knot(pair);
        for (int end = 0; end < 2; end++) {
            double[] v = values[knot + end];
            double[] s = slopes[knot + end];
            double a = places.weight(pair, 2 * end);
            double b = places.weight(pair, 2 * end + 1);
            double as = places.weight(pair, 4 + 2 * end) * factor;
            double bs = places.weight(pair, 5 + 2 * end) * factor;
            for (int f = 0; f < v.length; f++) {
                double x = value[f];
                double y = slope[f];
                v[f] += a * x + as * y;
                s[f] += b * x + bs * y;
            }
        }
    }
}
