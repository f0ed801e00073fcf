package org.polymorph.surrogate.linear;

import java.util.Arrays;

/**
 * Cholesky factors and what is solved with them, on row-major matrices, in blocks of rows: all but the work within a block is
 * products, which {@link OpenBlas} is trusted with.
 */
final class Triangular {
    private static final int BLOCK = 48;

    private Triangular() {}

    /** Replaces a by U with a = Uᵀ·U in the upper triangle; returns whether a is positive definite. */
    static boolean cholesky(int n, double[] a) {
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(n, from + BLOCK);
            int rest = n - from;
            if (from > 0) {
                // rows of this block less what the blocks above have taken: Uᵀ·U of the columns from here on
                double[] above = columns(n, a, from, n, 0, from);
                double[] own = columns(n, a, from, to, 0, from);
                double[] product = new double[(to - from) * rest];
                OpenBlas.addTransposedProduct(to - from, rest, from, own, above, product);
                for (int i = from; i < to; i++) {
                    for (int j = i; j < n; j++) {
                        a[i * n + j] -= product[(i - from) * rest + j - from];
                    }
                }
            }
            for (int i = from; i < to; i++) {
                for (int p = from; p < i; p++) {
                    subtract(a, i * n + i, a[p * n + i], a, p * n + i, n - i);
                }
                double pivot = a[i * n + i];
                if (!(pivot > 0) || Double.isInfinite(pivot)) {
                    return false;
                }
                double root = Math.sqrt(pivot);
                for (int j = i; j < n; j++) {
                    a[i * n + j] /= root;
                }
            }
        }
        return true;
    }

    /** Replaces b by the solution x of Uᵀ·x = b. */
    static void solveTransposed(int n, int columns, double[] factor, double[] b) {
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(n, from + BLOCK);
            if (from > 0) {
                double[] product = new double[(to - from) * columns];
                OpenBlas.addTransposedProduct(
                        to - from, columns, from, columns(n, factor, from, to, 0, from), b, product);
                subtract(b, from * columns, 1, product, 0, product.length);
            }
            for (int i = from; i < to; i++) {
                for (int p = from; p < i; p++) {
                    subtract(b, i * columns, factor[p * n + i], b, p * columns, columns);
                }
                divide(b, i * columns, factor[i * n + i], columns);
            }
        }
    }

    /** Replaces b by the solution x of U·x = b. */
    static void solve(int n, int columns, double[] factor, double[] b) {
        int last = n == 0 ? 0 : (n - 1) / BLOCK * BLOCK;
        for (int from = last; from >= 0; from -= BLOCK) {
            int to = Math.min(n, from + BLOCK);
            if (to < n) {
                double[] product = new double[(to - from) * columns];
                double[] below = Arrays.copyOfRange(b, to * columns, n * columns);
                OpenBlas.multiply(to - from, columns, n - to, columns(n, factor, to, n, from, to), below, 0, product);
                subtract(b, from * columns, 1, product, 0, product.length);
            }
            for (int i = to - 1; i >= from; i--) {
                for (int p = i + 1; p < to; p++) {
                    subtract(b, i * columns, factor[i * n + p], b, p * columns, columns);
                }
                divide(b, i * columns, factor[i * n + i], columns);
            }
        }
    }

    /** Replaces U by the upper triangle of (Uᵀ·U)⁻¹ = U⁻¹·U⁻ᵀ. */
    static void invertFactored(int n, double[] factor) {
        invert(n, factor);
        // rows of U⁻¹ begin at the diagonal, so what is above a row of blocks does not need them
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(n, from + BLOCK);
            int rest = n - from;
            double[] own = columns(n, factor, from, n, from, to);
            double[] all = from == 0 ? factor : columns(n, factor, from, n, from, n);
            double[] product = new double[(to - from) * rest];
            OpenBlas.multiplyTransposed(to - from, rest, rest, own, all, product);
            for (int i = from; i < to; i++) {
                System.arraycopy(product, (i - from) * rest + i - from, factor, i * n + i, n - i);
            }
        }
    }

    // Replaces U by its inverse, zeros below the diagonal.
    private static void invert(int n, double[] a) {
        int last = n == 0 ? 0 : (n - 1) / BLOCK * BLOCK;
        for (int from = last; from >= 0; from -= BLOCK) {
            int to = Math.min(n, from + BLOCK);
            int own = to - from;
            int rest = n - to;
            double[] inverse = inverse(n, a, from, to);
            if (rest > 0) {
                double[] beside = columns(n, a, to, n, from, to);
                double[] below = columns(n, a, to, n, to, n);
                double[] product = new double[own * rest];
                OpenBlas.multiply(own, rest, rest, beside, below, 0, product);
                OpenBlas.multiply(own, rest, own, inverse, product, 0, beside);
                for (int i = from; i < to; i++) {
                    for (int j = to; j < n; j++) {
                        a[i * n + j] = -beside[(i - from) * rest + j - to];
                    }
                }
            }
            for (int i = from; i < to; i++) {
                Arrays.fill(a, i * n, i * n + from, 0);
                System.arraycopy(inverse, (i - from) * own, a, i * n + from, own);
            }
        }
    }

    // of the square block on the diagonal
    private static double[] inverse(int n, double[] a, int from, int to) {
        int size = to - from;
        double[] inverse = new double[size * size];
        for (int i = size - 1; i >= 0; i--) {
            inverse[i * size + i] = 1;
            for (int p = i + 1; p < size; p++) {
                subtract(inverse, i * size + p, a[(from + i) * n + from + p], inverse, p * size + p, size - p);
            }
            divide(inverse, i * size + i, a[(from + i) * n + from + i], size - i);
        }
        return inverse;
    }

    // rows and columns of a square matrix side by side
    private static double[] columns(int n, double[] a, int fromColumn, int toColumn, int fromRow, int toRow) {
        int width = toColumn - fromColumn;
        double[] part = new double[(toRow - fromRow) * width];
        for (int i = fromRow; i < toRow; i++) {
            System.arraycopy(a, i * n + fromColumn, part, (i - fromRow) * width, width);
        }
        return part;
    }

    private static void subtract(double[] y, int at, double factor, double[] x, int from, int count) {
        for (int k = 0; k < count; k++) {
            y[at + k] -= factor * x[from + k];
        }
    }

    private static void divide(double[] y, int at, double divisor, int count) {
        for (int k = 0; k < count; k++) {
            y[at + k] /= divisor;
        }
    }
}
