package org.polymorph.surrogate.convolution;

import java.util.ArrayList;
import java.util.List;
import org.polymorph.surrogate.linear.OpenBlas;

/**
 * Runs the layers of a network on one sample and remembers them, so that it can run backwards and add up the slopes of a loss by
 * all weights. Not thread-safe; used for one sample after the other.
 */
public final class Tape {
    /** Slope of the activation below zero. */
    private static final double LEAK = 0.1;

    private final double[][] weights;
    private final double[][] slopes;
    private final Convolution convolution;
    private final List<Runnable> steps = new ArrayList<>();

    /**
     * Makes an empty tape.
     *
     * @param slopes of the weights, added to by {@link #backward}
     */
    public Tape(Backend backend, double[][] weights, double[][] slopes) {
        this.convolution = backend.convolution();
        this.weights = weights;
        this.slopes = slopes;
    }

    /** Goes back through all layers from the slopes that are in the fields, and forgets the layers. */
    public void backward() {
        for (int s = steps.size() - 1; s >= 0; s--) {
            steps.get(s).run();
        }
        steps.clear();
    }

    /** Forgets the layers. */
    public void clear() {
        steps.clear();
    }

    /** Adds what is done on the way back, for a loss. */
    public void onBackward(Runnable step) {
        steps.add(step);
    }

    /** Convolves 3×3×3 voxels and adds a constant to each channel. */
    public Field convolve(Field in, int layer, int stride) {
        double[] constants = weights[layer + 1];
        Field out = new Field(Convolution.outputEdge(in.edge, stride), constants.length);
        convolution.forward(in, weights[layer], stride, out);
        addConstants(out, constants);
        steps.add(() -> {
            addColumnSums(out, slopes[layer + 1]);
            convolution.backward(in, weights[layer], stride, out, slopes[layer]);
        });
        return out;
    }

    /** Multiplies the channels of each voxel by a matrix, and adds a constant to each: on a vector, a dense layer. */
    public Field mix(Field in, int layer) {
        double[] constants = weights[layer + 1];
        Field out = new Field(in.edge, constants.length);
        int voxels = in.values.length / in.channels;
        OpenBlas.multiply(voxels, out.channels, in.channels, in.values, weights[layer], 0, out.values);
        addConstants(out, constants);
        steps.add(() -> {
            addColumnSums(out, slopes[layer + 1]);
            OpenBlas.addTransposedProduct(in.channels, out.channels, voxels, in.values, out.slopes, slopes[layer]);
            OpenBlas.multiplyTransposed(voxels, in.channels, out.channels, out.slopes, weights[layer], 1, in.slopes);
        });
        return out;
    }

    private static void addConstants(Field out, double[] constants) {
        for (int i = 0; i < out.values.length; i += constants.length) {
            for (int c = 0; c < constants.length; c++) {
                out.values[i + c] += constants[c];
            }
        }
    }

    private static void addColumnSums(Field out, double[] sums) {
        for (int i = 0; i < out.slopes.length; i += sums.length) {
            for (int c = 0; c < sums.length; c++) {
                sums[c] += out.slopes[i + c];
            }
        }
    }

    /** Returns x where it is positive, a tenth of it elsewhere. */
    public Field activate(Field in) {
        Field out = new Field(in.edge, in.channels);
        for (int i = 0; i < in.values.length; i++) {
            out.values[i] = in.values[i] > 0 ? in.values[i] : LEAK * in.values[i];
        }
        steps.add(() -> {
            for (int i = 0; i < in.values.length; i++) {
                in.slopes[i] += in.values[i] > 0 ? out.slopes[i] : LEAK * out.slopes[i];
            }
        });
        return out;
    }

    /** Doubles the edge, or one less: each voxel becomes eight. */
    public Field enlarge(Field in, int edge) {
        if ((edge + 1) / 2 != in.edge) {
            throw new IllegalArgumentException("cannot enlarge an edge of " + in.edge + " to " + edge);
        }
        Field out = new Field(edge, in.channels);
        int c = in.channels;
        for (int voxel = 0; voxel < edge * edge * edge; voxel++) {
            System.arraycopy(in.values, c * parent(voxel, edge, in.edge), out.values, c * voxel, c);
        }
        steps.add(() -> {
            for (int voxel = 0; voxel < edge * edge * edge; voxel++) {
                int from = c * parent(voxel, edge, in.edge);
                for (int k = 0; k < c; k++) {
                    in.slopes[from + k] += out.slopes[c * voxel + k];
                }
            }
        });
        return out;
    }

    private static int parent(int voxel, int edge, int half) {
        int x = voxel / (edge * edge) / 2;
        int y = voxel / edge % edge / 2;
        return (x * half + y) * half + voxel % edge / 2;
    }

    /** Puts the channels of two fields of one grid side by side. */
    public Field join(Field a, Field b) {
        if (a.edge != b.edge) {
            throw new IllegalArgumentException("expected one grid, found edges of " + a.edge + " and " + b.edge);
        }
        int width = a.channels + b.channels;
        Field out = new Field(a.edge, width);
        int voxels = a.edge * a.edge * a.edge;
        for (int v = 0; v < voxels; v++) {
            System.arraycopy(a.values, v * a.channels, out.values, v * width, a.channels);
            System.arraycopy(b.values, v * b.channels, out.values, v * width + a.channels, b.channels);
        }
        steps.add(() -> {
            for (int v = 0; v < voxels; v++) {
                for (int k = 0; k < a.channels; k++) {
                    a.slopes[v * a.channels + k] += out.slopes[v * width + k];
                }
                for (int k = 0; k < b.channels; k++) {
                    b.slopes[v * b.channels + k] += out.slopes[v * width + a.channels + k];
                }
            }
        });
        return out;
    }

    /** Returns the same numbers on another grid. */
    public Field reshape(Field in, int edge) {
        Field out = Field.of(edge, in.values.length / (edge * edge * edge), in.values.clone());
        steps.add(() -> add(out.slopes, in.slopes));
        return out;
    }

    /** Returns the sum of two fields. */
    public Field sum(Field a, Field b) {
        Field out = Field.of(a.edge, a.channels, a.values.clone());
        add(b.values, out.values);
        steps.add(() -> {
            add(out.slopes, a.slopes);
            add(out.slopes, b.slopes);
        });
        return out;
    }

    private static void add(double[] from, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    /** Multiplies all channels of a voxel by 1/(1 + e^−s) of its score s. */
    public Field gate(Field in, Field scores) {
        Field out = new Field(in.edge, in.channels);
        int c = in.channels;
        for (int v = 0; v < scores.values.length; v++) {
            double share = logistic(scores.values[v]);
            for (int k = 0; k < c; k++) {
                out.values[c * v + k] = share * in.values[c * v + k];
            }
        }
        steps.add(() -> {
            for (int v = 0; v < scores.values.length; v++) {
                double share = logistic(scores.values[v]);
                double sum = 0;
                for (int k = 0; k < c; k++) {
                    in.slopes[c * v + k] += share * out.slopes[c * v + k];
                    sum += in.values[c * v + k] * out.slopes[c * v + k];
                }
                scores.slopes[v] += share * (1 - share) * sum;
            }
        });
        return out;
    }

    /** Returns 1/(1 + e^−x). */
    public static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
