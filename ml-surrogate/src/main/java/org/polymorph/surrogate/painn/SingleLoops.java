package org.polymorph.surrogate.painn;

/** The loops of {@link PairLoops} and {@link Elementwise} in single precision. */
final class SingleLoops {
    private SingleLoops() {}

    static void add(float[] a, float[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += a[f];
        }
    }

    static void multiply(float[] a, float[] b, float[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = a[f] * b[f];
        }
    }

    static void addProduct(float[] a, float[] b, float[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += a[f] * b[f];
        }
    }

    /** Adds w·x to a and w·y to b. */
    static void addProducts(float[] w, float[] x, float[] y, float[] a, float[] b) {
        for (int f = 0; f < w.length; f++) {
            float wf = w[f];
            float p = wf * x[f];
            float q = wf * y[f];
            a[f] += p;
            b[f] += q;
        }
    }

    /** Adds w·x, w·y and w·z to a, b and c. */
    static void addProducts(float[] w, float[] x, float[] y, float[] z, float[] a, float[] b, float[] c) {
        for (int f = 0; f < w.length; f++) {
            float wf = w[f];
            float p = wf * x[f];
            float q = wf * y[f];
            float r = wf * z[f];
            a[f] += p;
            b[f] += q;
            c[f] += r;
        }
    }

    /** Adds w·x times the components of a direction. */
    static void addAlong(float[] w, float[] x, float ux, float uy, float uz, float[] a, float[] b, float[] c) {
        for (int f = 0; f < w.length; f++) {
            float t = w[f] * x[f];
            a[f] += ux * t;
            b[f] += uy * t;
            c[f] += uz * t;
        }
    }

    /** Computes the component of vectors along a direction. */
    static void project(float ux, float uy, float uz, float[] a, float[] b, float[] c, float[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = ux * a[f] + uy * b[f] + uz * c[f];
        }
    }

    /** Computes w·(a·b − c·d). */
    static void multiplyDifference(float[] w, float[] a, float[] b, float[] c, float[] d, float[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = w[f] * (a[f] * b[f] - c[f] * d[f]);
        }
    }

    /** Computes a·b + c·d. */
    static void multiplyBoth(float[] a, float[] b, float[] c, float[] d, float[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = a[f] * b[f] + c[f] * d[f];
        }
    }

    /** Adds a·b + c·d. */
    static void addBoth(float[] a, float[] b, float[] c, float[] d, float[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += a[f] * b[f] + c[f] * d[f];
        }
    }

    /** Computes w·(a·b + c·d). */
    static void multiplyBothTimes(float[] w, float[] a, float[] b, float[] c, float[] d, float[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = w[f] * (a[f] * b[f] + c[f] * d[f]);
        }
    }

    /** Adds w·(a·b + c·d). */
    static void addBothTimes(float[] w, float[] a, float[] b, float[] c, float[] d, float[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += w[f] * (a[f] * b[f] + c[f] * d[f]);
        }
    }

    /** Sums up four rows. */
    static void sum(float[] a, float[] b, float[] c, float[] d, double[] out) {
        float p = 0;
        float q = 0;
        float r = 0;
        float s = 0;
        for (int f = 0; f < a.length; f++) {
            p += a[f];
            q += b[f];
            r += c[f];
            s += d[f];
        }
        out[0] = p;
        out[1] = q;
        out[2] = r;
        out[3] = s;
    }

    /** As {@link Channels#split}. */
    static void split(float[] flat, int width, float[]... parts) {
        int stride = parts.length * width;
        for (int k = 0; k < parts.length; k++) {
            for (int from = k * width, to = 0; from < flat.length; from += stride, to += width) {
                System.arraycopy(flat, from, parts[k], to, width);
            }
        }
    }

    /** As {@link Channels#join}. */
    static void join(float[] flat, int width, float[]... parts) {
        int stride = parts.length * width;
        for (int k = 0; k < parts.length; k++) {
            for (int to = k * width, from = 0; to < flat.length; to += stride, from += width) {
                System.arraycopy(parts[k], from, flat, to, width);
            }
        }
    }
}
