package org.polymorph.surrogate.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The blocks of weights of a network while it is laid out, in the order in which its layers ask for them. Not thread-safe. */
public final class Weights {
    private final List<double[]> blocks = new ArrayList<>();
    private final SplittableRandom random;

    /** Begins without blocks. */
    public Weights(SplittableRandom random) {
        this.random = random;
    }

    /**
     * Adds a layer: normal weights of variance gain²/inputs (He et al. 2015, arXiv 1502.01852, for a gain of √2), then one
     * constant an output.
     *
     * @return number of the first of the two blocks
     */
    public int layer(int inputs, int outputs, double gain, double constant) {
        double deviation = gain / Math.sqrt(inputs);
        double[] block = new double[inputs * outputs];
        Arrays.setAll(block, i -> deviation * random.nextGaussian());
        double[] constants = new double[outputs];
        Arrays.fill(constants, constant);
        blocks.add(block);
        blocks.add(constants);
        return blocks.size() - 2;
    }

    /** Returns all blocks. */
    public double[][] blocks() {
        return blocks.toArray(double[][]::new);
    }
}
