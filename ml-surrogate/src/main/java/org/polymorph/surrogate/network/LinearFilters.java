package org.polymorph.surrogate.network;

import java.util.random.RandomGenerator;

/**
 * Filters that are sums of Gaussians of the distance and a constant, times the cosine cutoff (Schütt, Unke and Gastegger
 * 2021, arXiv 2102.03150, eq. 7 and 8), evaluated at the distances of a grid: several tables of the same width. Has scratch
 * space; not thread-safe.
 *
 * <p>Blocks of weights: a layer from the Gaussians to the filters of all tables, its bias.
 */
public final class LinearFilters {
    /** Number of blocks of weights. */
    public static final int BLOCKS = 2;

    private final RadialBasis basis;
    private final Dense layer;
    private final double[] outer;
    private final double[] outerDot;

    /**
     * Makes filters.
     *
     * @param radial number of Gaussians
     * @param width number of filters of all tables together
     */
    public LinearFilters(DistanceGrid grid, int radial, int width) {
        basis = new RadialBasis(grid, radial);
        layer = new Dense(radial, width);
        outer = new double[basis.size() * width];
        outerDot = new double[basis.size() * width];
    }

    /** Draws initial weights. */
    public double[][] draw(RandomGenerator random) {
        return new double[][] {layer.draw(random), new double[layer.out()]};
    }

    /** Evaluates the filters on the grid, from the blocks of weights that begin at {@code at}. */
    public void tabulate(double[][] weights, int at, FilterTable... tables) {
        int n = basis.size();
        int width = layer.out() / tables.length;
        layer.apply(n, basis.gaussians(), weights[at], weights[at + 1], outer);
        layer.multiply(n, basis.gaussianSlopes(), weights[at], outerDot);
        for (int k = 0; k < n; k++) {
            for (int t = 0; t < tables.length; t++) {
                double[] values = tables[t].values(k);
                double[] slopes = tables[t].slopes(k);
                int from = (k * tables.length + t) * width;
                for (int f = 0; f < width; f++) {
                    values[f] = outer[from + f] * basis.cut(k);
                    slopes[f] = outerDot[from + f] * basis.cut(k) + outer[from + f] * basis.cutSlope(k);
                }
            }
        }
    }

    /** Adds the gradient by the weights of the last {@link #tabulate}, from the adjoints of the tables. */
    public void addGradient(int at, double[][] gradient, FilterTable... adjoints) {
        int n = basis.size();
        int width = layer.out() / adjoints.length;
        for (int k = 0; k < n; k++) {
            for (int t = 0; t < adjoints.length; t++) {
                double[] values = adjoints[t].values(k);
                double[] slopes = adjoints[t].slopes(k);
                int from = (k * adjoints.length + t) * width;
                for (int f = 0; f < width; f++) {
                    outer[from + f] = values[f] * basis.cut(k) + slopes[f] * basis.cutSlope(k);
                    outerDot[from + f] = slopes[f] * basis.cut(k);
                }
            }
        }
        layer.addWeights(n, basis.gaussians(), outer, gradient[at]);
        layer.addWeights(n, basis.gaussianSlopes(), outerDot, gradient[at]);
        layer.addBias(n, outer, gradient[at + 1]);
    }
}
