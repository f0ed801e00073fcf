package org.polymorph.surrogate.network;

/**
 * The activation x·σ(x), with the logistic function σ (Elfwing et al. 2018, doi 10.1016/j.neunet.2017.12.012), and its
 * derivatives, over whole arrays. σ is the slope of {@link ShiftedSoftplus}'s table, right to 1e-9.
 */
public final class Silu {
    private Silu() {}

    /** Puts the activations of the first {@code count} numbers and their first and second derivatives into three arrays. */
    public static void apply(int count, double[] x, double[] value, double[] slope, double[] curvature) {
        ShiftedSoftplus.apply(count, x, value, slope);
        for (int n = 0; n < count; n++) {
            double sigmoid = slope[n];
            double bell = sigmoid * (1 - sigmoid);
            value[n] = x[n] * sigmoid;
            slope[n] = sigmoid + x[n] * bell;
            curvature[n] = bell * (2 + x[n] * (1 - 2 * sigmoid));
        }
    }
}
