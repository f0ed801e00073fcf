package org.polymorph.surrogate.ace;

import java.util.Arrays;

/**
 * Real spherical harmonics of directions and their gradients, all l up to a limit at once, scaled so that Y00 = 1 (that
 * is √(4π) times the orthonormal ones). Entry {@code l² + l + m} holds Y_lm: m &lt; 0 the sines, m &gt; 0 the cosines of
 * |m|φ, without the Condon–Shortley phase. Immutable and thread-safe.
 *
 * <p>Written as polynomials of the unit vector: Y_lm = N_lm Π_lm(z) Re or Im (x + iy)^|m|, where Π_lm is the m-th
 * derivative of the Legendre polynomial P_l, so that there is no trouble at the poles.
 */
final class SphericalHarmonics {
    private final int lmax;
    private final double[] norms;

    SphericalHarmonics(int lmax) {
        this.lmax = lmax;
        this.norms = new double[(lmax + 1) * (lmax + 1)];
        for (int l = 0; l <= lmax; l++) {
            for (int m = 0; m <= l; m++) {
                double ratio = 1; // (l − m)! / (l + m)!
                for (int k = l - m + 1; k <= l + m; k++) {
                    ratio /= k;
                }
                norms[l * (lmax + 1) + m] = Math.sqrt((2 * l + 1) * ratio * (m == 0 ? 1 : 2));
            }
        }
    }

    /** Returns the number of functions, (lmax + 1)². */
    int size() {
        return (lmax + 1) * (lmax + 1);
    }

    /** Makes room for as many directions. */
    Rows rows(int capacity) {
        return new Rows(this, capacity);
    }

    /**
     * Directions, the harmonics of each and their gradients with respect to the vector r = r·(x, y, z): one row a number, so that
     * every loop runs over all directions and the compiler makes vectors of it: it does for rows of one index and no more than
     * seven of them at once. Scratch space; not thread-safe.
     */
    static final class Rows {
        /** Unit vectors and 1/r, to be filled in. */
        final double[] x;

        final double[] y;
        final double[] z;
        final double[] inverse;

        /** Of each function: its value, ∂/∂rx, ∂/∂ry, ∂/∂rz. */
        final double[][] values;

        final double[][] alongX;
        final double[][] alongY;
        final double[][] alongZ;

        private final SphericalHarmonics harmonics;
        private final double[][] legendre; // Π_lm at [l·stride + m], zero for m > l
        private final double[][] cosines; // Re (x + iy)^m
        private final double[][] sines;
        private final double[] overX; // x/r
        private final double[] overY;
        private final double[] radial;
        private final double[] axial;
        private final double[] across;

        private Rows(SphericalHarmonics harmonics, int capacity) {
            this.harmonics = harmonics;
            int size = harmonics.size();
            x = new double[capacity];
            y = new double[capacity];
            z = new double[capacity];
            inverse = new double[capacity];
            values = new double[size][capacity];
            alongX = new double[size][capacity];
            alongY = new double[size][capacity];
            alongZ = new double[size][capacity];
            int stride = harmonics.lmax + 2;
            legendre = new double[stride * stride][];
            double[] zero = new double[capacity];
            Arrays.fill(legendre, zero);
            double diagonal = 1;
            for (int m = 0; m <= harmonics.lmax; m++) {
                for (int l = m; l <= harmonics.lmax; l++) {
                    legendre[l * stride + m] = new double[capacity];
                }
                Arrays.fill(legendre[m * stride + m], diagonal);
                diagonal *= 2 * m + 1;
            }
            cosines = new double[stride][capacity];
            sines = new double[stride][capacity];
            overX = new double[capacity];
            overY = new double[capacity];
            radial = new double[capacity];
            axial = new double[capacity];
            across = new double[capacity];
            Arrays.fill(cosines[0], 1);
        }

        /** Evaluates the first directions. */
        void evaluate(int count) {
            int lmax = harmonics.lmax;
            int stride = lmax + 2;
            for (int m = 0; m < lmax; m++) {
                rotate(cosines[m], sines[m], cosines[m + 1], sines[m + 1], count);
                // (l − m) Π_lm = (2l − 1) z Π_(l−1)m − (l + m − 1) Π_(l−2)m
                for (int l = m + 1; l <= lmax; l++) {
                    double[] before = legendre[Math.max(0, l - 2) * stride + m + (l < m + 2 ? 1 : 0)];
                    double up = (2 * l - 1.0) / (l - m);
                    double down = (l + m - 1.0) / (l - m);
                    recur(legendre[(l - 1) * stride + m], before, up, down, legendre[l * stride + m], count);
                }
            }
            multiply(1, x, inverse, overX, count);
            multiply(1, y, inverse, overY, count);
            for (int l = 0; l <= lmax; l++) {
                for (int m = 0; m <= l; m++) {
                    put(l, m, legendre[l * stride + m], legendre[l * stride + m + 1], count);
                }
            }
        }

        // Y = N Π(z) f(x, y), where f is homogeneous of degree m: r · ∇Y = N (m Π + z Π') f in the unit vector r, which
        // the
        // gradient is freed of and then divided by the length.
        private void put(int l, int m, double[] p, double[] slope, int count) {
            double norm = harmonics.norms[l * (harmonics.lmax + 1) + m];
            int centre = l * l + l;
            radial(norm * m, p, norm, slope, count);
            axial(norm, slope, count);
            multiply(norm * m, p, inverse, across, count);
            function(centre + m, norm, p, cosines[m], count);
            if (m > 0) {
                function(centre - m, norm, p, sines[m], count);
                add(1, cosines[m - 1], alongX[centre + m], count);
                add(-1, sines[m - 1], alongY[centre + m], count);
                add(1, sines[m - 1], alongX[centre - m], count);
                add(1, cosines[m - 1], alongY[centre - m], count);
            }
        }

        private void rotate(double[] c, double[] s, double[] nextC, double[] nextS, int count) {
            double[] x = this.x;
            double[] y = this.y;
            for (int q = 0; q < count; q++) {
                nextC[q] = x[q] * c[q] - y[q] * s[q];
                nextS[q] = x[q] * s[q] + y[q] * c[q];
            }
        }

        private void recur(double[] a, double[] b, double up, double down, double[] out, int count) {
            double[] z = this.z;
            for (int q = 0; q < count; q++) {
                out[q] = up * z[q] * a[q] - down * b[q];
            }
        }

        private void radial(double factor, double[] p, double norm, double[] slope, int count) {
            double[] out = radial;
            double[] z = this.z;
            for (int q = 0; q < count; q++) {
                out[q] = factor * p[q] + norm * z[q] * slope[q];
            }
        }

        // The z component but for f.
        private void axial(double norm, double[] slope, int count) {
            double[] out = axial;
            double[] radial = this.radial;
            double[] z = this.z;
            double[] inverse = this.inverse;
            for (int q = 0; q < count; q++) {
                out[q] = (norm * slope[q] - radial[q] * z[q]) * inverse[q];
            }
        }

        private void function(int k, double norm, double[] p, double[] f, int count) {
            multiply(norm, p, f, values[k], count);
            multiply(1, axial, f, alongZ[k], count);
            subtract(f, overX, alongX[k], count);
            subtract(f, overY, alongY[k], count);
        }

        private void subtract(double[] f, double[] over, double[] out, int count) {
            double[] radial = this.radial;
            for (int q = 0; q < count; q++) {
                out[q] = -radial[q] * f[q] * over[q];
            }
        }

        // Adds what the derivatives of f bring.
        private void add(double sign, double[] f, double[] out, int count) {
            double[] across = this.across;
            for (int q = 0; q < count; q++) {
                out[q] += sign * across[q] * f[q];
            }
        }

        private static void multiply(double factor, double[] a, double[] b, double[] out, int count) {
            for (int q = 0; q < count; q++) {
                out[q] = factor * a[q] * b[q];
            }
        }
    }
}
