package org.polymorph.surrogate.acenet;

import org.polymorph.surrogate.linear.NativeFloats;
import org.polymorph.surrogate.linear.OpenBlas;
import org.polymorph.surrogate.linear.SymmetricEigenvectors;

/**
 * From the invariants of an atom to the features that a network sees, (B − mean) · weights: the principal components of the
 * invariants over the atoms of the training set, each invariant scaled by the width of its prior in the linear fit, so that
 * what matters little for energies is seen little of. Immutable and thread-safe.
 *
 * @param mean one number an invariant
 * @param scale of each invariant
 * @param weights invariants × width, row-major
 */
record Projection(int width, double[] mean, double[] scale, double[] weights) {
    private static final double NOTHING = 1e-10;

    /**
     * Finds the components.
     *
     * @param rows invariants of atoms, count × size
     * @param priors width of the prior of each invariant's coefficient
     * @param most how many components at most
     */
    static Projection of(double[] rows, int count, double[] priors, int most) {
        int size = priors.length;
        double[] mean = new double[size];
        double[] square = new double[size];
        for (int r = 0; r < count; r++) {
            for (int f = 0; f < size; f++) {
                mean[f] += rows[r * size + f] / count;
                square[f] += rows[r * size + f] * rows[r * size + f] / count;
            }
        }
        double[] scale = new double[size];
        for (int f = 0; f < size; f++) {
            scale[f] = square[f] - mean[f] * mean[f] > NOTHING * square[f] ? priors[f] : 0;
        }
        SymmetricEigenvectors components = new SymmetricEigenvectors(size, covariance(rows, count, mean, scale));
        int width = Math.min(most, size);
        double total = 0;
        for (int k = 0; k < width; k++) {
            total += Math.max(0, components.value(k));
        }
        // a mean variance of one
        double norm = total > 0 ? Math.sqrt(width / total) : 1;
        double[] weights = new double[size * width];
        for (int f = 0; f < size; f++) {
            for (int k = 0; k < width; k++) {
                weights[f * width + k] = components.component(k, f) * norm * scale[f];
            }
        }
        return new Projection(width, mean, scale, weights);
    }

    private static double[] covariance(double[] rows, int count, double[] mean, double[] scale) {
        int size = mean.length;
        double[] centred = new double[size * count];
        double root = Math.sqrt(count);
        for (int r = 0; r < count; r++) {
            for (int f = 0; f < size; f++) {
                centred[f * count + r] = (rows[r * size + f] - mean[f]) * scale[f] / root;
            }
        }
        double[] covariance = new double[size * size];
        OpenBlas.addSquare(size, count, centred, covariance);
        return covariance;
    }

    int size() {
        return mean.length;
    }

    /** Returns the weights where OpenBLAS finds them without a copy. */
    NativeFloats nativeWeights() {
        float[] single = new float[weights.length];
        for (int k = 0; k < single.length; k++) {
            single[k] = (float) weights[k];
        }
        NativeFloats numbers = new NativeFloats(single.length);
        numbers.put(0, single, single.length);
        return numbers;
    }

    /**
     * Returns the linear function of the features that is nearest to one of the invariants, in units of the prior.
     *
     * @param coefficients of a constant and of the invariants, from {@code at} on
     * @return one number a feature, then the constant
     */
    double[] linear(double[] coefficients, int at) {
        double[] out = new double[width + 1];
        double[] lengths = new double[width];
        out[width] = coefficients[at];
        for (int f = 0; f < size(); f++) {
            out[width] += coefficients[at + 1 + f] * mean[f];
            for (int k = 0; k < width && scale[f] > 0; k++) {
                double direction = weights[f * width + k] / scale[f];
                out[k] += direction * coefficients[at + 1 + f] / scale[f];
                lengths[k] += direction * direction;
            }
        }
        for (int k = 0; k < width; k++) {
            out[k] = lengths[k] > 0 ? out[k] / lengths[k] : 0;
        }
        return out;
    }
}
