package org.polymorph.surrogate.network;

/**
 * The activation ln(1 + eˣ) − ln 2 (Schütt et al. 2017, arXiv 1706.08566) with its derivatives, over whole arrays. Between
 * −32 and 32 it is a table of cubic Hermite polynomials, right to 2e-12, several times as fast as an exponential and a
 * logarithm; the slope is the exact derivative of the value that is given.
 */
public final class ShiftedSoftplus {
    private static final double LN2 = Math.log(2);
    private static final double RANGE = 32;
    private static final int PER_UNIT = 128;
    private static final int SINGLE_PER_UNIT = 16;
    private static final int SINGLE_MIDDLE = ((int) RANGE) * SINGLE_PER_UNIT;
    private static final int TERMS = 4;

    /** For each interval between two knots, the factors of the powers 0 to 3 of the place in it, between 0 and 1. */
    private static final double[] CUBICS = new double[TERMS * 2 * (int) RANGE * PER_UNIT];

    /** The same for single precision, with fewer knots. */
    private static final float[] SINGLE_CUBICS = new float[TERMS * 2 * (int) RANGE * SINGLE_PER_UNIT];

    static {
        double[] terms = new double[TERMS];
        for (int k = 0; k < CUBICS.length / TERMS; k++) {
            cubic((double) k / PER_UNIT - RANGE, 1.0 / PER_UNIT, terms);
            System.arraycopy(terms, 0, CUBICS, TERMS * k, TERMS);
        }
        for (int k = 0; k < SINGLE_CUBICS.length / TERMS; k++) {
            cubic((double) k / SINGLE_PER_UNIT - RANGE, 1.0 / SINGLE_PER_UNIT, terms);
            for (int p = 0; p < TERMS; p++) {
                SINGLE_CUBICS[TERMS * k + p] = (float) terms[p];
            }
        }
    }

    private ShiftedSoftplus() {}

    private static void cubic(double x, double step, double[] terms) {
        double begin = step * sigmoid(x);
        double end = step * sigmoid(x + step);
        double rise = value(x + step) - value(x);
        terms[0] = value(x);
        terms[1] = begin;
        terms[2] = 3 * rise - 2 * begin - end;
        terms[3] = begin + end - 2 * rise;
    }

    private static double value(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) - LN2;
    }

    private static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return (x >= 0 ? 1 : e) / (1 + e);
    }

    /** Puts the activations of the first {@code count} numbers and their first derivatives into two arrays. */
    public static void apply(int count, double[] x, double[] value, double[] slope) {
        for (int n = 0; n < count; n++) {
            if (x[n] >= RANGE) {
                value[n] = x[n] - LN2;
                slope[n] = 1;
            } else if (x[n] <= -RANGE) {
                value[n] = -LN2;
                slope[n] = 0;
            } else {
                double place = (x[n] + RANGE) * PER_UNIT;
                int k = Math.min(CUBICS.length / TERMS - 1, (int) place);
                double t = place - k;
                k *= TERMS;
                double square = CUBICS[k + 2];
                double cubic = CUBICS[k + 3];
                value[n] = CUBICS[k] + t * (CUBICS[k + 1] + t * (square + t * cubic));
                slope[n] = PER_UNIT * (CUBICS[k + 1] + t * (2 * square + 3 * t * cubic));
            }
        }
    }

    /** The same in single precision. */
    public static void apply(int count, float[] x, float[] value, float[] slope) {
        for (int n = 0; n < count; n++) {
            if (x[n] >= RANGE) {
                value[n] = x[n] - (float) LN2;
                slope[n] = 1;
            } else if (x[n] <= -RANGE) {
                value[n] = (float) -LN2;
                slope[n] = 0;
            } else {
                float place = x[n] * SINGLE_PER_UNIT; // exact, as t is
                int k = Math.min(2 * SINGLE_MIDDLE - 1, (int) (place + SINGLE_MIDDLE));
                float t = place - (k - SINGLE_MIDDLE);
                k *= TERMS;
                float square = SINGLE_CUBICS[k + 2];
                float cubic = SINGLE_CUBICS[k + 3];
                value[n] = SINGLE_CUBICS[k] + t * (SINGLE_CUBICS[k + 1] + t * (square + t * cubic));
                slope[n] = SINGLE_PER_UNIT * (SINGLE_CUBICS[k + 1] + t * (2 * square + 3 * t * cubic));
            }
        }
    }

    /** Returns the second derivative, from the first. */
    public static double curvature(double slope) {
        return slope * (1 - slope);
    }
}
