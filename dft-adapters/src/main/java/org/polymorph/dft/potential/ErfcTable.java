package org.polymorph.dft.potential;

/**
 * The complementary error function as Taylor polynomials of degree 9 about points 1/32 apart: absolute error some 1e-15, and
 * the derivative −2/√π·exp(−x²) from the same polynomial, without a call of exp. Immutable after loading.
 */
final class ErfcTable {
    /** Beyond this argument erfc(x) is below 1e-17 and counts as zero. */
    static final double END = 6.1;

    static final int DEGREE = 9;
    static final double STEPS = 32;
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
    private static final double[] COEFFICIENTS = coefficients();

    private ErfcTable() {}

    /** Returns where the coefficients for an argument between 0 and END begin. */
    static int at(double x) {
        return (DEGREE + 1) * (int) (x * STEPS + 0.5);
    }

    /** Returns the distance from the point of the table that is nearest to x. */
    static double offset(double x) {
        return x - (int) (x * STEPS + 0.5) / STEPS;
    }

    static double value(int at, double d) {
        double sum = COEFFICIENTS[at + DEGREE];
        for (int n = DEGREE - 1; n >= 0; n--) {
            sum = sum * d + COEFFICIENTS[at + n];
        }
        return sum;
    }

    static double slope(int at, double d) {
        double sum = DEGREE * COEFFICIENTS[at + DEGREE];
        for (int n = DEGREE - 1; n >= 1; n--) {
            sum = sum * d + n * COEFFICIENTS[at + n];
        }
        return sum;
    }

    private static double[] coefficients() {
        int points = (int) (END * STEPS) + 2;
        double[] out = new double[points * (DEGREE + 1)];
        for (int i = 0; i < points; i++) {
            double x = i / STEPS;
            // with D = d/dx: Dⁿ⁺¹ erfc = −2/√π (−1)ⁿ Hₙ(x) exp(−x²), and Hₙ₊₁ = 2x Hₙ − 2n Hₙ₋₁
            double last = 0;
            double hermite = 1;
            double factor = -TWO_OVER_ROOT_PI * Math.exp(-x * x);
            out[i * (DEGREE + 1)] = exact(x);
            for (int n = 0; n < DEGREE; n++) {
                factor /= n + 1; // 1/(n+1)! on the way
                out[i * (DEGREE + 1) + n + 1] = factor * hermite;
                double next = 2 * x * hermite - 2 * n * last;
                last = hermite;
                hermite = next;
                factor = -factor;
            }
        }
        return out;
    }

    /** Returns erfc(x) for x ≥ 0: DLMF 7.6.2 (all terms positive) below 2.5, else the continued fraction 7.9.1. */
    static double exact(double x) {
        if (x < 2.5) {
            double term = x;
            double sum = x;
            for (int n = 1; n < 200; n++) {
                term *= 2 * x * x / (2 * n + 1);
                sum += term;
            }
            return 1 - TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
        }
        double fraction = x;
        for (int n = 120; n >= 1; n--) {
            fraction = x + 0.5 * n / fraction;
        }
        return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
    }
}
