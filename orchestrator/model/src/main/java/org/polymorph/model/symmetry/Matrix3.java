package org.polymorph.model.symmetry;

import org.jspecify.annotations.Nullable;

/** 3×3 matrices as nine numbers, row-major, that act on columns. */
final class Matrix3 {
    private Matrix3() {}

    static int determinant(int[] m) {
        return m[0] * (m[4] * m[8] - m[5] * m[7])
                - m[1] * (m[3] * m[8] - m[5] * m[6])
                + m[2] * (m[3] * m[7] - m[4] * m[6]);
    }

    static double determinant(double[] m) {
        return m[0] * (m[4] * m[8] - m[5] * m[7])
                - m[1] * (m[3] * m[8] - m[5] * m[6])
                + m[2] * (m[3] * m[7] - m[4] * m[6]);
    }

    static int trace(int[] m) {
        return m[0] + m[4] + m[8];
    }

    static int[] product(int[] a, int[] b) {
        int[] product = new int[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                product[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
            }
        }
        return product;
    }

    static double[] product(double[] a, double[] b) {
        double[] product = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                product[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
            }
        }
        return product;
    }

    static double[] times(double[] m, double[] v) {
        return new double[] {
            m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
            m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
            m[6] * v[0] + m[7] * v[1] + m[8] * v[2]
        };
    }

    static double[] times(int[] m, double[] v) {
        return times(doubles(m), v);
    }

    static int[] times(int[] m, int[] v) {
        return new int[] {
            m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
            m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
            m[6] * v[0] + m[7] * v[1] + m[8] * v[2]
        };
    }

    static double[] inverse(double[] m) {
        double det = determinant(m);
        return new double[] {
            (m[4] * m[8] - m[5] * m[7]) / det, (m[2] * m[7] - m[1] * m[8]) / det, (m[1] * m[5] - m[2] * m[4]) / det,
            (m[5] * m[6] - m[3] * m[8]) / det, (m[0] * m[8] - m[2] * m[6]) / det, (m[2] * m[3] - m[0] * m[5]) / det,
            (m[3] * m[7] - m[4] * m[6]) / det, (m[1] * m[6] - m[0] * m[7]) / det, (m[0] * m[4] - m[1] * m[3]) / det
        };
    }

    static double[] transposed(double[] m) {
        return new double[] {m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]};
    }

    static double[] doubles(int[] m) {
        double[] doubles = new double[m.length];
        for (int i = 0; i < m.length; i++) {
            doubles[i] = m[i];
        }
        return doubles;
    }

    /** Returns the whole numbers that a matrix holds but for rounding; null if it does not hold whole numbers. */
    static int @Nullable [] integers(double[] m) {
        int[] integers = new int[m.length];
        for (int i = 0; i < m.length; i++) {
            double whole = Math.rint(m[i]);
            if (Math.abs(m[i] - whole) > 1e-6 || Math.abs(whole) > 1e6) {
                return null;
            }
            integers[i] = (int) whole;
        }
        return integers;
    }

    static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
}
