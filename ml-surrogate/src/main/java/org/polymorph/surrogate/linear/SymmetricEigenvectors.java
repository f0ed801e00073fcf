package org.polymorph.surrogate.linear;

import java.util.Arrays;

/**
 * All eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to a tridiagonal matrix, then its QL
 * decomposition with implicit shifts (Martin and Wilkinson 1968, doi 10.1007/BF02165404). Loops run along rows, and no
 * product of a library is trusted. Not thread-safe.
 */
public final class SymmetricEigenvectors {
    private static final int ITERATIONS = 60;

    private final int size;
    private final double norm;
    private final double[] diagonal;
    private final double[] beside; // beside[k] couples k and k + 1
    private final double[][] vectors;

    /**
     * Decomposes.
     *
     * @param matrix size × size, row-major; its upper triangle is read
     * @throws ArithmeticException if the matrix is not finite
     */
    public SymmetricEigenvectors(int size, double[] matrix) {
        this.size = size;
        this.diagonal = new double[size];
        this.beside = new double[size];
        this.vectors = new double[size][size];
        double[][] a = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                a[i][j] = matrix[Math.min(i, j) * size + Math.max(i, j)];
            }
        }
        this.norm = norm(a);
        tridiagonal(a);
        for (int l = 0; l < size; l++) {
            settle(l);
        }
        sort();
    }

    /** Returns eigenvalue number k, of the largest downwards. */
    public double value(int k) {
        return diagonal[k];
    }

    /** Returns component i of the unit eigenvector number k. */
    public double component(int k, int i) {
        return vectors[k][i];
    }

    // A = H·T·Hᵀ with H a product of reflections 1 − factor·v·vᵀ; row k of vectors becomes column k of H.
    private void tridiagonal(double[][] a) {
        double[][] mirrors = new double[size][];
        double[] factors = new double[size];
        double[] image = new double[size];
        for (int k = 0; k + 2 < size; k++) {
            double[] v = new double[size];
            System.arraycopy(a[k], k + 1, v, k + 1, size - k - 1);
            double length = Math.sqrt(dot(v, v));
            double rest = length * length - v[k + 1] * v[k + 1];
            mirrors[k] = v;
            beside[k] = v[k + 1];
            if (rest <= 0) {
                continue;
            }
            double alpha = v[k + 1] > 0 ? -length : length;
            beside[k] = alpha;
            v[k + 1] -= alpha;
            factors[k] = 2 / dot(v, v);
            for (int i = k + 1; i < size; i++) {
                image[i] = factors[k] * dot(a[i], v);
            }
            image[k] = 0;
            double half = factors[k] * dot(image, v) / 2;
            for (int i = k + 1; i < size; i++) {
                image[i] -= half * v[i];
            }
            for (int i = k + 1; i < size; i++) {
                add(a[i], -v[i], image);
                add(a[i], -image[i], v);
            }
        }
        for (int k = 0; k < size; k++) {
            diagonal[k] = a[k][k];
            vectors[k][k] = 1;
        }
        if (size > 1) {
            beside[size - 2] = a[size - 2][size - 1];
        }
        for (int k = size - 3; k >= 0; k--) {
            for (int row = k + 1; row < size && factors[k] > 0; row++) {
                add(vectors[row], -factors[k] * dot(vectors[row], mirrors[k]), mirrors[k]);
            }
        }
    }

    private static double dot(double[] x, double[] y) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int k = 0;
        for (; k + 3 < x.length; k += 4) {
            a += x[k] * y[k];
            b += x[k + 1] * y[k + 1];
            c += x[k + 2] * y[k + 2];
            d += x[k + 3] * y[k + 3];
        }
        for (; k < x.length; k++) {
            a += x[k] * y[k];
        }
        return a + b + c + d;
    }

    private static void add(double[] to, double factor, double[] from) {
        for (int k = 0; k < to.length; k++) {
            to[k] += factor * from[k];
        }
    }

    // Turns the part of the tridiagonal matrix that l belongs to until l is alone.
    private void settle(int l) {
        for (int turn = 0; turn <= ITERATIONS; turn++) {
            int end = l;
            while (end + 1 < size && !negligible(end)) {
                end++;
            }
            if (end == l) {
                return;
            }
            double g = (diagonal[l + 1] - diagonal[l]) / (2 * beside[l]);
            g = diagonal[end] - diagonal[l] + beside[l] / (g + Math.copySign(Math.hypot(g, 1), g));
            double sine = 1;
            double cosine = 1;
            double shift = 0;
            int i = end - 1;
            for (; i >= l; i--) {
                double f = sine * beside[i];
                double b = cosine * beside[i];
                double radius = Math.hypot(f, g);
                beside[i + 1] = radius;
                if (radius == 0) {
                    diagonal[i + 1] -= shift;
                    break;
                }
                sine = f / radius;
                cosine = g / radius;
                g = diagonal[i + 1] - shift;
                double t = (diagonal[i] - g) * sine + 2 * cosine * b;
                shift = sine * t;
                diagonal[i + 1] = g + shift;
                g = cosine * t - b;
                rotate(vectors[i], vectors[i + 1], sine, cosine);
            }
            if (i < l) {
                diagonal[l] -= shift;
                beside[l] = g;
            }
            beside[end] = 0;
        }
        throw new ArithmeticException("the eigenvalues of a matrix of " + size + " rows do not settle");
    }

    // Beside what rounding has left anyway: of the whole matrix, or parts of very small numbers would never settle.
    private boolean negligible(int k) {
        double around = Math.max(norm, Math.abs(diagonal[k]) + Math.abs(diagonal[k + 1]));
        return Math.abs(beside[k]) <= Math.ulp(around);
    }

    private static double norm(double[][] a) {
        double largest = 0;
        for (double[] row : a) {
            for (double x : row) {
                largest = Math.max(largest, Math.abs(x));
            }
        }
        return largest;
    }

    private static void rotate(double[] low, double[] high, double sine, double cosine) {
        for (int k = 0; k < low.length; k++) {
            double h = high[k];
            high[k] = sine * low[k] + cosine * h;
            low[k] = cosine * low[k] - sine * h;
        }
    }

    private void sort() {
        double[] values = diagonal.clone();
        double[][] rows = vectors.clone();
        Integer[] order = new Integer[size];
        Arrays.setAll(order, k -> k);
        Arrays.sort(order, (x, y) -> Double.compare(values[y], values[x]));
        for (int k = 0; k < size; k++) {
            diagonal[k] = values[order[k]];
            vectors[k] = rows[order[k]];
        }
    }
}
