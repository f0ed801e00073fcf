package org.polymorph.surrogate.linear;

import java.util.Locale;
import org.polymorph.model.diagnosis.Finding;

/** Tries OpenBLAS out: whether it loads, computes rightly, and how fast it is. */
public final class NumericsCheck {
    private static final String SUBJECT = "numerics";
    private static final int SIZE = 512;

    private NumericsCheck() {}

    /** Multiplies two matrices and factorises one, with results that are known. */
    public static Finding look() {
        try {
            double[] ones = new double[SIZE * SIZE];
            java.util.Arrays.fill(ones, 1);
            double[] product = new double[SIZE * SIZE];
            // the first call loads the library
            OpenBlas.multiplyTransposed(SIZE, SIZE, SIZE, ones, ones, product);
            long begun = System.nanoTime();
            OpenBlas.multiplyTransposed(SIZE, SIZE, SIZE, ones, ones, product);
            double seconds = (System.nanoTime() - begun) / 1e9;
            boolean right = java.util.Arrays.stream(product).allMatch(value -> value == SIZE);
            // [4 2; 2 5] = Uᵀ·U with U = [2 1; 0 2]
            double[] matrix = {4, 2, 2, 5};
            right &= OpenBlas.cholesky(2, matrix)
                    && Math.abs(matrix[0] - 2) < 1e-12
                    && Math.abs(matrix[1] - 1) < 1e-12
                    && Math.abs(matrix[3] - 2) < 1e-12;
            return right
                    ? Finding.ok(
                            SUBJECT,
                            String.format(
                                    Locale.ROOT,
                                    "OpenBLAS computes rightly, %.1f Gflop/s",
                                    2e-9 * SIZE * SIZE * SIZE / seconds))
                    : Finding.fails(
                            SUBJECT,
                            "OpenBLAS gives wrong results",
                            "its kernels do not fit this processor: set OPENBLAS_CORETYPE=Haswell, or =Nehalem on old ones");
        } catch (LinkageError e) {
            return Finding.fails(
                    SUBJECT,
                    "OpenBLAS cannot be loaded: " + e.getMessage(),
                    "Polymorph needs Linux on x86-64 with glibc, and room in java.io.tmpdir or ~/.javacpp for its library");
        }
    }
}
