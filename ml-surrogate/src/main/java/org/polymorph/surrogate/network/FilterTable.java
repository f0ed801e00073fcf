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
        double[] v = values[knot];
        double[] s = slopes[knot];
        double[] w = values[knot + 1];
        double[] t = slopes[knot + 1];
        double a = places.weight(pair, 0);
        double b = places.weight(pair, 1);
        double c = places.weight(pair, 2);
        double d = places.weight(pair, 3);
        double as = places.weight(pair, 4);
        double bs = places.weight(pair, 5);
        double cs = places.weight(pair, 6);
        double ds = places.weight(pair, 7);
        // all is read before anything is written: only then does Java 17 vectorise
        for (int f = 0; f < value.length; f++) {
            double vf = v[f];
            double sf = s[f];
            double wf = w[f];
            double tf = t[f];
            value[f] = a * vf + b * sf + c * wf + d * tf;
            slope[f] = as * vf + bs * sf + cs * wf + ds * tf;
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
