package org.polymorph.surrogate.network;

import org.polymorph.surrogate.linear.OpenBlas;

/**
 * A layer z = x·W + b on rows of numbers, with the derivatives that training by forces needs: an objective that depends on
 * z and on its derivative ż along some direction is followed back to x, W and b. W is in×out, row-major.
 */
public record Dense(int in, int out) {
    private static final double SMALL = 1e-12;

    /** Measured: with 1 a network overfits a hundred labels, without it all members are as good as linear and the same. */
    private static final double DEVIATION = 0.3;

    /** Computes z = x·W. */
    public void multiply(int rows, double[] x, double[] weights, double[] z) {
        OpenBlas.multiply(rows, out, in, x, weights, 0, z);
    }

    /** Computes z = x·W + b. */
    public void apply(int rows, double[] x, double[] weights, double[] bias, double[] z) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(bias, 0, z, r * out, out);
        }
        OpenBlas.multiply(rows, out, in, x, weights, 1, z);
    }

    /** Adds x·W to z. */
    public void addProduct(int rows, double[] x, double[] weights, double[] z) {
        OpenBlas.multiply(rows, out, in, x, weights, 1, z);
    }

    /** Adds x·W + b to z. */
    public void addProduct(int rows, double[] x, double[] weights, double[] bias, double[] z) {
        addProduct(rows, x, weights, z);
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < out; k++) {
                z[r * out + k] += bias[k];
            }
        }
    }

    /** Computes the adjoint of x from that of z. */
    public void pullBack(int rows, double[] zAdjoint, double[] weights, double[] xAdjoint) {
        OpenBlas.multiplyTransposed(rows, in, out, zAdjoint, weights, 0, xAdjoint);
    }

    /** Adds the adjoint of x from that of z. */
    public void addPullBack(int rows, double[] zAdjoint, double[] weights, double[] xAdjoint) {
        OpenBlas.multiplyTransposed(rows, in, out, zAdjoint, weights, 1, xAdjoint);
    }

    /** Adds the gradient by W: xᵀ·z̄. */
    public void addWeights(int rows, double[] x, double[] zAdjoint, double[] gradient) {
        OpenBlas.addTransposedProduct(in, out, rows, x, zAdjoint, gradient);
    }

    /** Adds the gradient by b: the sum of the rows of z̄. */
    public void addBias(int rows, double[] zAdjoint, double[] gradient) {
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < out; k++) {
                gradient[k] += zAdjoint[r * out + k];
            }
        }
    }

    /** Changes W and b so that every column of z, given as it is now, gets a mean of 0 and a deviation of 0.3. */
    public void standardize(int rows, double[] z, double[] weights, double[] bias) {
        for (int k = 0; k < out; k++) {
            double mean = 0;
            for (int r = 0; r < rows; r++) {
                mean += z[r * out + k] / rows;
            }
            double square = 0;
            for (int r = 0; r < rows; r++) {
                square += (z[r * out + k] - mean) * (z[r * out + k] - mean) / rows;
            }
            double factor = square > SMALL ? DEVIATION / Math.sqrt(square) : 1;
            for (int i = 0; i < in; i++) {
                weights[i * out + k] *= factor;
            }
            bias[k] = factor * (bias[k] - mean);
        }
    }

    /** Draws weights evenly from ±√(6/(in + out)) (Glorot and Bengio 2010, AISTATS). */
    public double[] draw(java.util.random.RandomGenerator random) {
        double bound = Math.sqrt(6.0 / (in + out));
        return random.doubles((long) in * out, -bound, bound).toArray();
    }
}
