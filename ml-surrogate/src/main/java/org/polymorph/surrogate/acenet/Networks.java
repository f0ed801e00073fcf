package org.polymorph.surrogate.acenet;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterNetwork;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.schnet.Interaction;

/**
 * The networks of a member, one an element, and the messages between their atoms: with these, an atom's first hidden layer is
 * what its features are in a SchNet of one interaction (Schütt et al. 2018, doi 10.1063/1.5019779), and the second layer sees
 * what the interaction makes of it. Immutable and thread-safe; {@link NetworksPass}es are the scratch space.
 *
 * <p>Blocks of weights: those of each element's network, of the {@link FilterNetwork} and of the {@link Interaction}.
 *
 * @param atomic of one element
 * @param messages scale of the messages at first; 0: none
 * @param cutoff of the messages, Å
 */
record Networks(AtomicNetwork atomic, int elements, double messages, double cutoff) {
    private static final int GAUSSIANS = 20;

    /** Distances of the grid for each Gaussian, while training and for evaluation, as {@code SchNet} has them. */
    private static final int COARSE = 7;

    private static final int FINE = 52;

    boolean talk() {
        return messages > 0;
    }

    /** Returns the first block of the filters. */
    int filterBlock() {
        return elements * AtomicNetwork.BLOCKS;
    }

    /** Returns the first block of the interaction. */
    int interactionBlock() {
        return filterBlock() + FilterNetwork.BLOCKS;
    }

    /** Returns the number of blocks of a member. */
    int blocks() {
        return talk() ? interactionBlock() + Interaction.BLOCKS : filterBlock();
    }

    /** Returns whether a block is one of a layer, which may shrink: linear terms and energies may not. */
    boolean decays(int block) {
        return block >= filterBlock() || AtomicNetwork.decays(block);
    }

    /**
     * Draws initial weights round a linear function of each element's features.
     *
     * @param random makes the stream of each element, and after them that of the messages
     * @param linear of each element, one number a feature, then a constant
     */
    double[][] draw(IntFunction<SplittableRandom> random, double[][] linear) {
        double[][] weights = new double[blocks()][];
        for (int z = 0; z < elements; z++) {
            double[][] part = atomic.draw(random.apply(z), linear[z]);
            System.arraycopy(part, 0, weights, z * AtomicNetwork.BLOCKS, AtomicNetwork.BLOCKS);
        }
        if (talk()) {
            SplittableRandom own = random.apply(elements);
            System.arraycopy(filters(trainingGrid()).draw(own), 0, weights, filterBlock(), FilterNetwork.BLOCKS);
            double[][] interaction = Interaction.draw(atomic.first(), own);
            Arrays.setAll(interaction[3], k -> messages * interaction[3][k]);
            System.arraycopy(interaction, 0, weights, interactionBlock(), Interaction.BLOCKS);
        }
        return weights;
    }

    private DistanceGrid grid(int fineness) {
        return new DistanceGrid(cutoff, fineness * GAUSSIANS + 1);
    }

    DistanceGrid trainingGrid() {
        return grid(COARSE);
    }

    DistanceGrid fineGrid() {
        return grid(FINE);
    }

    FilterNetwork filters(DistanceGrid grid) {
        return new FilterNetwork(grid, GAUSSIANS, atomic.first(), atomic.first());
    }

    FilterTable table(DistanceGrid grid) {
        return new FilterTable(grid, atomic.first());
    }

    /** Returns the filters of a member as a table; zeros without messages. */
    FilterTable tabulate(DistanceGrid grid, double[][] weights) {
        FilterTable table = table(grid);
        if (talk()) {
            filters(grid).tabulate(weights, filterBlock(), table);
        }
        return table;
    }
}
