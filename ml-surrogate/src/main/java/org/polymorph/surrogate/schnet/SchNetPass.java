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
    private final TangentState[] tangents;
    private DistanceGrid.Places places;
    private Graph graph;
    private double[][] weights = new double[0][];
    private double[] distanceDots = new double[0];
    private double[] features = new double[0];
    private double[] adjoint = new double[0];
    private double[] other = new double[0];
    private double[] inner = new double[0];
    private double[] active = new double[0];
    private double[] innerAdjoint = new double[0];

    SchNetPass(SchNet network) {
        this.network = network;
        this.width = network.shape().features();
        this.grid = network.trainingGrid();
        this.tables = network.tables(grid);
        this.tableAdjoints = network.tables(grid);
        this.filters = network.filterNetworks(grid);
        this.sweep = new SchNetSweep(network);
        this.tangents = new TangentState[tables.length];
        Arrays.setAll(tangents, t -> new TangentState());
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
        forwardDots();
        readOutBackwards(energyFactors, gradient);
        for (int t = tangents.length - 1; t >= 0; t--) {
            backwards(t, gradient);
        }
        for (int i = 0; i < graph.atoms(); i++) {
            int row = graph.species(i) * width;
            for (int k = 0; k < width; k++) {
                gradient[0][row + k] += adjoint[i * width + k];
            }
        }
    }

    // The dotted numbers of all interactions, and of the last features.
    private void forwardDots() {
        int atoms = graph.atoms();
        Dense square = network.square();
        Arrays.fill(features, 0);
        for (int t = 0; t < tangents.length; t++) {
            InteractionState state = sweep.state(t);
            TangentState dots = tangents[t];
            int at = network.sendBlock(t);
            System.arraycopy(features, 0, dots.features, 0, features.length);
            square.multiply(atoms, features, weights[at], dots.sent);
            state.messages.sendDot(graph, dots.sent, distanceDots, dots.received);
            square.multiply(atoms, dots.received, weights[at + 1], dots.inner);
            for (int k = 0; k < features.length; k++) {
                dots.active[k] = state.slope[k] * dots.inner[k];
            }
            square.addProduct(atoms, dots.active, weights[at + 3], features);
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

    // From the adjoint of the features after an interaction to that of the features before it.
    private void backwards(int t, double[][] gradient) {
        int atoms = graph.atoms();
        InteractionState state = sweep.state(t);
        TangentState dots = tangents[t];
        Dense square = network.square();
        int at = network.sendBlock(t);
        square.addWeights(atoms, state.active, adjoint, gradient[at + 3]);
        square.addWeights(atoms, dots.active, state.resultAdjoint, gradient[at + 3]);
        square.addBias(atoms, adjoint, gradient[at + 4]);
        square.pullBack(atoms, adjoint, weights[at + 3], active);
        for (int k = 0; k < active.length; k++) {
            double slope = state.slope[k];
            active[k] = active[k] * slope + state.activeAdjoint[k] * ShiftedSoftplus.curvature(slope) * dots.inner[k];
        }
        square.addWeights(atoms, state.received, active, gradient[at + 1]);
        square.addWeights(atoms, dots.received, state.innerAdjoint, gradient[at + 1]);
        square.addBias(atoms, active, gradient[at + 2]);
        square.pullBack(atoms, active, weights[at + 1], other);
        tableAdjoints[t].clear();
        state.messages.pullBackBoth(
                graph,
                places,
                distanceDots,
                new Messages.Adjoints(other, state.receivedAdjoint, active, tableAdjoints[t]));
        square.addWeights(atoms, state.features, active, gradient[at]);
        square.addWeights(atoms, dots.features, state.sentAdjoint, gradient[at]);
        square.addPullBack(atoms, active, weights[at], adjoint);
        filters[t].addGradient(weights, network.filterBlock(t), tableAdjoints[t], gradient);
    }

    private void resize() {
        int length = graph.atoms() * width;
        int hidden = graph.atoms() * network.readout().out();
        if (features.length != length) {
            features = new double[length];
            adjoint = new double[length];
            other = new double[length];
            active = new double[length];
            inner = new double[hidden];
            innerAdjoint = new double[hidden];
        }
        if (distanceDots.length < graph.pairs()) {
            distanceDots = new double[graph.pairs()];
        }
        for (TangentState state : tangents) {
            state.resize(length);
        }
    }
}
