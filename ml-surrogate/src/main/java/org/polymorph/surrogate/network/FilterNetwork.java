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

    private final RadialBasis basis;
    private final Dense first;
    private final Dense second;
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
        this.basis = new RadialBasis(grid, radial);
        this.first = new Dense(radial, hidden);
        this.second = new Dense(hidden, width);
        int n = basis.size();
        this.hidden = new double[n * hidden];
        hiddenDot = new double[n * hidden];
        slope = new double[n * hidden];
        inner = new double[n * hidden];
        innerDot = new double[n * hidden];
        outer = new double[n * width];
        outerDot = new double[n * width];
    }

    /** Draws initial weights. */
    public double[][] draw(RandomGenerator random) {
        return new double[][] {
            first.draw(random), new double[first.out()], second.draw(random), new double[second.out()]
        };
    }

    /** Evaluates the filters on the grid, from the blocks of weights that begin at {@code at}. */
    public void tabulate(double[][] weights, int at, FilterTable table) {
        int n = basis.size();
        int width = second.out();
        first.apply(n, basis.gaussians(), weights[at], weights[at + 1], inner);
        first.multiply(n, basis.gaussianSlopes(), weights[at], innerDot);
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
                values[f] = outer[k * width + f] * basis.cut(k);
                slopes[f] = outerDot[k * width + f] * basis.cut(k) + outer[k * width + f] * basis.cutSlope(k);
            }
        }
    }

    /** Adds the gradient by the weights of the last {@link #tabulate}, from the adjoints of the table. */
    public void addGradient(double[][] weights, int at, FilterTable adjoint, double[][] gradient) {
        int n = basis.size();
        int width = second.out();
        for (int k = 0; k < n; k++) {
            double[] values = adjoint.values(k);
            double[] slopes = adjoint.slopes(k);
            for (int f = 0; f < width; f++) {
                outer[k * width + f] = values[f] * basis.cut(k) + slopes[f] * basis.cutSlope(k);
                outerDot[k * width + f] = slopes[f] * basis.cut(k);
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
        first.addWeights(n, basis.gaussians(), inner, gradient[at]);
        first.addWeights(n, basis.gaussianSlopes(), innerDot, gradient[at]);
        first.addBias(n, inner, gradient[at + 1]);
    }
}
