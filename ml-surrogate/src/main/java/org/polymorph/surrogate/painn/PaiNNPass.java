package org.polymorph.surrogate.painn;

import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.LinearFilters;
import org.polymorph.surrogate.network.Network;
import org.polymorph.surrogate.network.Readout;

/**
 * The energy of a PaiNN with first and second derivatives. Σ t_p·∂E/∂d_p is Ė, the derivative of E along the tangents t of
 * the vectors of pairs, and Σ c·E + Ė is followed back through both. The adjoint of a dotted number equals ∂E by the plain
 * one, which {@link PaiNNSweep} has left; here those of the plain numbers are computed. Not thread-safe.
 */
final class PaiNNPass implements Network.Pass {
    private final PaiNN network;
    private final DistanceGrid grid;
    private final FilterTable[][] tables;
    private final FilterTable[][] tableAdjoints;
    private final LinearFilters[] filters;
    private final PaiNNSweep sweep;
    private final Channels dots = new Channels(Channels.FEATURES);
    private final Channels adjoint = new Channels(Channels.FEATURES);
    private DistanceGrid.Places places;
    private Graph graph;
    private double[][] weights = new double[0][];

    PaiNNPass(PaiNN network) {
        this.network = network;
        this.grid = network.trainingGrid();
        this.tables = network.tables(grid);
        this.tableAdjoints = network.tables(grid);
        this.filters = network.filters(grid);
        this.sweep = new PaiNNSweep(network);
        this.graph = Graph.join(java.util.List.of());
        this.places = grid.places(graph);
    }

    @Override
    public void evaluate(Graph batch, double[][] blocks, double[] energies, double[] pairGradients) {
        graph = batch;
        weights = blocks;
        places = grid.places(batch);
        network.fill(tables, filters, blocks);
        sweep.evaluate(batch, places, new PaiNNSweep.Weights(blocks, tables), energies, pairGradients);
    }

    @Override
    public void addGradient(double[] energyFactors, double[] pairTangents, double[][] gradient) {
        int width = network.shape().features();
        int rounds = network.shape().interactions();
        Messages.Pairs pairs = new Messages.Pairs(graph, places, sweep.vectors());
        sweep.vectors().move(graph, pairTangents);
        dots.resize(graph.atoms() * width);
        dots.clear();
        for (int t = 0; t < rounds; t++) {
            sweep.interaction(t).forwardDot(pairs, dots);
            sweep.mixing(t).forwardDot(weights, dots);
        }
        adjoint.resize(graph.atoms() * width);
        adjoint.clear();
        Readout.Both sides = new Readout.Both(dots.get(0), energyFactors, adjoint.get(0));
        sweep.readout().pullBackBoth(graph, weights, network.readoutBlock(), sides, gradient);
        for (int t = rounds - 1; t >= 0; t--) {
            sweep.mixing(t).backwardBoth(weights, adjoint, gradient);
            for (FilterTable table : tableAdjoints[t]) {
                table.clear();
            }
            sweep.interaction(t).backwardBoth(pairs, adjoint, tableAdjoints[t], gradient);
            filters[t].addGradient(network.filterBlock(t), gradient, tableAdjoints[t]);
        }
        for (int i = 0; i < graph.atoms(); i++) {
            int row = graph.species(i) * width;
            for (int k = 0; k < width; k++) {
                gradient[0][row + k] += adjoint.get(0)[i * width + k];
            }
        }
    }
}
