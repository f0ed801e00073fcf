package org.polymorph.surrogate.network;

import java.util.random.RandomGenerator;

/**
 * The filter-generating network of Schütt et al. 2018 (doi 10.1063/1.5019779), evaluated at the distances of a grid:
 * Gaussians of the distance, a dense layer with shifted softplus, a dense layer, times the cosine cutoff. Its cost does not
 * grow with the number of pairs. Has scratch space; not thread-safe.
 *
 * <p>Blocks of weights: first layer, its bias, second layer, its bias.
 */
public final class FilterNetwork {
    /** Number of blocks of weights. */
    public static final int BLOCKS = 4;

    private final DistanceGrid grid;
    private final Dense first;
    private final Dense second;
    private final double[] gaussians;
    private final double[] gaussianSlopes;
    private final double[] cut;
    private final double[] cutSlopes;
    private final double[] hidden;
    private final double[] hiddenDot;
    private final double[] slope;
    private final double[] inner;
    private final double[] innerDot;
    private final double[] outer;
    private final double[] outerDot;

    /**
     * Makes a network.
     *
     * @param radial number of Gaussians, centred evenly from 0 to the cutoff and as wide as their spacing
     * @param hidden width of the first layer
     * @param width number of filters
     */
    public FilterNetwork(DistanceGrid grid, int radial, int hidden, int width) {
        this.grid = grid;
        this.first = new Dense(radial, hidden);
        this.second = new Dense(hidden, width);
        int n = grid.size();
        gaussians = new double[n * radial];
        gaussianSlopes = new double[n * radial];
        cut = new double[n];
        cutSlopes = new double[n];
        this.hidden = new double[n * hidden];
        hiddenDot = new double[n * hidden];
        slope = new double[n * hidden];
        inner = new double[n * hidden];
        innerDot = new double[n * hidden];
        outer = new double[n * width];
        outerDot = new double[n * width];
        double spacing = grid.cutoff() / (radial - 1);
        for (int k = 0; k < n; k++) {
            double r = grid.distance(k);
            for (int b = 0; b < radial; b++) {
                double x = (r - b * spacing) / spacing;
                gaussians[k * radial + b] = Math.exp(-x * x / 2);
                gaussianSlopes[k * radial + b] = -x / spacing * gaussians[k * radial + b];
            }
            double phase = Math.PI * r / grid.cutoff();
            boolean last = k == n - 1;
            cut[k] = last ? 0 : (Math.cos(phase) + 1) / 2;
            cutSlopes[k] = last ? 0 : -Math.PI / (2 * grid.cutoff()) * Math.sin(phase);
        }
    }

    /** Draws initial weights. */
    public double[][] draw(RandomGenerator random) {
        return new double[][] {
            first.draw(random), new double[first.out()], second.draw(random), new double[second.out()]
        };
    }

    /** Evaluates the filters on the grid, from the blocks of weights that begin at {@code at}. */
    public void tabulate(double[][] weights, int at, FilterTable table) {
        int n = grid.size();
        int width = second.out();
        first.apply(n, gaussians, weights[at], weights[at + 1], inner);
        first.multiply(n, gaussianSlopes, weights[at], innerDot);
        ShiftedSoftplus.apply(inner.length, inner, hidden, slope);
        for (int k = 0; k < hidden.length; k++) {
            hiddenDot[k] = slope[k] * innerDot[k];
        }
        second.apply(n, hidden, weights[at + 2], weights[at + 3], outer);
        second.multiply(n, hiddenDot, weights[at + 2], outerDot);
        for (int k = 0; k < n; k++) {
            double[] values = table.values(k);
            double[] slopes = table.slopes(k);
            for (int f = 0; f < width; f++) {
                values[f] = outer[k * width + f] * cut[k];
                slopes[f] = outerDot[k * width + f] * cut[k] + outer[k * width + f] * cutSlopes[k];
            }
        }
    }

    /** Adds the gradient by the weights of the last {@link #tabulate}, from the adjoints of the table. */
    public void addGradient(double[][] weights, int at, FilterTable adjoint, double[][] gradient) {
        int n = grid.size();
        int width = second.out();
        for (int k = 0; k < n; k++) {
            double[] values = adjoint.values(k);
            double[] slopes = adjoint.slopes(k);
            for (int f = 0; f < width; f++) {
                outer[k * width + f] = values[f] * cut[k] + slopes[f] * cutSlopes[k];
                outerDot[k * width + f] = slopes[f] * cut[k];
            }
        }
        second.addWeights(n, hidden, outer, gradient[at + 2]);
        second.addWeights(n, hiddenDot, outerDot, gradient[at + 2]);
        second.addBias(n, outer, gradient[at + 3]);
        second.pullBack(n, outer, weights[at + 2], hidden);
        second.pullBack(n, outerDot, weights[at + 2], hiddenDot);
        for (int k = 0; k < hidden.length; k++) {
            double bent = ShiftedSoftplus.curvature(slope[k]) * innerDot[k];
            inner[k] = hidden[k] * slope[k] + hiddenDot[k] * bent;
            innerDot[k] = hiddenDot[k] * slope[k];
        }
        first.addWeights(n, gaussians, inner, gradient[at]);
        first.addWeights(n, gaussianSlopes, innerDot, gradient[at]);
        first.addBias(n, inner, gradient[at + 1]);
    }
}
