package org.polymorph.surrogate.property.ensemble;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A network that makes one number of a crystal. Immutable and thread-safe; weights are given with each call.
 *
 * @param <G> what crystals are to it: one, or several side by side
 */
public interface PropertyNetwork<G> {
    /** Puts crystals side by side, in their order. */
    G join(List<G> parts);

    /** Returns whether the weight decay shrinks a block. */
    boolean decays(int block);

    /** Draws weights. */
    double[][] draw(RandomGenerator random);

    /** Scales the layers to what goes into them from these crystals. */
    void standardize(G crystals, double[][] blocks);

    /** Returns one value a crystal. */
    double[] values(G crystals, double[][] blocks);

    /**
     * Adds the gradient of ½ Σ (value − target)² / n by the weights and returns that sum.
     *
     * @param targets one a crystal, n of them
     */
    double addGradient(G crystals, double[] targets, double[][] blocks, double[][] gradient);
}
