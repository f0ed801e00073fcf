package org.polymorph.surrogate.calibration;

/** The standard normal distribution. */
public final class NormalDistribution {
    private NormalDistribution() {}

    /** Returns Φ(z), by its power series near zero and its continued fraction in the tails (Abramowitz, Stegun 26.2.10, 26.2.14). */
    public static double cumulative(double z) {
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        double x = Math.abs(z);
        double upper;
        if (x < 3) {
            double term = x;
            double sum = x;
            for (int k = 1; k < 100; k++) {
                term *= x * x / (2 * k + 1);
                sum += term;
            }
            upper = 0.5 - density * sum;
        } else {
            double fraction = x;
            for (int k = 100; k >= 1; k--) {
                fraction = x + k / fraction;
            }
            upper = density / fraction;
        }
        return z > 0 ? 1 - upper : upper;
    }
}
