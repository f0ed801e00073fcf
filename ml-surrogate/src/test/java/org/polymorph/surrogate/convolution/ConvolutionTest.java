package org.polymorph.surrogate.convolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConvolutionTest {
    private static double[] random(int length, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[length];
        Arrays.setAll(values, k -> random.nextGaussian());
        return values;
    }

    /** The definition, voxel by voxel. */
    private static double expected(double[] in, int n, int channels, double[] weights, int outputs, int[] at, int o) {
        double sum = 0;
        for (int k = 0; k < 27; k++) {
            int x = at[0] + k / 9 - 1;
            int y = at[1] + k / 3 % 3 - 1;
            int z = at[2] + k % 3 - 1;
            if (Math.min(x, Math.min(y, z)) >= 0 && Math.max(x, Math.max(y, z)) < n) {
                for (int c = 0; c < channels; c++) {
                    sum += in[((x * n + y) * n + z) * channels + c] * weights[(k * channels + c) * outputs + o];
                }
            }
        }
        return sum;
    }

    @Test
    void products_and_the_operations_of_nd4j_are_the_definition() {
        for (int stride : new int[] {1, 2}) {
            for (int edge : new int[] {4, 5}) {
                double[] weights = random(27 * 2 * 3, 1);
                int outEdge = Convolution.outputEdge(edge, stride);
                Field[] ins = new Field[2];
                double[][] slopes = new double[2][weights.length];
                for (int b = 0; b < 2; b++) {
                    Field in = Field.of(edge, 2, random(edge * edge * edge * 2, 2));
                    Field out = new Field(outEdge, 3);
                    Convolution convolution = (b == 0 ? Backend.OPENBLAS : Backend.ND4J).convolution();
                    convolution.forward(in, weights, stride, out);
                    for (int v = 0; v < outEdge * outEdge * outEdge; v++) {
                        int[] at = {
                            stride * (v / (outEdge * outEdge)), stride * (v / outEdge % outEdge), stride * (v % outEdge)
                        };
                        for (int o = 0; o < 3; o++) {
                            assertThat(out.values[3 * v + o])
                                    .isCloseTo(expected(in.values, edge, 2, weights, 3, at, o), within(1e-12));
                        }
                    }
                    System.arraycopy(random(out.slopes.length, 3), 0, out.slopes, 0, out.slopes.length);
                    convolution.backward(in, weights, stride, out, slopes[b]);
                    ins[b] = in;
                }
                assertThat(ins[1].slopes).containsExactly(ins[0].slopes, within(1e-11));
                assertThat(slopes[1]).containsExactly(slopes[0], within(1e-11));
            }
        }
    }
}
