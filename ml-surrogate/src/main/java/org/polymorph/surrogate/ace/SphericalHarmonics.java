package org.polymorph.surrogate.ace;

/**
 * Real spherical harmonics of a direction and their gradients, all l up to a limit at once, scaled so that Y00 = 1 (that
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

    /** Returns the number of doubles that {@link #evaluate} needs as scratch. */
    int scratchSize() {
        return (lmax + 2) * (lmax + 2) + 2 * (lmax + 2);
    }

    /**
     * Evaluates all functions and their gradients with respect to the vector r = r·(x, y, z).
     *
     * @param x with y and z a unit vector
     * @param inverse 1/r
     * @param out four blocks of {@link #size()}: values, ∂/∂rx, ∂/∂ry, ∂/∂rz, from {@code at} on
     */
    void evaluate(double x, double y, double z, double inverse, double[] scratch, double[] out, int at) {
        int stride = lmax + 2;
        int cosines = stride * stride;
        int sines = cosines + stride;
        legendre(z, scratch, stride);
        scratch[cosines] = 1;
        scratch[sines] = 0;
        for (int m = 1; m <= lmax; m++) {
            double c = scratch[cosines + m - 1];
            double s = scratch[sines + m - 1];
            scratch[cosines + m] = x * c - y * s;
            scratch[sines + m] = x * s + y * c;
        }
        int size = size();
        for (int l = 0; l <= lmax; l++) {
            int centre = l * l + l;
            double n0 = norms[l * (lmax + 1)];
            put(out, at + centre, size, n0 * scratch[l * stride], 0, 0, n0 * scratch[l * stride + 1], x, y, z, inverse);
            for (int m = 1; m <= l; m++) {
                double norm = norms[l * (lmax + 1) + m];
                double p = norm * scratch[l * stride + m];
                double dp = norm * scratch[l * stride + m + 1];
                double c = scratch[cosines + m];
                double s = scratch[sines + m];
                double c1 = m * p * scratch[cosines + m - 1];
                double s1 = m * p * scratch[sines + m - 1];
                put(out, at + centre + m, size, p * c, c1, -s1, dp * c, x, y, z, inverse);
                put(out, at + centre - m, size, p * s, s1, c1, dp * s, x, y, z, inverse);
            }
        }
    }

    // The gradient of the polynomial, less its radial part, over r.
    private static void put(
            double[] out,
            int at,
            int size,
            double value,
            double gx,
            double gy,
            double gz,
            double x,
            double y,
            double z,
            double inverse) {
        double radial = gx * x + gy * y + gz * z;
        out[at] = value;
        out[at + size] = (gx - radial * x) * inverse;
        out[at + 2 * size] = (gy - radial * y) * inverse;
        out[at + 3 * size] = (gz - radial * z) * inverse;
    }

    // Π_lm(z) at [l·stride + m], zero for m > l: (l − m) Π_lm = (2l − 1) z Π_(l−1)m − (l + m − 1) Π_(l−2)m.
    private void legendre(double z, double[] table, int stride) {
        double diagonal = 1;
        for (int m = 0; m <= lmax; m++) {
            table[m * stride + m] = diagonal;
            table[m * stride + m + 1] = 0;
            if (m < lmax) {
                table[(m + 1) * stride + m] = (2 * m + 1) * z * diagonal;
            }
            for (int l = m + 2; l <= lmax; l++) {
                table[l * stride + m] =
                        ((2 * l - 1) * z * table[(l - 1) * stride + m] - (l + m - 1) * table[(l - 2) * stride + m])
                                / (l - m);
            }
            diagonal *= 2 * m + 1;
        }
    }
}
