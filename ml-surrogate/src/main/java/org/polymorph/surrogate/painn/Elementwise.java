package org.polymorph.surrogate.painn;

/** Loops over whole arrays of the same length, which Java 17 vectorises. */
final class Elementwise {
    private Elementwise() {}

    static void add(double[] a, double[] sum) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += a[k];
        }
    }

    static void multiply(double[] a, double[] b, double[] out) {
        for (int k = 0; k < out.length; k++) {
            out[k] = a[k] * b[k];
        }
    }

    static void addProduct(double[] a, double[] b, double[] sum) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += a[k] * b[k];
        }
    }

    /** Computes a·b + c·d. */
    static void multiplyBoth(double[] a, double[] b, double[] c, double[] d, double[] out) {
        for (int k = 0; k < out.length; k++) {
            out[k] = a[k] * b[k] + c[k] * d[k];
        }
    }

    /** Adds a·b + c·d. */
    static void addBoth(double[] a, double[] b, double[] c, double[] d, double[] sum) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += a[k] * b[k] + c[k] * d[k];
        }
    }
}
