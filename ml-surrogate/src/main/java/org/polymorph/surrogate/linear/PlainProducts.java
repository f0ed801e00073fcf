package org.polymorph.surrogate.linear;

/** Products of row-major matrices by loops: the reference of {@link OpenBlas}, and what it uses where kernels are wrong. */
final class PlainProducts {
    private PlainProducts() {}

    /** Computes c = a · b + keep · c for a of m×k and b of k×n. */
    static void multiply(int m, int n, int k, double[] a, double[] b, double keep, double[] c) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                c[i * n + j] = keep == 0 ? 0 : keep * c[i * n + j];
            }
            for (int p = 0; p < k; p++) {
                double x = a[i * k + p];
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += x * b[p * n + j];
                }
            }
        }
    }

    /** Computes c = a · b + keep · c for a of m×k and b of k×n. */
    static void multiply(int m, int n, int k, float[] a, float[] b, float keep, float[] c) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                c[i * n + j] = keep == 0 ? 0 : keep * c[i * n + j];
            }
            for (int p = 0; p < k; p++) {
                float x = a[i * k + p];
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += x * b[p * n + j];
                }
            }
        }
    }

    /** Computes c = a · b + keep · c for b of k×n, and a of m×k or the transpose of k×m. */
    static void multiply(
            int m,
            int n,
            int k,
            NativeFloats.Matrix a,
            boolean transposed,
            NativeFloats.Matrix b,
            float keep,
            NativeFloats.Matrix c) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = keep == 0 ? 0 : keep * c.get(i, j);
                for (int p = 0; p < k; p++) {
                    sum += (transposed ? a.get(p, i) : a.get(i, p)) * b.get(p, j);
                }
                c.set(i, j, sum);
            }
        }
    }

    /** Adds a · aᵀ to the upper triangle of c, for a of n×k. */
    static void addSquare(int n, int k, double[] a, double[] c) {
        double[] b = transposed(n, k, a);
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < k; p++) {
                double x = a[i * k + p];
                for (int j = i; j < n; j++) {
                    c[i * n + j] += x * b[p * n + j];
                }
            }
        }
    }

    /** Returns the transpose of a matrix of rows × columns. */
    static double[] transposed(int rows, int columns, double[] a) {
        double[] b = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                b[j * rows + i] = a[i * columns + j];
            }
        }
        return b;
    }

    /** Returns the transpose of a matrix of rows × columns. */
    static float[] transposed(int rows, int columns, float[] a) {
        float[] b = new float[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                b[j * rows + i] = a[i * columns + j];
            }
        }
        return b;
    }
}
