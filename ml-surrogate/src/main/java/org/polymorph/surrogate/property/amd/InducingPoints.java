package org.polymorph.surrogate.property.amd;

import java.util.Arrays;
import org.polymorph.surrogate.linear.OpenBlas;

/**
 * Fits a process by way of some of its points, each the one that those before tell least about: a Cholesky factorisation with
 * pivots, cut off (Burt, Rasmussen, van der Wilk 2020, jmlr.org/papers/v21/19-1015). Time grows with the labels times the square
 * of the inducing points. Used once; not thread-safe.
 */
final class InducingPoints {
    private static final double NOTHING_LEFT = 1e-8;

    private final Kernel kernel;
    private final Points points;
    private final int[] chosen;
    /** Rows of the cut-off factor L, with K ≈ Lᵀ·L. */
    private final double[][] rows;

    private int count;

    InducingPoints(Kernel kernel, Points points, int most) {
        this.kernel = kernel;
        this.points = points;
        this.chosen = new int[Math.min(most, points.size())];
        this.rows = new double[chosen.length][];
        choose();
    }

    private void choose() {
        int n = points.size();
        double[] left = new double[n];
        Arrays.fill(left, 1);
        while (count < chosen.length) {
            int pivot = 0;
            for (int i = 1; i < n; i++) {
                if (left[i] > left[pivot]) {
                    pivot = i;
                }
            }
            if (left[pivot] < NOTHING_LEFT) {
                break;
            }
            double[] row = points.correlations(kernel, points.row(pivot));
            for (int r = 0; r < count; r++) {
                double[] above = rows[r];
                double factor = above[pivot];
                for (int i = 0; i < n; i++) {
                    row[i] -= factor * above[i];
                }
            }
            double root = Math.sqrt(left[pivot]);
            for (int i = 0; i < n; i++) {
                row[i] /= root;
                left[i] -= row[i] * row[i];
            }
            left[pivot] = 0;
            chosen[count] = pivot;
            rows[count++] = row;
        }
    }

    /** Fits to values about a mean of 0. */
    KernelFit fit(double noise, double[] y) {
        int m = count;
        int n = points.size();
        double[] v = new double[Math.multiplyExact(m, n)];
        for (int r = 0; r < m; r++) {
            System.arraycopy(rows[r], 0, v, r * n, n);
        }
        double[] b = new double[m * m]; // I + V·Vᵀ/λ
        OpenBlas.addSquare(m, n, v, b);
        for (int r = 0; r < m; r++) {
            for (int c = r; c < m; c++) {
                b[r * m + c] = b[r * m + c] / noise + (r == c ? 1 : 0);
            }
        }
        if (!OpenBlas.cholesky(m, b)) {
            throw new ArithmeticException("the matrix of the inducing points is not positive definite");
        }
        double[] moment = new double[m];
        for (int r = 0; r < m; r++) {
            for (int i = 0; i < n; i++) {
                moment[r] += rows[r][i] * y[i] / noise;
            }
        }
        double square = Arrays.stream(y).map(x -> x * x).sum() / noise;
        OpenBlas.solveTransposed(m, 1, b, moment);
        square -= Arrays.stream(moment).map(x -> x * x).sum();
        OpenBlas.solve(m, 1, b, moment);
        // in the basis: U·w = moment, for U of K_mm = Uᵀ·U
        double[] u = new double[m * m];
        for (int r = 0; r < m; r++) {
            for (int c = r; c < m; c++) {
                u[r * m + c] = rows[r][chosen[c]];
            }
        }
        OpenBlas.solve(m, 1, u, moment);
        Points basis = points.some(Arrays.copyOf(chosen, m));
        return new KernelFit(kernel, noise, square / n, basis, moment, KernelFit.packed(m, u), KernelFit.packed(m, b));
    }
}
