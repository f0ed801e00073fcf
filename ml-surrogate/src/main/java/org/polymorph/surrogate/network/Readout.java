package org.polymorph.surrogate.network;

import java.util.random.RandomGenerator;

/**
 * The energy of each atom from its last features: a dense layer with a {@link Silu} and a dense layer to one number, whose
 * bias is one number an element. Keeps what {@link #apply} was given and found for the methods after it. Not thread-safe.
 *
 * <p>Blocks of weights: first layer, its bias, second layer, one number an element.
 */
public final class Readout {
    /** Number of blocks of weights. */
    public static final int BLOCKS = 4;

    private final Dense layer;
    private final int species;
    private double[] x = new double[0];
    private double[] inner = new double[0];
    private double[] innerDot = new double[0];
    private double[] active = new double[0];
    private double[] slope = new double[0];
    private double[] curvature = new double[0];
    private double[] innerAdjoint = new double[0];
    private double[] both = new double[0];

    /** Makes a readout of features of some width, its hidden layer half as wide. */
    public Readout(int width, int species) {
        this.layer = new Dense(width, Math.max(1, width / 2));
        this.species = species;
    }

    /** Draws initial weights; biases are zero. */
    public double[][] draw(RandomGenerator random) {
        return new double[][] {
            layer.draw(random), new double[layer.out()], new Dense(layer.out(), 1).draw(random), new double[species]
        };
    }

    /** Computes the energy of each structure of a graph, from the blocks of weights that begin at {@code at}. */
    public void apply(Graph graph, double[] x, double[][] weights, int at, double[] energies) {
        this.x = x;
        int hidden = layer.out();
        resize(graph.atoms() * hidden);
        layer.apply(graph.atoms(), x, weights[at], weights[at + 1], inner);
        Silu.apply(inner.length, inner, active, slope, curvature);
        for (int s = 0; s < graph.structures(); s++) {
            double sum = 0;
            for (int i = graph.atomStart(s); i < graph.atomStart(s + 1); i++) {
                sum += weights[at + 3][graph.species(i)];
                for (int k = 0; k < hidden; k++) {
                    sum += weights[at + 2][k] * active[i * hidden + k];
                }
            }
            energies[s] = sum;
        }
    }

    /** Rescales the first layer by what went into its activation in the last {@link #apply}. */
    public void standardize(double[][] weights, int at) {
        layer.standardize(inner.length / layer.out(), inner, weights[at], weights[at + 1]);
    }

    /** Computes the gradient of the energies by the features. */
    public void pullBack(double[][] weights, int at, double[] xAdjoint) {
        int hidden = layer.out();
        for (int k = 0; k < inner.length; k++) {
            innerAdjoint[k] = weights[at + 2][k % hidden] * slope[k];
        }
        layer.pullBack(inner.length / hidden, innerAdjoint, weights[at], xAdjoint);
    }

    /** A tangent of the features, the factors of the structures' energies, and the adjoint of the features, computed. */
    public record Both(double[] xDot, double[] energyFactors, double[] xBoth) {}

    /**
     * Follows Σ c_s E_s + Ė back, where Ė is the derivative of all energies along a tangent of the features; after
     * {@link #pullBack}.
     */
    public void pullBackBoth(Graph graph, double[][] weights, int at, Both sides, double[][] gradient) {
        int atoms = graph.atoms();
        int hidden = layer.out();
        layer.multiply(atoms, sides.xDot(), weights[at], innerDot);
        for (int s = 0; s < graph.structures(); s++) {
            double factor = sides.energyFactors()[s];
            for (int i = graph.atomStart(s); i < graph.atomStart(s + 1); i++) {
                gradient[at + 3][graph.species(i)] += factor;
                for (int k = 0; k < hidden; k++) {
                    int e = i * hidden + k;
                    gradient[at + 2][k] += factor * active[e] + slope[e] * innerDot[e];
                    both[e] = weights[at + 2][k] * (factor * slope[e] + curvature[e] * innerDot[e]);
                }
            }
        }
        layer.addWeights(atoms, x, both, gradient[at]);
        layer.addWeights(atoms, sides.xDot(), innerAdjoint, gradient[at]);
        layer.addBias(atoms, both, gradient[at + 1]);
        layer.pullBack(atoms, both, weights[at], sides.xBoth());
    }

    private void resize(int length) {
        if (inner.length != length) {
            inner = new double[length];
            innerDot = new double[length];
            active = new double[length];
            slope = new double[length];
            curvature = new double[length];
            innerAdjoint = new double[length];
            both = new double[length];
        }
    }
}
