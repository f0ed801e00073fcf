package org.polymorph.surrogate.linear;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.polymorph.model.diagnosis.BlasKernels;
import org.polymorph.surrogate.linear.NativeFloats.Matrix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dense algebra on row-major arrays through the OpenBLAS that ND4J brings, on one thread, so that a result does not depend on
 * the number of processors. Symmetric matrices live in the upper triangle. Thread-safe.
 *
 * <p>OpenBLAS 0.3.19 takes kernels for some processors whose products are wrong (those for Cooper Lake) and others whose
 * triangular solvers are (those for Skylake with AVX-512), and only the environment can choose others, before the program
 * starts. So products are tried out first, with plain loops in their place if they are wrong, and everything triangular is
 * made of products.
 */
public final class OpenBlas {
    private static final Logger LOG = LoggerFactory.getLogger(OpenBlas.class);
    private static final boolean SOUND;

    static {
        openblas_nolapack.blas_set_num_threads(1);
        SOUND = KernelTrial.passes();
        if (!SOUND) {
            LOG.warn(
                    "the kernels that OpenBLAS chose for this processor compute wrongly: plain loops are used, several times"
                            + " slower; set {} before the program starts, as Polymorph's launcher does",
                    BlasKernels.forThisProcessor()
                            .map(kind -> BlasKernels.VARIABLE + "=" + kind)
                            .orElse(BlasKernels.VARIABLE));
        }
    }

    private OpenBlas() {}

    /** Returns whether the kernels of OpenBLAS compute rightly here and are used. */
    public static boolean isSound() {
        return SOUND;
    }

    /** Computes c = a · bᵀ for a of m×k and b of n×k. */
    public static void multiplyTransposed(int m, int n, int k, double[] a, double[] b, double[] c) {
        multiplyTransposed(m, n, k, a, b, 0, c);
    }

    /** Computes c = a · b + keep · c for a of m×k and b of k×n. */
    public static void multiply(int m, int n, int k, double[] a, double[] b, double keep, double[] c) {
        if (SOUND) {
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, keep, c, n);
        } else {
            PlainProducts.multiply(m, n, k, a, b, keep, c);
        }
    }

    /** Computes c = a · bᵀ + keep · c for a of m×k and b of n×k. */
    public static void multiplyTransposed(int m, int n, int k, double[] a, double[] b, double keep, double[] c) {
        if (SOUND) {
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, a, k, b, k, keep, c, n);
        } else {
            PlainProducts.multiply(m, n, k, a, PlainProducts.transposed(n, k, b), keep, c);
        }
    }

    /** Computes c = a · b + keep · c in single precision, for a of m×k and b of k×n. */
    public static void multiply(int m, int n, int k, float[] a, float[] b, float keep, float[] c) {
        if (SOUND) {
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, keep, c, n);
        } else {
            PlainProducts.multiply(m, n, k, a, b, keep, c);
        }
    }

    /** Computes c = a · bᵀ + keep · c in single precision, for a of m×k and b of n×k. */
    public static void multiplyTransposed(int m, int n, int k, float[] a, float[] b, float keep, float[] c) {
        if (SOUND) {
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, a, k, b, k, keep, c, n);
        } else {
            PlainProducts.multiply(m, n, k, a, PlainProducts.transposed(n, k, b), keep, c);
        }
    }

    /** Computes c = a · b + keep · c for a of m×k and b of k×n. */
    public static void multiply(int m, int n, int k, Matrix a, Matrix b, float keep, Matrix c) {
        multiply(m, n, k, a, false, b, keep, c);
    }

    /** Computes c = aᵀ · b for a of k×m and b of k×n. */
    public static void multiplyTransposedLeft(int m, int n, int k, Matrix a, Matrix b, Matrix c) {
        multiply(m, n, k, a, true, b, 0, c);
    }

    private static void multiply(int m, int n, int k, Matrix a, boolean transposed, Matrix b, float keep, Matrix c) {
        if (!SOUND) {
            PlainProducts.multiply(m, n, k, a, transposed, b, keep, c);
            return;
        }
        cblas_sgemm(
                CblasRowMajor,
                transposed ? CblasTrans : CblasNoTrans,
                CblasNoTrans,
                m,
                n,
                k,
                1,
                a.numbers().at(a.at()),
                a.stride(),
                b.numbers().at(b.at()),
                b.stride(),
                keep,
                c.numbers().at(c.at()),
                c.stride());
    }

    /** Adds aᵀ · b to c for a of k×m and b of k×n. */
    public static void addTransposedProduct(int m, int n, int k, double[] a, double[] b, double[] c) {
        if (SOUND) {
            cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, m, n, k, 1, a, m, b, n, 1, c, n);
        } else {
            PlainProducts.multiply(m, n, k, PlainProducts.transposed(k, m, a), b, 1, c);
        }
    }

    /** Adds a · aᵀ to the upper triangle of c, for a of n×k. */
    public static void addSquare(int n, int k, double[] a, double[] c) {
        if (SOUND) {
            cblas_dsyrk(CblasRowMajor, CblasUpper, CblasNoTrans, n, k, 1, a, k, 1, c, n);
        } else {
            PlainProducts.addSquare(n, k, a, c);
        }
    }

    /**
     * Replaces a positive definite matrix by its Cholesky factor U, a = Uᵀ·U, in the upper triangle.
     *
     * @return whether it is positive definite; if not, a is spoilt
     */
    public static boolean cholesky(int n, double[] a) {
        return Triangular.cholesky(n, a);
    }

    /** Replaces a Cholesky factor of {@link #cholesky} by the upper triangle of the inverse of the matrix. */
    public static void invertFactored(int n, double[] factor) {
        Triangular.invertFactored(n, factor);
    }

    /** Replaces b (n×columns) by the solution x of Uᵀ·x = b, for U of {@link #cholesky}. */
    public static void solveTransposed(int n, int columns, double[] factor, double[] b) {
        Triangular.solveTransposed(n, columns, factor, b);
    }

    /** Replaces b (n×columns) by the solution x of U·x = b, for U of {@link #cholesky}. */
    public static void solve(int n, int columns, double[] factor, double[] b) {
        Triangular.solve(n, columns, factor, b);
    }
}
