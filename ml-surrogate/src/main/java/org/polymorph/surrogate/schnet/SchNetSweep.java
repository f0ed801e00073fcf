package org.polymorph.surrogate.schnet;

import java.util.Arrays;
import org.polymorph.surrogate.network.Dense;
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
    private final InteractionState[] states;
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
        this.states = new InteractionState[network.shape().interactions()];
        Arrays.setAll(states, t -> new InteractionState(width));
    }

    InteractionState state(int interaction) {
        return states[interaction];
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
        backward(graph, weights.blocks());
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
        Dense square = network.square();
        for (int t = 0; t < states.length; t++) {
            InteractionState state = states[t];
            int at = network.sendBlock(t);
            System.arraycopy(features, 0, state.features, 0, features.length);
            square.multiply(atoms, features, w[at], state.sent);
            state.messages.send(graph, places, weights.filters()[t], state.sent, state.received);
            square.apply(atoms, state.received, w[at + 1], w[at + 2], state.inner);
            ShiftedSoftplus.apply(features.length, state.inner, state.active, state.slope);
            square.addProduct(atoms, state.active, w[at + 3], w[at + 4], features);
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

    private void backward(Graph graph, double[][] w) {
        int atoms = graph.atoms();
        int hidden = network.readout().out();
        int at = network.readoutBlock();
        for (int k = 0; k < inner.length; k++) {
            innerAdjoint[k] = w[at + 2][k % hidden] * slope[k];
        }
        network.readout().pullBack(atoms, innerAdjoint, w[at], featureAdjoint);
        Arrays.fill(distanceGradients, 0, graph.pairs(), 0);
        Dense square = network.square();
        for (int t = states.length - 1; t >= 0; t--) {
            InteractionState state = states[t];
            int block = network.sendBlock(t);
            System.arraycopy(featureAdjoint, 0, state.resultAdjoint, 0, featureAdjoint.length);
            square.pullBack(atoms, featureAdjoint, w[block + 3], state.activeAdjoint);
            for (int k = 0; k < featureAdjoint.length; k++) {
                state.innerAdjoint[k] = state.activeAdjoint[k] * state.slope[k];
            }
            square.pullBack(atoms, state.innerAdjoint, w[block + 1], state.receivedAdjoint);
            state.messages.pullBack(graph, state.receivedAdjoint, state.sentAdjoint, distanceGradients);
            if (t > 0) { // the embeddings do not move with the atoms
                square.addPullBack(atoms, state.sentAdjoint, w[block], featureAdjoint);
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
        for (InteractionState state : states) {
            state.resize(length);
        }
    }
}
