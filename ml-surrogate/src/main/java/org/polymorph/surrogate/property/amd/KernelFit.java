package org.polymorph.surrogate.property.amd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.linear.OpenBlas;
import org.polymorph.surrogate.training.SealedFile;

/**
 * A process fitted to values about a mean of 0: exactly (Rasmussen and Williams 2006, algorithm 2.1), or by inducing points that
 * stand for all others, with the predictive distribution of the projected process (there eq. 8.26–8.27, with the noise of a new
 * label). Thread-safe.
 */
final class KernelFit implements AmdFit {
    /** Added to the diagonal of kernels, whose rounding could make them indefinite. */
    static final double JITTER = 1e-10;

    private final Kernel kernel;
    private final double noise;
    private final double amplitude;
    private final Points basis;
    private final double[] weights;
    /** Packed Cholesky factors of the basis and of what the labels add; empty where the fit is exact. */
    private final double[] basisFactor;

    private final double[] labelFactor;
    private volatile double @Nullable [] exactFactor;

    KernelFit(
            Kernel kernel,
            double noise,
            double amplitude,
            Points basis,
            double[] weights,
            double[] basisFactor,
            double[] labelFactor) {
        this.kernel = kernel;
        this.noise = noise;
        this.amplitude = amplitude;
        this.basis = basis;
        this.weights = weights;
        this.basisFactor = basisFactor;
        this.labelFactor = labelFactor;
    }

    /** Fits to all points. */
    static KernelFit exact(Kernel kernel, double noise, Points points, double[] y, Workers workers) {
        int n = y.length;
        double[] matrix = matrix(
                kernel,
                noise,
                points,
                row -> workers.map(n, i -> {
                    row.accept(i);
                    return i;
                }));
        factorise(n, matrix);
        double[] weights = y.clone();
        OpenBlas.solveTransposed(n, 1, matrix, weights);
        double square = Arrays.stream(weights).map(w -> w * w).sum();
        OpenBlas.solve(n, 1, matrix, weights);
        KernelFit fit = new KernelFit(kernel, noise, square / n, points, weights, new double[0], new double[0]);
        fit.exactFactor = packed(n, matrix);
        return fit;
    }

    /** Returns the mean, and the deviation of a new label about it. */
    @Override
    public PropertyEstimate predict(double[] point) {
        double[] k = basis.correlations(kernel, point);
        double mean = 0;
        for (int i = 0; i < k.length; i++) {
            mean += weights[i] * k[i];
        }
        double left = 1;
        if (basisFactor.length == 0) {
            halfSolve(exactFactor(), k);
            left -= square(k);
        } else {
            halfSolve(basisFactor, k);
            left -= square(k);
            halfSolve(labelFactor, k);
            left += square(k);
        }
        return new PropertyEstimate(mean, Math.sqrt(amplitude * (Math.max(0, left) + noise)));
    }

    double amplitude() {
        return amplitude;
    }

    double noise() {
        return noise;
    }

    Kernel kernel() {
        return kernel;
    }

    int basisSize() {
        return basis.size();
    }

    boolean isExact() {
        return basisFactor.length == 0;
    }

    // A file of it would be large, and making it takes a second for some thousands of labels.
    private double[] exactFactor() {
        double[] factor = exactFactor;
        if (factor == null) {
            synchronized (this) {
                factor = exactFactor;
                if (factor == null) {
                    int n = basis.size();
                    double[] matrix = matrix(kernel, noise, basis, row -> {
                        for (int i = 0; i < n; i++) {
                            row.accept(i);
                        }
                    });
                    factorise(n, matrix);
                    factor = packed(n, matrix);
                    exactFactor = factor;
                }
            }
        }
        return factor;
    }

    /** Does something for all rows. */
    @FunctionalInterface
    private interface Rows {
        void each(IntConsumer row);
    }

    private static double[] matrix(Kernel kernel, double noise, Points points, Rows rows) {
        int n = points.size();
        double[] matrix = new double[Math.multiplyExact(n, n)];
        rows.each(i -> {
            for (int j = i; j < n; j++) {
                double[] a = points.row(i);
                double[] b = points.row(j);
                matrix[i * n + j] = kernel.of(points.distance(a, b), points.fraction(a, b));
            }
            matrix[i * n + i] += noise + JITTER;
        });
        return matrix;
    }

    private static void factorise(int n, double[] matrix) {
        if (!OpenBlas.cholesky(n, matrix)) {
            throw new ArithmeticException("the matrix of the kernel is not positive definite");
        }
    }

    /** Returns the upper triangle of a matrix, row by row. */
    static double[] packed(int n, double[] matrix) {
        double[] packed = new double[n * (n + 1) / 2];
        int at = 0;
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix, i * n + i, packed, at, n - i);
            at += n - i;
        }
        return packed;
    }

    /** Replaces b by the solution x of Uᵀ·x = b. */
    static void halfSolve(double[] packed, double[] b) {
        int at = 0;
        for (int i = 0; i < b.length; i++) {
            double x = b[i] / packed[at];
            b[i] = x;
            for (int j = i + 1; j < b.length; j++) {
                b[j] -= packed[at + j - i] * x;
            }
            at += b.length - i;
        }
    }

    private static double square(double[] x) {
        double sum = 0;
        for (double entry : x) {
            sum += entry * entry;
        }
        return sum;
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        kernel.write(out);
        out.writeDouble(noise);
        out.writeDouble(amplitude);
        out.writeInt(basis.size());
        for (int i = 0; i < basis.size(); i++) {
            SealedFile.writeArray(out, basis.row(i));
        }
        SealedFile.writeArray(out, weights);
        SealedFile.writeArray(out, basisFactor);
        SealedFile.writeArray(out, labelFactor);
    }

    /** Reads what {@link #write} wrote, for points with so many distances. */
    static KernelFit read(DataInputStream in, int distances) throws IOException {
        Kernel kernel = Kernel.read(in);
        double noise = in.readDouble();
        double amplitude = in.readDouble();
        double[][] rows = new double[in.readInt()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = SealedFile.readArray(in);
        }
        return new KernelFit(
                kernel,
                noise,
                amplitude,
                new Points(rows, distances),
                SealedFile.readArray(in),
                SealedFile.readArray(in),
                SealedFile.readArray(in));
    }
}
