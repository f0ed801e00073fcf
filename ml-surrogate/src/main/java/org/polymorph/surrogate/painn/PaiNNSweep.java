package org.polymorph.surrogate.painn;

import java.util.Arrays;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.Readout;
import org.polymorph.surrogate.network.TabulatedNetwork;

/**
 * The energy of a PaiNN forwards and its first derivatives backwards; keeps what second derivatives need. Not thread-safe.
 */
final class PaiNNSweep implements TabulatedNetwork.Sweep<PaiNNSweep.Weights> {
    private final PaiNN network;
    private final Interaction[] interactions;
    private final Mixing[] mixings;
    private final Readout readout;
    private final Channels features = new Channels(Channels.FEATURES);
    private final Channels adjoint = new Channels(Channels.FEATURES);
    private final PairVectors vectors = new PairVectors();

    PaiNNSweep(PaiNN network) {
        this.network = network;
        this.interactions = new Interaction[network.shape().interactions()];
        this.mixings = new Mixing[interactions.length];
        Arrays.setAll(interactions, network::interaction);
        Arrays.setAll(mixings, network::mixing);
        this.readout = network.readout();
    }

    /** Blocks of weights, and the tables of filters of each round that follow from them. */
    record Weights(double[][] blocks, FilterTable[][] tables) {}

    Interaction interaction(int round) {
        return interactions[round];
    }

    Mixing mixing(int round) {
        return mixings[round];
    }

    Readout readout() {
        return readout;
    }

    /** Returns the last scalars, atoms × width; not to be changed. */
    @Override
    public double[] scalars() {
        return features.get(0);
    }

    /** Returns the directions of the last graph's pairs. */
    PairVectors vectors() {
        return vectors;
    }

    /** Computes energies and ∂E/∂d as {@link org.polymorph.surrogate.network.Network.Pass#evaluate} says. */
    @Override
    public void evaluate(
            Graph graph, DistanceGrid.Places places, Weights weights, double[] energies, double[] pairGradients) {
        forward(graph, places, weights, energies);
        Messages.Pairs pairs = new Messages.Pairs(graph, places, vectors);
        Arrays.fill(pairGradients, 0, 3 * graph.pairs(), 0);
        adjoint.resize(features.get(0).length);
        adjoint.clear();
        readout.pullBack(weights.blocks(), network.readoutBlock(), adjoint.get(0));
        for (int t = interactions.length - 1; t >= 0; t--) {
            mixings[t].backward(weights.blocks(), adjoint);
            interactions[t].backward(pairs, adjoint, pairGradients);
        }
    }

    /** Computes the energy of each structure. */
    @Override
    public void forward(Graph graph, DistanceGrid.Places places, Weights weights, double[] energies) {
        int width = network.shape().features();
        int atoms = graph.atoms();
        vectors.point(graph);
        Messages.Pairs pairs = new Messages.Pairs(graph, places, vectors);
        features.resize(atoms * width);
        features.clear();
        for (int i = 0; i < atoms; i++) {
            System.arraycopy(weights.blocks()[0], graph.species(i) * width, features.get(0), i * width, width);
        }
        for (int t = 0; t < interactions.length; t++) {
            interactions[t].forward(pairs, weights.tables()[t], weights.blocks(), features);
            mixings[t].forward(atoms, weights.blocks(), features);
        }
        readout.apply(graph, features.get(0), weights.blocks(), network.readoutBlock(), energies);
    }
}
