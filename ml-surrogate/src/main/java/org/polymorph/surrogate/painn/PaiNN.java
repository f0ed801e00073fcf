package org.polymorph.surrogate.painn;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.polymorph.surrogate.network.Blocks;
import org.polymorph.surrogate.network.Dense;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.LinearFilters;
import org.polymorph.surrogate.network.Network;
import org.polymorph.surrogate.network.NetworkShape;
import org.polymorph.surrogate.network.Perceptron;
import org.polymorph.surrogate.network.Readout;
import org.polymorph.surrogate.network.SingleTable;
import org.polymorph.surrogate.network.TabulatedNetwork;

/**
 * The polarizable atom interaction network of Schütt, Unke and Gastegger 2021 (arXiv 2102.03150): atoms carry scalars, which
 * begin with an embedding of their element, and vectors, which begin at zero. In each round neighbours send both, along the
 * bonds, through filters of the distance ({@link Interaction}); then every atom mixes its own ({@link Mixing}). A network of
 * the last scalars gives the energy of the atom.
 *
 * <p>Blocks of weights: embeddings; for each round those of the {@link LinearFilters}, of the interaction's perceptron and of
 * the mixing; those of the {@link Readout}.
 */
final class PaiNN implements Network {
    /** Distances of the grid for each Gaussian, while training and for evaluation. */
    private static final int COARSE = 7;

    private static final int FINE = 32;
    private static final int CONTEXT = LinearFilters.BLOCKS;
    private static final int MIXING = CONTEXT + Perceptron.BLOCKS;
    private static final int BLOCKS_EACH = MIXING + Mixing.BLOCKS;

    private final NetworkShape shape;

    PaiNN(NetworkShape shape) {
        this.shape = shape;
    }

    NetworkShape shape() {
        return shape;
    }

    /** Returns the first block of a round, which is that of its filters. */
    int filterBlock(int round) {
        return 1 + round * BLOCKS_EACH;
    }

    /** Returns the first block of a round's perceptron. */
    int contextBlock(int round) {
        return filterBlock(round) + CONTEXT;
    }

    /** Returns the first block of a round's mixing. */
    int mixingBlock(int round) {
        return filterBlock(round) + MIXING;
    }

    /** Returns the first block of the energy. */
    int readoutBlock() {
        return filterBlock(shape.interactions());
    }

    Interaction interaction(int round) {
        return new Interaction(shape.features(), contextBlock(round), round > 0);
    }

    // The energy takes scalars only.
    private boolean vectorsAfter(int round) {
        return round < shape.interactions() - 1;
    }

    Mixing mixing(int round) {
        return new Mixing(shape.features(), mixingBlock(round), vectorsAfter(round));
    }

    Readout readout() {
        return new Readout(shape.features(), shape.species());
    }

    private DistanceGrid grid(int fineness) {
        return new DistanceGrid(shape.cutoff(), fineness * shape.radial() + 1);
    }

    DistanceGrid trainingGrid() {
        return grid(COARSE);
    }

    private LinearFilters filters(DistanceGrid grid, int round) {
        return new LinearFilters(grid, shape.radial(), Messages.tables(round > 0) * shape.features());
    }

    LinearFilters[] filters(DistanceGrid grid) {
        LinearFilters[] filters = new LinearFilters[shape.interactions()];
        Arrays.setAll(filters, t -> filters(grid, t));
        return filters;
    }

    /** Makes empty tables of the filters of each round. */
    FilterTable[][] tables(DistanceGrid grid) {
        FilterTable[][] tables = new FilterTable[shape.interactions()][];
        for (int t = 0; t < tables.length; t++) {
            tables[t] = new FilterTable[Messages.tables(t > 0)];
            Arrays.setAll(tables[t], k -> new FilterTable(grid, shape.features()));
        }
        return tables;
    }

    void fill(FilterTable[][] tables, LinearFilters[] filters, double[][] weights) {
        for (int t = 0; t < tables.length; t++) {
            filters[t].tabulate(weights, filterBlock(t), tables[t]);
        }
    }

    @Override
    public double[][] draw(SplittableRandom random) {
        int width = shape.features();
        double[][] blocks = new double[readoutBlock() + Readout.BLOCKS][];
        blocks[0] = new double[shape.species() * width];
        for (int k = 0; k < blocks[0].length; k++) {
            blocks[0][k] = random.nextGaussian();
        }
        LinearFilters[] filters = filters(new DistanceGrid(shape.cutoff(), 2));
        for (int t = 0; t < filters.length; t++) {
            int at = filterBlock(t);
            put(filters[t].draw(random), blocks, at);
            put(Interaction.context(width, t > 0).draw(random), blocks, at + CONTEXT);
            Dense mix = Mixing.mix(width);
            blocks[at + MIXING] = mix.draw(random);
            put(Mixing.context(width, vectorsAfter(t)).draw(random), blocks, at + MIXING + 1);
        }
        put(readout().draw(random), blocks, readoutBlock());
        return blocks;
    }

    private static void put(double[][] some, double[][] blocks, int at) {
        System.arraycopy(some, 0, blocks, at, some.length);
    }

    @Override
    public void standardize(Graph graph, double[][] weights) {
        DistanceGrid grid = trainingGrid();
        FilterTable[][] tables = tables(grid);
        fill(tables, filters(grid), weights);
        DistanceGrid.Places places = grid.places(graph);
        PaiNNSweep sweep = new PaiNNSweep(this);
        PaiNNSweep.Weights current = new PaiNNSweep.Weights(weights, tables);
        double[] energies = new double[graph.structures()];
        for (int t = 0; t < shape.interactions(); t++) {
            // what goes into the first round are the embeddings: the same for all atoms of an element
            if (t > 0) {
                sweep.forward(graph, places, current, energies);
                sweep.interaction(t).context().standardize(weights);
            }
            sweep.forward(graph, places, current, energies);
            sweep.mixing(t).context().standardize(weights);
        }
        sweep.forward(graph, places, current, energies);
        sweep.readout().standardize(weights, readoutBlock());
    }

    /** Matrices only: embeddings, biases and the energy's layers have to become as large as they must. */
    @Override
    public boolean decays(int block) {
        int part = (block - 1) % BLOCKS_EACH;
        // in the filters and the first perceptron biases are the odd ones, behind the matrix without bias the even ones
        boolean bias = part <= MIXING ? part % 2 == 1 : part % 2 == 0;
        return block > 0 && block < readoutBlock() && !bias;
    }

    @Override
    public Pass pass() {
        return new PaiNNPass(this);
    }

    @Override
    public Tabulated tabulate(double[][] weights) {
        return tabulate(weights, FINE);
    }

    @Override
    public Tabulated tabulateSingle(double[][] weights) {
        DistanceGrid grid = grid(FINE);
        FilterTable[][] tables = tables(grid);
        fill(tables, filters(grid), weights);
        float[][] narrow = Blocks.narrow(weights);
        SingleTable[][] filters = Arrays.stream(tables)
                .map(round -> Arrays.stream(round).map(SingleTable::new).toArray(SingleTable[]::new))
                .toArray(SingleTable[][]::new);
        return new TabulatedNetwork(grid, () -> new SingleSweep(this, narrow, filters));
    }

    /** Prepares weights with so many distances of the grid for each Gaussian. */
    Tabulated tabulate(double[][] weights, int fineness) {
        DistanceGrid grid = grid(fineness);
        FilterTable[][] tables = tables(grid);
        fill(tables, filters(grid), weights);
        return TabulatedNetwork.of(
                grid, new PaiNNSweep.Weights(Blocks.copy(weights), tables), () -> new PaiNNSweep(this));
    }
}
