package org.polymorph.tests.benchmark;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.polymorph.surrogate.linear.OpenBlas;

/** What one thread of this machine can do at best. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MachineBenchmark {
    /** Rows and columns of the matrices that are multiplied. */
    static final int SIZE = 1024;

    /** Numbers of an array of the stream: more than caches hold. */
    static final int STREAM = 16 << 20;

    private final float[] singles = new float[SIZE * SIZE];
    private final float[] singleProduct = new float[SIZE * SIZE];
    private final double[] doubles = new double[SIZE * SIZE];
    private final double[] doubleProduct = new double[SIZE * SIZE];
    private final double[] a = new double[STREAM];
    private final double[] b = new double[STREAM];
    private final double[] c = new double[STREAM];

    /** Fills the arrays. */
    @Setup
    public void fill() {
        Arrays.fill(singles, 1);
        Arrays.fill(doubles, 1);
        Arrays.fill(b, 1);
        Arrays.fill(c, 2);
    }

    /** A product in single precision through OpenBLAS. */
    @Benchmark
    public float[] singleProduct() {
        OpenBlas.multiply(SIZE, SIZE, SIZE, singles, singles, 0, singleProduct);
        return singleProduct;
    }

    /** A product in double precision through OpenBLAS. */
    @Benchmark
    public double[] doubleProduct() {
        OpenBlas.multiply(SIZE, SIZE, SIZE, doubles, doubles, 0, doubleProduct);
        return doubleProduct;
    }

    /** The triad a = b + s·c of McCalpin's STREAM. */
    @Benchmark
    public double[] triad() {
        for (int i = 0; i < STREAM; i++) {
            a[i] = b[i] + 3 * c[i];
        }
        return a;
    }
}
