package org.polymorph.surrogate.linear;

import org.polymorph.model.spi.Seed;

/** The Gaussian posterior of a {@link BayesianRidge}: mean and the Cholesky factor of the precision matrix. Immutable. */
public final class Posterior {
    private final double[] mean;
    private final double[] factor;
    private final double logEvidence;

    Posterior(double[] mean, double[] factor, double logEvidence) {
        this.mean = mean;
        this.factor = factor;
        this.logEvidence = logEvidence;
    }

    public int size() {
        return mean.length;
    }

    public double[] mean() {
        return mean.clone();
    }

    /** Returns the logarithm of the marginal likelihood of the data. */
    public double logEvidence() {
        return logEvidence;
    }

    // upper triangle
    double[] covariance() {
        double[] inverse = factor.clone();
        OpenBlas.invertFactored(mean.length, inverse);
        return inverse;
    }

    /**
     * Returns the variances gᵀΣg of linear functions of the coefficients.
     *
     * @param rows size × count, row-major: one function a column
     */
    public double[] variances(double[] rows, int count) {
        double[] half = rows.clone();
        OpenBlas.solveTransposed(mean.length, count, factor, half);
        double[] out = new double[count];
        for (int i = 0; i < mean.length; i++) {
            for (int k = 0; k < count; k++) {
                double x = half[i * count + k];
                out[k] += x * x;
            }
        }
        return out;
    }

    /**
     * Draws deviations from the mean.
     *
     * @return count × size, row-major
     */
    public double[] deviations(int count, Seed seed) {
        int n = mean.length;
        double[] draws = new double[n * count];
        for (int k = 0; k < count; k++) {
            var random = seed.split(k).random();
            for (int i = 0; i < n; i++) {
                draws[i * count + k] = random.nextGaussian();
            }
        }
        OpenBlas.solve(n, count, factor, draws);
        double[] out = new double[n * count];
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < n; i++) {
                out[k * n + i] = draws[i * count + k];
            }
        }
        return out;
    }
}
