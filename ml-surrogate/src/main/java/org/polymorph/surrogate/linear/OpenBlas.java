package org.polymorph.surrogate.linear;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotri;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dtrtrs;
import static org.bytedeco.openblas.global.openblas.LAPACK_ROW_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.nio.FloatBuffer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Dense algebra on row-major double[] through the OpenBLAS that ND4J brings, on one thread, so that a result does not
 * depend on the number of processors. Symmetric matrices live in the upper triangle. Thread-safe.
 */
public final class OpenBlas {
    static {
        openblas_nolapack.blas_set_num_threads(1);
    }

    private OpenBlas() {}

    /** Computes c = a · bᵀ for a of m×k and b of n×k. */
    public static void multiplyTransposed(int m, int n, int k, double[] a, double[] b, double[] c) {
        multiplyTransposed(m, n, k, a, b, 0, c);
    }

    /** Computes c = a · b + keep · c for a of m×k and b of k×n. */
    public static void multiply(int m, int n, int k, double[] a, double[] b, double keep, double[] c) {
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, keep, c, n);
    }

    /** Computes c = a · bᵀ + keep · c for a of m×k and b of n×k. */
    public static void multiplyTransposed(int m, int n, int k, double[] a, double[] b, double keep, double[] c) {
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, a, k, b, k, keep, c, n);
    }

    /** Computes c = a · bᵀ for a of m×k and b of n×k, all direct buffers from their beginnings on. */
    public static void multiplyTransposed(int m, int n, int k, FloatBuffer a, FloatBuffer b, FloatBuffer c) {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, a, k, b, k, 0, c, n);
    }

    /** Adds aᵀ · b to c for a of k×m and b of k×n. */
    public static void addTransposedProduct(int m, int n, int k, double[] a, double[] b, double[] c) {
        cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, m, n, k, 1, a, m, b, n, 1, c, n);
    }

    /** Adds a · aᵀ to the upper triangle of c, for a of n×k. */
    public static void addSquare(int n, int k, double[] a, double[] c) {
        cblas_dsyrk(CblasRowMajor, CblasUpper, CblasNoTrans, n, k, 1, a, k, 1, c, n);
    }

    /**
     * Replaces a positive definite matrix by its Cholesky factor U, a = Uᵀ·U, in the upper triangle.
     *
     * @return whether it is positive definite; if not, a is spoilt
     */
    public static boolean cholesky(int n, double[] a) {
        return LAPACKE_dpotrf(LAPACK_ROW_MAJOR, (byte) 'U', n, a, n) == 0;
    }

    /** Replaces a Cholesky factor of {@link #cholesky} by the upper triangle of the inverse of the matrix. */
    public static void invertFactored(int n, double[] factor) {
        check("dpotri", LAPACKE_dpotri(LAPACK_ROW_MAJOR, (byte) 'U', n, factor, n));
    }

    /** Replaces b (n×columns) by the solution x of Uᵀ·x = b, for U of {@link #cholesky}. */
    public static void solveTransposed(int n, int columns, double[] factor, double[] b) {
        solve((byte) 'T', n, columns, factor, b);
    }

    /** Replaces b (n×columns) by the solution x of U·x = b, for U of {@link #cholesky}. */
    public static void solve(int n, int columns, double[] factor, double[] b) {
        solve((byte) 'N', n, columns, factor, b);
    }

    private static void solve(byte transposed, int n, int columns, double[] factor, double[] b) {
        int info =
                LAPACKE_dtrtrs(LAPACK_ROW_MAJOR, (byte) 'U', transposed, (byte) 'N', n, columns, factor, n, b, columns);
        check("dtrtrs", info);
    }

    private static void check(String routine, int info) {
        if (info != 0) {
            throw new ArithmeticException("LAPACK " + routine + " failed with info = " + info);
        }
    }
}
