package org.polymorph.surrogate.network;

import java.util.random.RandomGenerator;

/**
 * Two dense layers with a {@link Silu} between them, y = silu(x·A + a)·B + b, on rows of numbers, with the derivatives that
 * training by forces needs (see {@link Dense}). Keeps what {@link #apply} was given and found for the methods after it: the
 * arrays given to it must not change before the last of these. Not thread-safe.
 *
 * <p>Blocks of weights: A, a, B, b.
 */
public final class Perceptron {
    /** Number of blocks of weights. */
    public static final int BLOCKS = 4;

    private final Dense first;
    private final Dense second;
    private int rows;
    private double[][] weights = new double[0][];
    private int at;
    private double[] x = new double[0];
    private double[] xDot = new double[0];
    private double[] yAdjoint = new double[0];
    private double[] inner = new double[0];
    private double[] active = new double[0];
    private double[] slope = new double[0];
    private double[] curvature = new double[0];
    private double[] activeAdjoint = new double[0];
    private double[] innerAdjoint = new double[0];
    private double[] innerDot = new double[0];
    private double[] activeDot = new double[0];
    private double[] both = new double[0];

    public Perceptron(int in, int hidden, int out) {
        this.first = new Dense(in, hidden);
        this.second = new Dense(hidden, out);
    }

    /** Draws initial weights; biases are zero. */
    public double[][] draw(RandomGenerator random) {
        return new double[][] {
            first.draw(random), new double[first.out()], second.draw(random), new double[second.out()]
        };
    }

    /** Computes y, from the blocks of weights that begin at {@code at}. */
    public void apply(int rows, double[] x, double[][] weights, int at, double[] y) {
        resize(rows);
        this.x = x;
        this.weights = weights;
        this.at = at;
        first.apply(rows, x, weights[at], weights[at + 1], inner);
        Silu.apply(inner.length, inner, active, slope, curvature);
        second.apply(rows, active, weights[at + 2], weights[at + 3], y);
    }

    /** Rescales the first layer by what went into its activation in the last {@link #apply}. */
    public void standardize(double[][] blocks) {
        first.standardize(rows, inner, blocks[at], blocks[at + 1]);
    }

    /** Computes the adjoint of x from that of y. */
    public void pullBack(double[] yAdjoint, double[] xAdjoint) {
        this.yAdjoint = yAdjoint;
        second.pullBack(rows, yAdjoint, weights[at + 2], activeAdjoint);
        for (int k = 0; k < innerAdjoint.length; k++) {
            innerAdjoint[k] = activeAdjoint[k] * slope[k];
        }
        first.pullBack(rows, innerAdjoint, weights[at], xAdjoint);
    }

    /** Computes the derivative of y along a tangent of x. */
    public void applyDot(double[] xDot, double[] yDot) {
        if (innerDot.length != inner.length) {
            innerDot = new double[inner.length];
            activeDot = new double[inner.length];
            both = new double[inner.length];
        }
        this.xDot = xDot;
        first.multiply(rows, xDot, weights[at], innerDot);
        for (int k = 0; k < activeDot.length; k++) {
            activeDot[k] = slope[k] * innerDot[k];
        }
        second.multiply(rows, activeDot, weights[at + 2], yDot);
    }

    /**
     * Follows an objective of y and of its derivative back, after {@link #pullBack} with the adjoint of the derivative and
     * {@link #applyDot}.
     *
     * @param yBoth adjoint of y
     * @param xBoth that of x, computed
     * @param gradient by the weights, added to
     */
    public void pullBackBoth(double[] yBoth, double[] xBoth, double[][] gradient) {
        second.addWeights(rows, active, yBoth, gradient[at + 2]);
        second.addWeights(rows, activeDot, yAdjoint, gradient[at + 2]);
        second.addBias(rows, yBoth, gradient[at + 3]);
        second.pullBack(rows, yBoth, weights[at + 2], both);
        for (int k = 0; k < both.length; k++) {
            both[k] = both[k] * slope[k] + activeAdjoint[k] * curvature[k] * innerDot[k];
        }
        first.addWeights(rows, x, both, gradient[at]);
        first.addWeights(rows, xDot, innerAdjoint, gradient[at]);
        first.addBias(rows, both, gradient[at + 1]);
        first.pullBack(rows, both, weights[at], xBoth);
    }

    /** Computes the adjoint of x and adds the gradient by the weights, from the adjoint of y. */
    public void pullBack(double[] yAdjoint, double[] xAdjoint, double[][] gradient) {
        second.addWeights(rows, active, yAdjoint, gradient[at + 2]);
        second.addBias(rows, yAdjoint, gradient[at + 3]);
        pullBack(yAdjoint, xAdjoint);
        first.addWeights(rows, x, innerAdjoint, gradient[at]);
        first.addBias(rows, innerAdjoint, gradient[at + 1]);
    }

    private void resize(int count) {
        rows = count;
        int length = count * first.out();
        if (inner.length != length) {
            inner = new double[length];
            active = new double[length];
            slope = new double[length];
            curvature = new double[length];
            activeAdjoint = new double[length];
            innerAdjoint = new double[length];
        }
    }
}
