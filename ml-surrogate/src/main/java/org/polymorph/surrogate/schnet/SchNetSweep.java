package org.polymorph.surrogate.schnet;

import java.util.Arrays;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.ShiftedSoftplus;
import org.polymorph.surrogate.network.TabulatedNetwork;

/**
 * The energy of a SchNet forwards and its first derivatives backwards; keeps what second derivatives need. Not
 * thread-safe.
 */
final class SchNetSweep implements TabulatedNetwork.Sweep<SchNetSweep.Weights> {
    private final SchNet network;
    private final int width;
    private final Interaction[] interactions;
    private double[] features = new double[0];
    private double[] featureAdjoint = new double[0];
    private double[] inner = new double[0];
    private double[] active = new double[0];
    private double[] slope = new double[0];
    private double[] innerAdjoint = new double[0];
    private double[] distanceGradients = new double[0];

    SchNetSweep(SchNet network) {
        this.network = network;
        this.width = network.shape().features();
        this.interactions = new Interaction[network.shape().interactions()];
        Arrays.setAll(interactions, t -> new Interaction(width));
    }

    Interaction interaction(int t) {
        return interactions[t];
    }

    /** Returns the last features, atoms × width; not to be changed. */
    @Override
    public double[] scalars() {
        return features;
    }

    /** Returns the energy's first layer before its activation; not to be changed. */
    double[] inner() {
        return inner;
    }

    /** Returns the activations of the energy's first layer; not to be changed. */
    double[] active() {
        return active;
    }

    /** Returns the slopes of the energy's first layer; not to be changed. */
    double[] slope() {
        return slope;
    }

    /** Returns ∂E by the first layer of the energy before its activation; not to be changed. */
    double[] innerAdjoint() {
        return innerAdjoint;
    }

    /** Computes energies and ∂E/∂d as {@link org.polymorph.surrogate.network.Network.Pass#evaluate} says. */
    @Override
    public void evaluate(
            Graph graph, DistanceGrid.Places places, Weights weights, double[] energies, double[] pairGradients) {
        forward(graph, places, weights, energies);
        backward(new Interaction.Pairs(graph, places), weights.blocks());
        for (int p = 0; p < graph.pairs(); p++) {
            double along = distanceGradients[p] / graph.distance(p);
            for (int k = 0; k < 3; k++) {
                pairGradients[3 * p + k] = along * graph.vector(p, k);
            }
        }
    }

    /** Blocks of weights, and the filters that follow from them. */
    record Weights(double[][] blocks, FilterTable[] filters) {}

    /** Computes the energy of each structure. */
    @Override
    public void forward(Graph graph, DistanceGrid.Places places, Weights weights, double[] energies) {
        int atoms = graph.atoms();
        double[][] w = weights.blocks();
        resize(graph);
        for (int i = 0; i < atoms; i++) {
            System.arraycopy(w[0], graph.species(i) * width, features, i * width, width);
        }
        Interaction.Pairs pairs = new Interaction.Pairs(graph, places);
        for (int t = 0; t < interactions.length; t++) {
            interactions[t].apply(pairs, weights.filters()[t], w, network.sendBlock(t), features);
        }
        readOut(graph, w, energies);
    }

    private void readOut(Graph graph, double[][] w, double[] energies) {
        int at = network.readoutBlock();
        int hidden = network.readout().out();
        network.readout().apply(graph.atoms(), features, w[at], w[at + 1], inner);
        ShiftedSoftplus.apply(inner.length, inner, active, slope);
        for (int s = 0; s < graph.structures(); s++) {
            double sum = 0;
            for (int i = graph.atomStart(s); i < graph.atomStart(s + 1); i++) {
                sum += w[at + 3][graph.species(i)];
                for (int k = 0; k < hidden; k++) {
                    sum += w[at + 2][k] * active[i * hidden + k];
                }
            }
            energies[s] = sum;
        }
    }

    private void backward(Interaction.Pairs pairs, double[][] w) {
        Graph graph = pairs.graph();
        int atoms = graph.atoms();
        int hidden = network.readout().out();
        int at = network.readoutBlock();
        for (int k = 0; k < inner.length; k++) {
            innerAdjoint[k] = w[at + 2][k % hidden] * slope[k];
        }
        network.readout().pullBack(atoms, innerAdjoint, w[at], featureAdjoint);
        Arrays.fill(distanceGradients, 0, graph.pairs(), 0);
        for (int t = interactions.length - 1; t >= 0; t--) {
            int block = network.sendBlock(t);
            interactions[t].pullBack(pairs, w, block, featureAdjoint, distanceGradients);
            if (t > 0) { // the embeddings do not move with the atoms
                interactions[t].addSent(pairs, w, block, featureAdjoint);
            }
        }
    }

    private void resize(Graph graph) {
        int length = graph.atoms() * width;
        int hidden = graph.atoms() * network.readout().out();
        if (features.length != length) {
            features = new double[length];
            featureAdjoint = new double[length];
            inner = new double[hidden];
            active = new double[hidden];
            slope = new double[hidden];
            innerAdjoint = new double[hidden];
        }
        if (distanceGradients.length < graph.pairs()) {
            distanceGradients = new double[graph.pairs()];
        }
    }
}
