package org.polymorph.surrogate.acenet;

/** The activation x/√(1 + x²), as smooth as tanh and made of operations that processors do on many numbers at once. */
final class Activation {
    private Activation() {}

    /** Puts activations with their first and second derivatives into three arrays. */
    static void apply(int count, double[] x, double[] value, double[] slope, double[] curvature) {
        for (int n = 0; n < count; n++) {
            double v = x[n];
            double inverse = 1 / Math.sqrt(1 + v * v);
            double cube = inverse * inverse * inverse;
            value[n] = v * inverse;
            slope[n] = cube;
            curvature[n] = -3 * v * inverse * inverse * cube;
        }
    }
}
