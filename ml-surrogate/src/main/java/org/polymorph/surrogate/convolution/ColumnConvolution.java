package org.polymorph.surrogate.convolution;

import java.util.Arrays;
import org.polymorph.surrogate.linear.OpenBlas;

/** A convolution as products of OpenBLAS: what the voxels of a plane see is laid out as rows of a matrix. */
final class ColumnConvolution implements Convolution {
    private double[] columns = new double[0];
    private double[] plane = new double[0];

    @Override
    public void forward(Field in, double[] weights, int stride, Field out) {
        int rows = out.edge * out.edge;
        int length = reserve(in, out, rows);
        for (int x = 0; x < out.edge; x++) {
            gather(in, stride, out.edge, x);
            OpenBlas.multiply(rows, out.channels, length, columns, weights, 0, plane);
            System.arraycopy(plane, 0, out.values, x * rows * out.channels, rows * out.channels);
        }
    }

    @Override
    public void backward(Field in, double[] weights, int stride, Field out, double[] weightSlopes) {
        int rows = out.edge * out.edge;
        int length = reserve(in, out, rows);
        for (int x = 0; x < out.edge; x++) {
            gather(in, stride, out.edge, x);
            System.arraycopy(out.slopes, x * rows * out.channels, plane, 0, rows * out.channels);
            OpenBlas.addTransposedProduct(length, out.channels, rows, columns, plane, weightSlopes);
            OpenBlas.multiplyTransposed(rows, length, out.channels, plane, weights, columns);
            scatter(in, stride, out.edge, x);
        }
    }

    private int reserve(Field in, Field out, int rows) {
        int length = 27 * in.channels;
        if (columns.length < rows * length) {
            columns = new double[rows * length];
        }
        if (plane.length < rows * out.channels) {
            plane = new double[rows * out.channels];
        }
        return length;
    }

    private void gather(Field in, int stride, int edge, int x) {
        int n = in.edge;
        int c = in.channels;
        int to = 0;
        for (int y = 0; y < edge; y++) {
            for (int z = 0; z < edge; z++) {
                int first = stride * z - 1;
                int lead = first < 0 ? c : 0;
                int run = (Math.min(n, first + 3) - Math.max(0, first)) * c;
                for (int k = 0; k < 9; k++, to += 3 * c) {
                    int ix = stride * x + k / 3 - 1;
                    int iy = stride * y + k % 3 - 1;
                    if (ix < 0 || ix >= n || iy < 0 || iy >= n) {
                        Arrays.fill(columns, to, to + 3 * c, 0);
                    } else {
                        Arrays.fill(columns, to, to + lead, 0);
                        System.arraycopy(
                                in.values, ((ix * n + iy) * n + Math.max(0, first)) * c, columns, to + lead, run);
                        Arrays.fill(columns, to + lead + run, to + 3 * c, 0);
                    }
                }
            }
        }
    }

    private void scatter(Field in, int stride, int edge, int x) {
        int n = in.edge;
        int c = in.channels;
        int from = 0;
        for (int y = 0; y < edge; y++) {
            for (int z = 0; z < edge; z++) {
                int first = stride * z - 1;
                int lead = first < 0 ? c : 0;
                int run = (Math.min(n, first + 3) - Math.max(0, first)) * c;
                for (int k = 0; k < 9; k++, from += 3 * c) {
                    int ix = stride * x + k / 3 - 1;
                    int iy = stride * y + k % 3 - 1;
                    if (ix >= 0 && ix < n && iy >= 0 && iy < n) {
                        int at = ((ix * n + iy) * n + Math.max(0, first)) * c;
                        for (int i = 0; i < run; i++) {
                            in.slopes[at + i] += columns[from + lead + i];
                        }
                    }
                }
            }
        }
    }
}
