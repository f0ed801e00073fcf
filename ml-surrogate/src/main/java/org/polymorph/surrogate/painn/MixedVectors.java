package org.polymorph.surrogate.painn;

import org.polymorph.surrogate.network.Dense;

/** The vectors V and W that {@link Mixing} makes of an atom's vectors, with the latter as one matrix. Not thread-safe. */
final class MixedVectors {
    /**
     * Smallest length of a vector, squared: its length and the slope of this exist at zero too, where symmetric crystals are.
     * Small beside the lengths themselves, of which most are near 1.
     */
    static final double SMOOTH = 1e-4;

    private final Channels v = new Channels(3);
    private final Channels w = new Channels(3);
    private double[] stack = new double[0];
    private double[] flat = new double[0];

    double[] v(int component) {
        return v.get(component);
    }

    double[] w(int component) {
        return w.get(component);
    }

    void resize(int length) {
        v.resize(length);
        w.resize(length);
        if (stack.length != 3 * length) {
            stack = new double[3 * length];
            flat = new double[6 * length];
        }
    }

    /** Mixes the vectors of features. */
    void of(Channels features, int width, Dense mix, double[] weights) {
        int length = stack.length / 3;
        for (int c = 0; c < 3; c++) {
            System.arraycopy(features.get(1 + c), 0, stack, c * length, length);
        }
        mix.multiply(3 * length / width, stack, weights, flat);
        for (int c = 0; c < 3; c++) {
            for (int to = 0, from = 2 * c * length; to < length; to += width, from += 2 * width) {
                System.arraycopy(flat, from, v.get(c), to, width);
                System.arraycopy(flat, from + width, w.get(c), to, width);
            }
        }
    }

    // V and W side by side, the components one below the other.
    private void flatten(int width) {
        int length = stack.length / 3;
        for (int c = 0; c < 3; c++) {
            for (int from = 0, to = 2 * c * length; from < length; from += width, to += 2 * width) {
                System.arraycopy(v.get(c), from, flat, to, width);
                System.arraycopy(w.get(c), from, flat, to + width, width);
            }
        }
    }

    /** Adds the adjoint of the vectors of features, if these are the adjoints of V and W. */
    void addPullBack(int width, Dense mix, double[] weights, Channels features) {
        int length = stack.length / 3;
        flatten(width);
        mix.pullBack(3 * length / width, flat, weights, stack);
        for (int c = 0; c < 3; c++) {
            double[] sum = features.get(1 + c);
            for (int k = 0; k < length; k++) {
                sum[k] += stack[c * length + k];
            }
        }
    }

    /** Adds the gradient by the weights, if these vectors were mixed from features, from the adjoints of V and W. */
    void addGradient(int width, Dense mix, MixedVectors adjoint, double[] gradient) {
        adjoint.flatten(width);
        mix.addWeights(stack.length / width, stack, adjoint.flat, gradient);
    }

    /** Computes the lengths of V. */
    void lengths(double[] out) {
        double[] x = v.get(0);
        double[] y = v.get(1);
        double[] z = v.get(2);
        for (int k = 0; k < out.length; k++) {
            out[k] = Math.sqrt(x[k] * x[k] + y[k] * y[k] + z[k] * z[k] + SMOOTH);
        }
    }

    /** Computes the derivatives of the lengths of V along tangents. */
    void lengthDots(MixedVectors dots, double[] lengths, double[] out) {
        scalarProducts(v, dots.v, out);
        for (int k = 0; k < out.length; k++) {
            out[k] /= lengths[k];
        }
    }

    /** Computes the products of V with the W of other vectors. */
    void products(MixedVectors other, double[] out) {
        scalarProducts(v, other.w, out);
    }

    /** Computes the products of W with the vectors of features. */
    void alongW(Channels features, double[] out) {
        Elementwise.multiply(w.get(0), features.get(1), out);
        Elementwise.addBoth(w.get(1), features.get(2), w.get(2), features.get(3), out);
    }

    private static void scalarProducts(Channels a, Channels b, double[] out) {
        Elementwise.multiply(a.get(0), b.get(0), out);
        Elementwise.addBoth(a.get(1), b.get(1), a.get(2), b.get(2), out);
    }
}
