package org.polymorph.surrogate.schnet;

import java.util.Arrays;
import org.polymorph.surrogate.network.Dense;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterNetwork;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.Network;
import org.polymorph.surrogate.network.ShiftedSoftplus;

/**
 * The energy of a SchNet with first and second derivatives. The energy depends on the distances r alone, so that
 * Σ t_p·∂E/∂d_p is Ė, the derivative of E along ṙ_p = t_p·d_p/r_p, and c·E + Ė is followed back through both. The adjoint
 * of a dotted number equals ∂E by the plain one, which {@link SchNetSweep} has left; here those of the plain numbers are
 * computed. Not thread-safe.
 */
final class SchNetPass implements Network.Pass {
    private final SchNet network;
    private final int width;
    private final DistanceGrid grid;
    private final FilterTable[] tables;
    private final FilterTable[] tableAdjoints;
    private final FilterNetwork[] filters;
    private final SchNetSweep sweep;
    private DistanceGrid.Places places;
    private Graph graph;
    private double[][] weights = new double[0][];
    private double[] distanceDots = new double[0];
    private double[] features = new double[0];
    private double[] adjoint = new double[0];
    private double[] inner = new double[0];
    private double[] innerAdjoint = new double[0];

    SchNetPass(SchNet network) {
        this.network = network;
        this.width = network.shape().features();
        this.grid = network.trainingGrid();
        this.tables = network.tables(grid);
        this.tableAdjoints = network.tables(grid);
        this.filters = network.filterNetworks(grid);
        this.sweep = new SchNetSweep(network);
        this.graph = Graph.join(java.util.List.of());
        this.places = grid.places(graph);
    }

    @Override
    public void evaluate(Graph batch, double[][] blocks, double[] energies, double[] pairGradients) {
        graph = batch;
        weights = blocks;
        places = grid.places(batch);
        network.fill(tables, filters, blocks);
        sweep.evaluate(batch, places, new SchNetSweep.Weights(blocks, tables), energies, pairGradients);
    }

    @Override
    public void addGradient(double[] energyFactors, double[] pairTangents, double[][] gradient) {
        resize();
        for (int p = 0; p < graph.pairs(); p++) {
            double along = 0;
            for (int k = 0; k < 3; k++) {
                along += pairTangents[3 * p + k] * graph.vector(p, k);
            }
            distanceDots[p] = along / graph.distance(p);
        }
        Interaction.Pairs pairs = new Interaction.Pairs(graph, places);
        Arrays.fill(features, 0);
        for (int t = 0; t < tables.length; t++) {
            sweep.interaction(t).applyDot(pairs, weights, network.sendBlock(t), distanceDots, features);
        }
        readOutBackwards(energyFactors, gradient);
        for (int t = tables.length - 1; t >= 0; t--) {
            FilterTable table = tableAdjoints[t];
            sweep.interaction(t)
                    .pullBackBoth(pairs, weights, network.sendBlock(t), distanceDots, table, adjoint, gradient);
            filters[t].addGradient(weights, network.filterBlock(t), table, gradient);
        }
        for (int i = 0; i < graph.atoms(); i++) {
            int row = graph.species(i) * width;
            for (int k = 0; k < width; k++) {
                gradient[0][row + k] += adjoint[i * width + k];
            }
        }
    }

    private void readOutBackwards(double[] energyFactors, double[][] gradient) {
        int atoms = graph.atoms();
        int at = network.readoutBlock();
        Dense readout = network.readout();
        int hidden = readout.out();
        readout.multiply(atoms, features, weights[at], inner);
        for (int s = 0; s < graph.structures(); s++) {
            double factor = energyFactors[s];
            for (int i = graph.atomStart(s); i < graph.atomStart(s + 1); i++) {
                gradient[at + 3][graph.species(i)] += factor;
                for (int k = 0; k < hidden; k++) {
                    int e = i * hidden + k;
                    double slope = sweep.slope()[e];
                    double last = weights[at + 2][k];
                    gradient[at + 2][k] += factor * sweep.active()[e] + slope * inner[e];
                    innerAdjoint[e] = last * (factor * slope + ShiftedSoftplus.curvature(slope) * inner[e]);
                }
            }
        }
        readout.addWeights(atoms, sweep.scalars(), innerAdjoint, gradient[at]);
        readout.addWeights(atoms, features, sweep.innerAdjoint(), gradient[at]);
        readout.addBias(atoms, innerAdjoint, gradient[at + 1]);
        readout.pullBack(atoms, innerAdjoint, weights[at], adjoint);
    }

    private void resize() {
        int length = graph.atoms() * width;
        int hidden = graph.atoms() * network.readout().out();
        if (features.length != length) {
            features = new double[length];
            adjoint = new double[length];
            inner = new double[hidden];
            innerAdjoint = new double[hidden];
        }
        if (distanceDots.length < graph.pairs()) {
            distanceDots = new double[graph.pairs()];
        }
    }
}
