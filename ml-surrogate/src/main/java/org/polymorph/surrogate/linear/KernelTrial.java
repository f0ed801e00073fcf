package org.polymorph.surrogate.linear;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import org.polymorph.model.spi.Seed;

/** Tries products of OpenBLAS against plain loops, in shapes in which the wrong kernels of version 0.3.19 err: some ms. */
final class KernelTrial {
    /** m, n, k: whole and broken blocks of kernels in each direction. */
    private static final int[][] SHAPES = {
        {33, 200, 100},
        {31, 255, 128},
        {13, 511, 2},
        {200, 200, 31},
        {48, 511, 96},
        {64, 64, 64},
        {7, 5, 3},
        {16, 40, 300}
    };

    private KernelTrial() {}

    static boolean passes() {
        for (int[] shape : SHAPES) {
            int m = shape[0];
            int n = shape[1];
            int k = shape[2];
            double[] a = numbers(m * k, 1);
            double[] b = numbers(k * n, 2);
            double[] c = numbers(m * n, 3);
            double[] expected = c.clone();
            PlainProducts.multiply(m, n, k, a, b, 1, expected);
            double[] turnedA = PlainProducts.transposed(m, k, a);
            double[] turnedB = PlainProducts.transposed(k, n, b);
            double[][] found = {c.clone(), c.clone(), c.clone()};
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 1, found[0], n);
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, a, k, turnedB, k, 1, found[1], n);
            cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, m, n, k, 1, turnedA, m, b, n, 1, found[2], n);
            for (double[] product : found) {
                if (!agree(expected, product)) {
                    return false;
                }
            }
            if (!singlePasses(m, n, k, a, b) || !squarePasses(n, k, turnedB)) {
                return false;
            }
        }
        return true;
    }

    private static boolean singlePasses(int m, int n, int k, double[] a, double[] b) {
        float[] x = single(a);
        float[] y = single(b);
        float[] expected = new float[m * n];
        PlainProducts.multiply(m, n, k, x, y, 0, expected);
        float[][] found = {new float[m * n], new float[m * n]};
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, x, k, y, n, 0, found[0], n);
        float[] turned = PlainProducts.transposed(k, n, y);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, x, k, turned, k, 0, found[1], n);
        for (float[] product : found) {
            for (int i = 0; i < expected.length; i++) {
                if (!(Math.abs(product[i] - expected[i]) < 1e-3)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean squarePasses(int n, int k, double[] a) {
        double[] expected = new double[n * n];
        double[] found = new double[n * n];
        PlainProducts.addSquare(n, k, a, expected);
        cblas_dsyrk(CblasRowMajor, CblasUpper, CblasNoTrans, n, k, 1, a, k, 1, found, n);
        return agree(expected, found);
    }

    private static boolean agree(double[] expected, double[] found) {
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(found[i] - expected[i]) < 1e-9)) {
                return false;
            }
        }
        return true;
    }

    private static double[] numbers(int count, long seed) {
        return new Seed(seed).random().doubles(count, -1, 1).toArray();
    }

    private static float[] single(double[] values) {
        float[] single = new float[values.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }
}
