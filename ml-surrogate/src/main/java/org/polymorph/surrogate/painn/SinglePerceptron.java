package org.polymorph.surrogate.painn;

import org.polymorph.surrogate.linear.OpenBlas;
import org.polymorph.surrogate.network.Silu;

/** A {@link org.polymorph.surrogate.network.Perceptron} of fixed weights in single precision. Not thread-safe. */
final class SinglePerceptron {
    private final float[][] weights;
    private final int at;
    private final int in;
    private final int hidden;
    private final int out;
    private int rows;
    private float[] inner = new float[0];
    private float[] active = new float[0];
    private float[] slope = new float[0];

    /** Takes the blocks of weights that begin at {@code at}. */
    SinglePerceptron(float[][] weights, int at) {
        this.weights = weights;
        this.at = at;
        this.hidden = weights[at + 1].length;
        this.in = weights[at].length / hidden;
        this.out = weights[at + 3].length;
    }

    int out() {
        return out;
    }

    /** Computes y from x. */
    void apply(int rows, float[] x, float[] y) {
        this.rows = rows;
        if (inner.length != rows * hidden) {
            inner = new float[rows * hidden];
            active = new float[inner.length];
            slope = new float[inner.length];
        }
        dense(rows, in, hidden, x, at, inner);
        Silu.apply(inner.length, inner, active, slope);
        dense(rows, hidden, out, active, at + 2, y);
    }

    private void dense(int rows, int from, int to, float[] x, int block, float[] y) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(weights[block + 1], 0, y, r * to, to);
        }
        OpenBlas.multiply(rows, to, from, x, weights[block], 1, y);
    }

    /** Computes the adjoint of x from that of y. */
    void pullBack(float[] yAdjoint, float[] xAdjoint) {
        OpenBlas.multiplyTransposed(rows, hidden, out, yAdjoint, weights[at + 2], 0, active);
        SingleLoops.multiply(active, slope, active);
        OpenBlas.multiplyTransposed(rows, in, hidden, active, weights[at], 0, xAdjoint);
    }
}
