package org.polymorph.surrogate.acenet;

import java.util.Arrays;
import org.polymorph.surrogate.linear.OpenBlas;

/**
 * From the invariants of an atom to the features that a network sees: (B − mean) · weights.
 *
 * @param mean one number an invariant
 * @param weights invariants × width, row-major
 */
record Projection(int width, double[] mean, double[] weights) {

    /** gamma 0: rotated only; 1: whitened. */
    static Projection of(double[] invariants, int count, int size, int width, double gamma, double[] importance) {
        double[] mean = new double[size];
        double[] sd = new double[size];
        for (int r = 0; r < count; r++) {
            for (int f = 0; f < size; f++) {
                mean[f] += invariants[r * size + f] / count;
            }
        }
        for (int r = 0; r < count; r++) {
            for (int f = 0; f < size; f++) {
                double d = invariants[r * size + f] - mean[f];
                sd[f] += d * d / count;
            }
        }
        double[] scale = new double[size];
        for (int f = 0; f < size; f++) {
            sd[f] = Math.sqrt(sd[f]);
            scale[f] = sd[f] < 1e-10 ? 0 : importance == null ? 1 / sd[f] : importance[f];
        }
        double[] covariance = new double[size * size];
        double[] centred = new double[size * count];
        for (int r = 0; r < count; r++) {
            for (int f = 0; f < size; f++) {
                centred[f * count + r] = (invariants[r * size + f] - mean[f]) * scale[f] / Math.sqrt(count);
            }
        }
        OpenBlas.addSquare(size, count, centred, covariance);
        double[] values = new double[size];
        OpenBlas.symmetricEigen(size, covariance, values);
        int p = Math.min(width, size);
        double[] w = new double[size * p];
        double largest = values[size - 1];
        double total = 0;
        for (int k = 0; k < p; k++) {
            total += Math.pow(Math.max(values[size - 1 - k], 1e-12 * largest), 1 - gamma);
        }
        double norm = Math.sqrt(p / total);
        for (int k = 0; k < p; k++) {
            double lambda = values[size - 1 - k];
            double factor = norm * (gamma == 0 ? 1 : Math.pow(Math.max(lambda, 1e-10 * largest), -gamma / 2));
            for (int f = 0; f < size; f++) {
                // eigenvectors are columns
                w[f * p + k] = covariance[f * size + size - 1 - k] * factor * scale[f];
            }
        }
        return new Projection(p, mean, w);
    }

    int size() {
        return mean.length;
    }

    @Override
    public String toString() {
        return "Projection of " + size() + " to " + width + Arrays.toString(Arrays.copyOf(weights, 3));
    }
}
