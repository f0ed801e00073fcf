package org.polymorph.surrogate.schnet;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.polymorph.surrogate.network.Blocks;
import org.polymorph.surrogate.network.Dense;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterNetwork;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.Network;
import org.polymorph.surrogate.network.NetworkShape;
import org.polymorph.surrogate.network.SingleTable;
import org.polymorph.surrogate.network.TabulatedNetwork;

/**
 * The architecture of Schütt et al. 2017 (arXiv 1706.08566) and 2018 (doi 10.1063/1.5019779): atoms carry features that
 * begin with an embedding of their element; in each interaction an atom adds up its neighbours' features, each multiplied
 * by a filter of the distance; a network of the last features gives the energy of the atom.
 *
 * <p>Blocks of weights: embeddings; for each interaction those of the {@link FilterNetwork}, of the features that are sent
 * (no bias), and two layers with biases on what is received; two layers for the energy, the second with a bias for each
 * element.
 */
final class SchNet implements Network {
    /** Distances of the grid for each Gaussian, while training and for evaluation. */
    private static final int COARSE = 7;

    private static final int FINE = 52;
    private static final int BLOCKS_EACH = FilterNetwork.BLOCKS + Interaction.BLOCKS;

    private final NetworkShape shape;
    private final Dense readout;

    SchNet(NetworkShape shape) {
        this.shape = shape;
        this.readout = new Dense(shape.features(), Math.max(1, shape.features() / 2));
    }

    NetworkShape shape() {
        return shape;
    }

    /** Returns the first layer of the energy. */
    Dense readout() {
        return readout;
    }

    /** Returns the first block of an interaction's filter network. */
    int filterBlock(int interaction) {
        return 1 + interaction * BLOCKS_EACH;
    }

    /** Returns the block of the features that are sent; the layers on what is received follow. */
    int sendBlock(int interaction) {
        return filterBlock(interaction) + FilterNetwork.BLOCKS;
    }

    /** Returns the first block of the energy. */
    int readoutBlock() {
        return 1 + shape.interactions() * BLOCKS_EACH;
    }

    private DistanceGrid grid(int fineness) {
        return new DistanceGrid(shape.cutoff(), fineness * shape.radial() + 1);
    }

    DistanceGrid trainingGrid() {
        return grid(COARSE);
    }

    FilterNetwork filters(DistanceGrid grid) {
        return new FilterNetwork(grid, shape.radial(), shape.features(), shape.features());
    }

    @Override
    public double[][] draw(SplittableRandom random) {
        int features = shape.features();
        double[][] blocks = new double[readoutBlock() + 4][];
        blocks[0] = new double[shape.species() * features];
        for (int k = 0; k < blocks[0].length; k++) {
            blocks[0][k] = random.nextGaussian();
        }
        FilterNetwork filters = filters(new DistanceGrid(shape.cutoff(), 2));
        for (int t = 0; t < shape.interactions(); t++) {
            System.arraycopy(filters.draw(random), 0, blocks, filterBlock(t), FilterNetwork.BLOCKS);
            System.arraycopy(Interaction.draw(features, random), 0, blocks, sendBlock(t), Interaction.BLOCKS);
        }
        int at = readoutBlock();
        blocks[at] = readout.draw(random);
        blocks[at + 1] = new double[readout.out()];
        blocks[at + 2] = new Dense(readout.out(), 1).draw(random);
        blocks[at + 3] = new double[shape.species()];
        return blocks;
    }

    @Override
    public void standardize(Graph graph, double[][] weights) {
        DistanceGrid grid = trainingGrid();
        FilterTable[] tables = tables(grid);
        fill(tables, filterNetworks(grid), weights);
        DistanceGrid.Places places = grid.places(graph);
        SchNetSweep sweep = new SchNetSweep(this);
        SchNetSweep.Weights current = new SchNetSweep.Weights(weights, tables);
        double[] energies = new double[graph.structures()];
        for (int t = 0; t < shape.interactions(); t++) {
            sweep.forward(graph, places, current, energies);
            sweep.interaction(t).standardize(weights, sendBlock(t));
        }
        sweep.forward(graph, places, current, energies);
        int at = readoutBlock();
        readout.standardize(graph.atoms(), sweep.inner(), weights[at], weights[at + 1]);
    }

    /** Matrices between features only: embeddings, biases and the energy's layers have to become as large as they must. */
    @Override
    public boolean decays(int block) {
        int part = (block - 1) % BLOCKS_EACH;
        boolean bias = part == 1 || part == 3 || part == FilterNetwork.BLOCKS + 2 || part == FilterNetwork.BLOCKS + 4;
        return block > 0 && block < readoutBlock() && !bias;
    }

    @Override
    public Pass pass() {
        return new SchNetPass(this);
    }

    @Override
    public Tabulated tabulate(double[][] weights) {
        return tabulate(weights, FINE);
    }

    /** Prepares weights with so many distances of the grid for each Gaussian. */
    Tabulated tabulate(double[][] weights, int fineness) {
        DistanceGrid grid = grid(fineness);
        FilterTable[] tables = tables(grid);
        fill(tables, filterNetworks(grid), weights);
        return TabulatedNetwork.of(
                grid, new SchNetSweep.Weights(Blocks.copy(weights), tables), () -> new SchNetSweep(this));
    }

    @Override
    public Tabulated tabulateSingle(double[][] weights) {
        DistanceGrid grid = grid(FINE);
        FilterTable[] tables = tables(grid);
        fill(tables, filterNetworks(grid), weights);
        float[][] narrow = Blocks.narrow(weights);
        SingleTable[] filters = Arrays.stream(tables).map(SingleTable::new).toArray(SingleTable[]::new);
        return new TabulatedNetwork(grid, () -> new SingleSweep(this, narrow, filters));
    }

    FilterTable[] tables(DistanceGrid grid) {
        FilterTable[] tables = new FilterTable[shape.interactions()];
        Arrays.setAll(tables, t -> new FilterTable(grid, shape.features()));
        return tables;
    }

    FilterNetwork[] filterNetworks(DistanceGrid grid) {
        FilterNetwork[] networks = new FilterNetwork[shape.interactions()];
        Arrays.setAll(networks, t -> filters(grid));
        return networks;
    }

    void fill(FilterTable[] tables, FilterNetwork[] networks, double[][] weights) {
        for (int t = 0; t < tables.length; t++) {
            networks[t].tabulate(weights, filterBlock(t), tables[t]);
        }
    }
}
