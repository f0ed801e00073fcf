package org.polymorph.surrogate.linear;

import java.util.Arrays;
import java.util.Locale;
import org.polymorph.model.diagnosis.BlasKernels;
import org.polymorph.model.diagnosis.Finding;

/** Tries OpenBLAS out: whether it loads, computes rightly, and how fast it is. */
public final class NumericsCheck {
    private static final String SUBJECT = "numerics";
    private static final int SIZE = 512;
    private static final int REPEATS = 5;

    private NumericsCheck() {}

    /** Multiplies matrices in both precisions and factorises one, with results that are known. */
    public static Finding look() {
        try {
            double[] ones = new double[SIZE * SIZE];
            Arrays.fill(ones, 1);
            double[] product = new double[SIZE * SIZE];
            double fast = rate(() -> OpenBlas.multiplyTransposed(SIZE, SIZE, SIZE, ones, ones, product));
            float[] singles = new float[SIZE * SIZE];
            Arrays.fill(singles, 1);
            float[] singleProduct = new float[SIZE * SIZE];
            double faster = rate(() -> OpenBlas.multiply(SIZE, SIZE, SIZE, singles, singles, 0, singleProduct));
            boolean right = Arrays.stream(product).allMatch(value -> value == SIZE) && singleProduct[SIZE] == SIZE;
            // [4 2; 2 5] = Uᵀ·U with U = [2 1; 0 2]
            double[] matrix = {4, 2, 2, 5};
            right &= OpenBlas.cholesky(2, matrix)
                    && Math.abs(matrix[0] - 2) < 1e-12
                    && Math.abs(matrix[1] - 1) < 1e-12
                    && Math.abs(matrix[3] - 2) < 1e-12;
            if (!right) {
                return Finding.fails(
                        SUBJECT,
                        "OpenBLAS gives wrong results",
                        "its kernels do not fit this processor: set OPENBLAS_CORETYPE=Haswell, or =Nehalem on old ones");
            }
            String rates =
                    String.format(Locale.ROOT, "%.1f Gflop/s in double and %.1f in single precision", fast, faster);
            return OpenBlas.isSound()
                    ? Finding.ok(SUBJECT, "OpenBLAS computes rightly, " + rates + ", one thread")
                    : Finding.warns(
                            SUBJECT,
                            "OpenBLAS computes wrongly with the kernels that it chose; plain loops are used, " + rates,
                            "start Polymorph by its launcher, or set " + BlasKernels.VARIABLE + "="
                                    + BlasKernels.forThisProcessor().orElse("Nehalem"));
        } catch (LinkageError e) {
            return Finding.fails(
                    SUBJECT,
                    "OpenBLAS cannot be loaded: " + e.getMessage(),
                    "Polymorph needs Linux on x86-64 with glibc, and room in java.io.tmpdir or ~/.javacpp for its library");
        }
    }

    // the fastest of some, so that neither the loading of the library nor other work is measured
    private static double rate(Runnable product) {
        double seconds = Double.POSITIVE_INFINITY;
        for (int k = 0; k < REPEATS; k++) {
            long begun = System.nanoTime();
            product.run();
            seconds = Math.min(seconds, (System.nanoTime() - begun) / 1e9);
        }
        return 2e-9 * SIZE * SIZE * SIZE / seconds;
    }
}
