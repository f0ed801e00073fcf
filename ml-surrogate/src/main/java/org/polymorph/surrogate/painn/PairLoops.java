package org.polymorph.surrogate.painn;

/**
 * Loops over the numbers of a few rows of the same length. Java 17 vectorises them if there are no more than some ten rows, and
 * if what is read twice is read before anything is written.
 */
final class PairLoops {
    private PairLoops() {}

    /** Computes w·x. */
    static void multiply(double[] w, double[] x, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = w[f] * x[f];
        }
    }

    /** Adds w·x to a and w·y to b. */
    static void addProducts(double[] w, double[] x, double[] y, double[] a, double[] b) {
        for (int f = 0; f < w.length; f++) {
            double wf = w[f];
            double p = wf * x[f];
            double q = wf * y[f];
            a[f] += p;
            b[f] += q;
        }
    }

    /** Adds w·x, w·y and w·z to a, b and c. */
    static void addProducts(double[] w, double[] x, double[] y, double[] z, double[] a, double[] b, double[] c) {
        for (int f = 0; f < w.length; f++) {
            double wf = w[f];
            double p = wf * x[f];
            double q = wf * y[f];
            double r = wf * z[f];
            a[f] += p;
            b[f] += q;
            c[f] += r;
        }
    }

    /** Adds w·x times the components of a direction. */
    static void addAlong(double[] w, double[] x, double ux, double uy, double uz, double[] a, double[] b, double[] c) {
        for (int f = 0; f < w.length; f++) {
            double t = w[f] * x[f];
            a[f] += ux * t;
            b[f] += uy * t;
            c[f] += uz * t;
        }
    }

    /** Computes the component of vectors along a direction. */
    static void project(double ux, double uy, double uz, double[] a, double[] b, double[] c, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = ux * a[f] + uy * b[f] + uz * c[f];
        }
    }

    /** Adds the component of vectors along a direction. */
    static void addProjected(double ux, double uy, double uz, double[] a, double[] b, double[] c, double[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += ux * a[f] + uy * b[f] + uz * c[f];
        }
    }

    /** Computes w·(a·b − c·d). */
    static void multiplyDifference(double[] w, double[] a, double[] b, double[] c, double[] d, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = w[f] * (a[f] * b[f] - c[f] * d[f]);
        }
    }

    /** Computes a·b + c·d. */
    static void multiplyBoth(double[] a, double[] b, double[] c, double[] d, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = a[f] * b[f] + c[f] * d[f];
        }
    }

    /** Adds a·b + c·d. */
    static void addBoth(double[] a, double[] b, double[] c, double[] d, double[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += a[f] * b[f] + c[f] * d[f];
        }
    }

    /** Computes w·(a·b + c·d). */
    static void multiplyBothTimes(double[] w, double[] a, double[] b, double[] c, double[] d, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = w[f] * (a[f] * b[f] + c[f] * d[f]);
        }
    }

    /** Adds w·(a·b + c·d). */
    static void addBothTimes(double[] w, double[] a, double[] b, double[] c, double[] d, double[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += w[f] * (a[f] * b[f] + c[f] * d[f]);
        }
    }

    /** Computes a·b + factor·c·d. */
    static void derive(double[] a, double[] b, double[] c, double[] d, double factor, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = a[f] * b[f] + factor * c[f] * d[f];
        }
    }

    /** Adds a·b + factor·c·d. */
    static void addDerived(double[] a, double[] b, double[] c, double[] d, double factor, double[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += a[f] * b[f] + factor * c[f] * d[f];
        }
    }

    /** Adds by·a + times·b. */
    static void addTwo(double by, double[] a, double times, double[] b, double[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += by * a[f] + times * b[f];
        }
    }

    /** Adds x·a + y·b to v and x·b to s. */
    static void addAdjoints(double[] x, double[] a, double[] y, double[] b, double[] v, double[] s) {
        for (int f = 0; f < v.length; f++) {
            double xf = x[f];
            double bf = b[f];
            double p = xf * a[f] + y[f] * bf;
            v[f] += p;
            s[f] += xf * bf;
        }
    }

    /** Sums up four rows. */
    static void sum(double[] a, double[] b, double[] c, double[] d, double[] out) {
        double p = 0;
        double q = 0;
        double r = 0;
        double s = 0;
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
}
