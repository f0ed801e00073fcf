package org.polymorph.surrogate.ace;

/**
 * The tensors that couple three real spherical harmonics to a rotation invariant: Wigner's 3j symbols carried over from
 * the complex to the real harmonics of {@link SphericalHarmonics}. For an odd sum of l's the tensor is imaginary and its
 * imaginary part is given, which two of them at a time need.
 */
final class Couplings {
    private Couplings() {}

    /**
     * Returns the tensor of (2l1+1)·(2l2+1)·(2l3+1) numbers, index ((l1+m1)·(2l2+1) + l2+m2)·(2l3+1) + l3+m3, scaled to
     * a unit sum of squares; all zero if the triangle rule is broken.
     */
    static double[] tensor(int l1, int l2, int l3) {
        int d2 = 2 * l2 + 1;
        int d3 = 2 * l3 + 1;
        double[] out = new double[(2 * l1 + 1) * d2 * d3];
        boolean odd = (l1 + l2 + l3) % 2 != 0;
        for (int m1 = -l1; m1 <= l1; m1++) {
            for (int m2 = -l2; m2 <= l2; m2++) {
                for (int m3 = -l3; m3 <= l3; m3++) {
                    double value = entry(l1, l2, l3, m1, m2, m3, odd);
                    out[((l1 + m1) * d2 + l2 + m2) * d3 + l3 + m3] = Math.abs(value) < 1e-12 ? 0 : value;
                }
            }
        }
        return out;
    }

    // Σ over the complex components ±|m| of each real harmonic.
    private static double entry(int l1, int l2, int l3, int m1, int m2, int m3, boolean odd) {
        double sum = 0;
        for (int s1 = m1 == 0 ? 1 : -1; s1 <= 1; s1 += 2) {
            for (int s2 = m2 == 0 ? 1 : -1; s2 <= 1; s2 += 2) {
                for (int s3 = m3 == 0 ? 1 : -1; s3 <= 1; s3 += 2) {
                    int c1 = s1 * Math.abs(m1);
                    int c2 = s2 * Math.abs(m2);
                    int c3 = s3 * Math.abs(m3);
                    if (c1 + c2 + c3 != 0) {
                        continue;
                    }
                    double[] u = multiply(multiply(component(m1, c1), component(m2, c2)), component(m3, c3));
                    sum += threeJ(l1, l2, l3, c1, c2, c3) * (odd ? u[1] : u[0]);
                }
            }
        }
        return sum;
    }

    // The complex coefficient (re, im) of Y_l^c in the real harmonic m, where Y_l^(−c) = (−1)^c conj Y_l^c.
    private static double[] component(int m, int c) {
        double half = Math.sqrt(0.5);
        double sign = c % 2 == 0 ? 1 : -1;
        if (m == 0) {
            return new double[] {1, 0};
        }
        if (m > 0) { // √2 (−1)^m Re Y_l^m
            return new double[] {c > 0 ? sign * half : half, 0};
        }
        return new double[] {0, c > 0 ? -sign * half : half}; // √2 (−1)^m Im Y_l^|m|
    }

    private static double[] multiply(double[] a, double[] b) {
        return new double[] {a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]};
    }

    /** Returns Wigner's 3j symbol by Racah's formula (exact enough for the l ≤ 10 used here). */
    static double threeJ(int l1, int l2, int l3, int m1, int m2, int m3) {
        if (m1 + m2 + m3 != 0
                || l3 < Math.abs(l1 - l2)
                || l3 > l1 + l2
                || Math.abs(m1) > l1
                || Math.abs(m2) > l2
                || Math.abs(m3) > l3) {
            return 0;
        }
        double triangle = factorial(l1 + l2 - l3)
                * factorial(l1 - l2 + l3)
                * factorial(-l1 + l2 + l3)
                / factorial(l1 + l2 + l3 + 1);
        double root = Math.sqrt(triangle
                * factorial(l1 + m1)
                * factorial(l1 - m1)
                * factorial(l2 + m2)
                * factorial(l2 - m2)
                * factorial(l3 + m3)
                * factorial(l3 - m3));
        double sum = 0;
        for (int k = Math.max(0, Math.max(l2 - l3 - m1, l1 - l3 + m2));
                k <= Math.min(l1 + l2 - l3, Math.min(l1 - m1, l2 + m2));
                k++) {
            double term = factorial(k)
                    * factorial(l1 + l2 - l3 - k)
                    * factorial(l1 - m1 - k)
                    * factorial(l2 + m2 - k)
                    * factorial(l3 - l2 + m1 + k)
                    * factorial(l3 - l1 - m2 + k);
            sum += (k % 2 == 0 ? 1 : -1) / term;
        }
        return ((l1 - l2 - m3) % 2 == 0 ? 1 : -1) * root * sum;
    }

    private static double factorial(int n) {
        double product = 1;
        for (int k = 2; k <= n; k++) {
            product *= k;
        }
        return product;
    }
}
