package org.polymorph.surrogate.property.cgcnn;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.polymorph.surrogate.network.Dense;
import org.polymorph.surrogate.property.ensemble.PropertyNetwork;
import org.polymorph.surrogate.property.ensemble.SquareLoss;

/**
 * A crystal graph convolutional network: a learnt vector of each element, gated convolutions, the mean over the atoms, a hidden
 * layer with softplus, one number (Xie and Grossman 2018). Immutable; weights are given with each call.
 *
 * <p>Unlike in the paper an element is a vector of its own, not a table of its properties, and weights are scaled at the start by
 * data where the published program normalises batches: an estimate then depends on its crystal alone.
 */
final class CrystalNetwork implements PropertyNetwork<CrystalGraph> {
    private final CgcnnSettings.Shape shape;
    private final int species;
    private final Convolution convolution;
    private final Dense hidden;
    private final Dense last;

    CrystalNetwork(CgcnnSettings.Shape shape, int neighbors, int species) {
        this.shape = shape;
        this.species = species;
        this.convolution = new Convolution(shape.features(), shape.gaussians(), neighbors);
        this.hidden = new Dense(shape.features(), shape.hidden());
        this.last = new Dense(shape.hidden(), 1);
    }

    private int hiddenBlock() {
        return 1 + Convolution.BLOCKS * shape.convolutions();
    }

    @Override
    public CrystalGraph join(List<CrystalGraph> parts) {
        return CrystalGraph.join(parts);
    }

    /** Returns whether the weight decay shrinks a block: all but biases and the vectors of the elements. */
    @Override
    public boolean decays(int block) {
        if (block >= hiddenBlock()) {
            return (block - hiddenBlock()) % 2 == 0;
        }
        return block % Convolution.BLOCKS != 0; // 0 are the elements, and each fourth one a bias
    }

    @Override
    public double[][] draw(RandomGenerator random) {
        double[][] blocks = new double[hiddenBlock() + 4][];
        blocks[0] = new double[species * shape.features()];
        for (int k = 0; k < blocks[0].length; k++) {
            blocks[0][k] = 0.5 * random.nextGaussian();
        }
        for (int c = 0; c < shape.convolutions(); c++) {
            System.arraycopy(convolution.draw(random), 0, blocks, 1 + Convolution.BLOCKS * c, Convolution.BLOCKS);
        }
        int at = hiddenBlock();
        blocks[at] = hidden.draw(random);
        blocks[at + 1] = new double[shape.hidden()];
        blocks[at + 2] = last.draw(random);
        blocks[at + 3] = new double[1];
        return blocks;
    }

    /** Scales the layers so that what goes into the activations differs by about one between these crystals. */
    @Override
    public void standardize(CrystalGraph graph, double[][] blocks) {
        double[] v = embed(graph, blocks);
        int two = 2 * shape.features();
        for (int c = 0; c < shape.convolutions(); c++) {
            int first = 1 + Convolution.BLOCKS * c;
            double[] z = convolution.arguments(graph, v, blocks, first);
            for (int k = 0; k < two; k++) {
                double mean = 0;
                double square = 0;
                for (int e = 0; e < graph.edges(); e++) {
                    mean += z[e * two + k] / graph.edges();
                    square += z[e * two + k] * z[e * two + k] / graph.edges();
                }
                double factor = 1 / Math.sqrt(Math.max(square - mean * mean, 1e-6));
                for (int block = first; block < first + 3; block++) {
                    for (int at = k; at < blocks[block].length; at += two) {
                        blocks[block][at] *= factor;
                    }
                }
                blocks[first + 3][k] = -factor * mean;
            }
            v = convolution.apply(graph, v, convolution.arguments(graph, v, blocks, first));
        }
        double[] pooled = pool(graph, v);
        double[] z = new double[graph.crystals() * shape.hidden()];
        hidden.apply(graph.crystals(), pooled, blocks[hiddenBlock()], blocks[hiddenBlock() + 1], z);
        hidden.standardize(graph.crystals(), z, blocks[hiddenBlock()], blocks[hiddenBlock() + 1]);
        double[] values = values(graph, blocks);
        double mean = Arrays.stream(values).average().orElseThrow();
        blocks[hiddenBlock() + 3][0] -= mean;
    }

    @Override
    public double[] values(CrystalGraph graph, double[][] blocks) {
        double[] v = embed(graph, blocks);
        for (int c = 0; c < shape.convolutions(); c++) {
            v = convolution.apply(graph, v, convolution.arguments(graph, v, blocks, 1 + Convolution.BLOCKS * c));
        }
        return read(graph, hiddenArguments(graph, pool(graph, v), blocks), blocks);
    }

    @Override
    public double addGradient(CrystalGraph graph, double[] targets, double[][] blocks, double[][] gradient) {
        Convolution.Tape[] tapes = new Convolution.Tape[shape.convolutions()];
        double[] v = embed(graph, blocks);
        for (int c = 0; c < tapes.length; c++) {
            double[] z = convolution.arguments(graph, v, blocks, 1 + Convolution.BLOCKS * c);
            tapes[c] = new Convolution.Tape(v, z);
            v = convolution.apply(graph, v, z);
        }
        double[] pooled = pool(graph, v);
        double[] z = hiddenArguments(graph, pooled, blocks);
        SquareLoss loss = SquareLoss.of(read(graph, z, blocks), targets);
        double[] before = spread(graph, readBack(graph.crystals(), pooled, z, loss.adjoint(), blocks, gradient));
        for (int c = tapes.length - 1; c >= 0; c--) {
            before = convolution.pullBack(graph, tapes[c], blocks, 1 + Convolution.BLOCKS * c, before, gradient);
        }
        int width = shape.features();
        for (int i = 0; i < graph.atoms(); i++) {
            for (int k = 0; k < width; k++) {
                gradient[0][graph.species()[i] * width + k] += before[i * width + k];
            }
        }
        return loss.sum();
    }

    private double[] embed(CrystalGraph graph, double[][] blocks) {
        int width = shape.features();
        double[] v = new double[graph.atoms() * width];
        for (int i = 0; i < graph.atoms(); i++) {
            System.arraycopy(blocks[0], graph.species()[i] * width, v, i * width, width);
        }
        return v;
    }

    private static int[] sizes(CrystalGraph graph) {
        int[] sizes = new int[graph.crystals()];
        for (int crystal : graph.crystal()) {
            sizes[crystal]++;
        }
        return sizes;
    }

    private double[] pool(CrystalGraph graph, double[] v) {
        int width = shape.features();
        int[] sizes = sizes(graph);
        double[] pooled = new double[graph.crystals() * width];
        for (int i = 0; i < graph.atoms(); i++) {
            int c = graph.crystal()[i];
            for (int k = 0; k < width; k++) {
                pooled[c * width + k] += v[i * width + k] / sizes[c];
            }
        }
        return pooled;
    }

    private double[] spread(CrystalGraph graph, double[] pooled) {
        int width = shape.features();
        int[] sizes = sizes(graph);
        double[] v = new double[graph.atoms() * width];
        for (int i = 0; i < graph.atoms(); i++) {
            int c = graph.crystal()[i];
            for (int k = 0; k < width; k++) {
                v[i * width + k] = pooled[c * width + k] / sizes[c];
            }
        }
        return v;
    }

    private double[] hiddenArguments(CrystalGraph graph, double[] pooled, double[][] blocks) {
        double[] z = new double[graph.crystals() * shape.hidden()];
        hidden.apply(graph.crystals(), pooled, blocks[hiddenBlock()], blocks[hiddenBlock() + 1], z);
        return z;
    }

    private static double[] activated(double[] z) {
        return Arrays.stream(z).map(Activations::softplus).toArray();
    }

    private double[] read(CrystalGraph graph, double[] z, double[][] blocks) {
        double[] values = new double[graph.crystals()];
        last.apply(graph.crystals(), activated(z), blocks[hiddenBlock() + 2], blocks[hiddenBlock() + 3], values);
        return values;
    }

    private double[] readBack(
            int n, double[] pooled, double[] z, double[] adjoint, double[][] blocks, double[][] gradient) {
        int at = hiddenBlock();
        last.addWeights(n, activated(z), adjoint, gradient[at + 2]);
        last.addBias(n, adjoint, gradient[at + 3]);
        double[] zAdjoint = new double[z.length];
        last.pullBack(n, adjoint, blocks[at + 2], zAdjoint);
        for (int k = 0; k < z.length; k++) {
            zAdjoint[k] *= Activations.sigmoid(z[k]);
        }
        hidden.addWeights(n, pooled, zAdjoint, gradient[at]);
        hidden.addBias(n, zAdjoint, gradient[at + 1]);
        double[] before = new double[pooled.length];
        hidden.pullBack(n, zAdjoint, blocks[at], before);
        return before;
    }
}
