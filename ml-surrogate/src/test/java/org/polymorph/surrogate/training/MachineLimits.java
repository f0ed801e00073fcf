package org.polymorph.surrogate.training;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.polymorph.surrogate.linear.OpenBlas;

/** What one thread can do at most: a large product of matrices, and a stream through memory, in processor time. */
public final class MachineLimits {
    private static final int ORDER = 512;
    private static final int LENGTH = 4_000_000;

    private double inDouble;
    private double inSingle;
    private double bandwidth;

    /** Measures once more; the best counts. */
    public void measure() {
        double[] a = new double[ORDER * ORDER];
        double[] c = new double[ORDER * ORDER];
        Arrays.fill(a, 0.5);
        double flops = 2.0 * ORDER * ORDER * ORDER;
        inDouble = Math.max(inDouble, flops / seconds(() -> OpenBlas.multiply(ORDER, ORDER, ORDER, a, a, 0, c)));
        float[] b = new float[ORDER * ORDER];
        float[] d = new float[ORDER * ORDER];
        Arrays.fill(b, 0.5f);
        inSingle = Math.max(inSingle, flops / seconds(() -> OpenBlas.multiply(ORDER, ORDER, ORDER, b, b, 0, d)));
        double[] x = new double[LENGTH];
        double[] y = new double[LENGTH];
        double[] z = new double[LENGTH];
        double bytes = 3.0 * Double.BYTES * LENGTH;
        bandwidth = Math.max(bandwidth, bytes / seconds(() -> triad(x, y, z)));
    }

    private static void triad(double[] x, double[] y, double[] z) {
        for (int k = 0; k < x.length; k++) {
            x[k] = y[k] + 1.5 * z[k];
        }
    }

    private static double seconds(Runnable work) {
        work.run();
        long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.run();
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / 1e9;
    }

    /** Returns operations a second of the large product, for numbers of 4 or 8 bytes. */
    public double flops(int size) {
        return size == Double.BYTES ? inDouble : inSingle;
    }

    /** Returns bytes a second of the triad x = y + 1.5 z. */
    public double bandwidth() {
        return bandwidth;
    }
}
