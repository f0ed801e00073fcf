package org.polymorph.surrogate.property.amd;

import org.polymorph.surrogate.linear.OpenBlas;

/**
 * How badly a Gaussian process with hyper-parameters explains values: the negative logarithm of the marginal likelihood
 * (Rasmussen and Williams 2006, eq. 5.8) and its derivatives (eq. 5.9), the amplitude of the process put at its best, and weak
 * normal priors on the logarithms of the others. Not thread-safe.
 *
 * <p>The parameters are the logarithms of the length, of the noise's share of the variance, of α, and, where compositions
 * differ, of the length of the shares of elements.
 */
final class Evidence implements Descent.Objective {
    private static final double[] WIDTHS = {2, 3, 1.5, 2};

    private final int n;
    private final double[] y;
    private final double[] distances;
    private final double[] fractions;
    private final double[] centre;
    private final double[] matrix;
    private final double[] weights;

    /**
     * Makes the evidence of some values.
     *
     * @param points of the crystals
     * @param y values about a mean of 0
     * @param mixed whether compositions differ
     */
    Evidence(Points points, double[] y, boolean mixed) {
        this.n = y.length;
        this.y = y.clone();
        this.distances = new double[n * n];
        this.fractions = new double[mixed ? n * n : 0];
        this.matrix = new double[n * n];
        this.weights = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                distances[i * n + j] = points.distance(points.row(i), points.row(j));
                sum += distances[i * n + j];
                if (mixed) {
                    fractions[i * n + j] = points.fraction(points.row(i), points.row(j));
                }
            }
        }
        double typical = Math.sqrt(Math.max(sum, 1e-12) / (n * (n + 1) / 2.0));
        double[] start = {Math.log(typical), Math.log(1e-2), 0, Math.log(0.5)};
        this.centre = java.util.Arrays.copyOf(start, mixed ? 4 : 3);
    }

    /** Returns where the priors have their centre. */
    double[] centre() {
        return centre.clone();
    }

    static Kernel kernel(double[] at) {
        return new Kernel(Math.exp(at[0]), Math.exp(at[2]), at.length > 3 ? Math.exp(at[3]) : 1);
    }

    /** Returns the variance of the noise as a share of that of the process. */
    static double noise(double[] at) {
        return Math.exp(at[1]);
    }

    @Override
    public double value(double[] at, double[] gradient) {
        Kernel kernel = kernel(at);
        double noise = noise(at);
        if (!factorise(kernel, noise)) {
            return Double.POSITIVE_INFINITY;
        }
        double determinant = 0;
        for (int i = 0; i < n; i++) {
            determinant += Math.log(matrix[i * n + i]); // half of log |C|
        }
        System.arraycopy(y, 0, weights, 0, n);
        OpenBlas.solveTransposed(n, 1, matrix, weights);
        double square = 0;
        for (double w : weights) {
            square += w * w;
        }
        OpenBlas.solve(n, 1, matrix, weights);
        OpenBlas.invertFactored(n, matrix);
        slopes(kernel, noise, n / square, gradient);
        double penalty = 0;
        for (int p = 0; p < at.length; p++) {
            double off = (at[p] - centre[p]) / WIDTHS[p];
            penalty += off * off / 2;
            gradient[p] += off / WIDTHS[p];
        }
        return n / 2.0 * Math.log(square / n) + determinant + penalty;
    }

    private boolean factorise(Kernel kernel, double noise) {
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                matrix[i * n + j] = kernel.of(distances[i * n + j], fraction(i * n + j));
            }
            matrix[i * n + i] += noise + KernelFit.JITTER;
        }
        return OpenBlas.cholesky(n, matrix);
    }

    private double fraction(int entry) {
        return fractions.length == 0 ? 0 : fractions[entry];
    }

    // ½ tr((C⁻¹ − a·aᵀ/s) ∂C) with a = C⁻¹y and s = yᵀC⁻¹y/n
    private void slopes(Kernel kernel, double noise, double inverseScale, double[] gradient) {
        java.util.Arrays.fill(gradient, 0);
        double alpha = kernel.alpha();
        double lengthSquare = kernel.length() * kernel.length();
        double fractionSquare = kernel.fractionLength() * kernel.fractionLength();
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                int entry = i * n + j;
                double factor = matrix[entry] - inverseScale * weights[i] * weights[j];
                if (i == j) {
                    gradient[1] += factor * noise / 2;
                    continue; // the diagonal is 1 whatever the kernel
                }
                double d = distances[entry] / lengthSquare;
                double f = fraction(entry) / fractionSquare;
                double base = 1 + (d + f) / (2 * alpha);
                double k = Math.exp(-alpha * Math.log(base));
                gradient[0] += factor * k * d / base;
                gradient[2] += factor * k * alpha * ((base - 1) / base - Math.log(base));
                if (gradient.length > 3) {
                    gradient[3] += factor * k * f / base;
                }
            }
        }
    }

    /** Returns the errors of each value when the others tell it (Rasmussen and Williams 2006, eq. 5.12). */
    double[] leaveOneOut(Kernel kernel, double noise) {
        if (!factorise(kernel, noise)) {
            throw new ArithmeticException("the matrix of the kernel is not positive definite");
        }
        System.arraycopy(y, 0, weights, 0, n);
        OpenBlas.solveTransposed(n, 1, matrix, weights);
        OpenBlas.solve(n, 1, matrix, weights);
        OpenBlas.invertFactored(n, matrix);
        double[] errors = new double[n];
        for (int i = 0; i < n; i++) {
            errors[i] = weights[i] / matrix[i * n + i];
        }
        return errors;
    }
}
