package org.polymorph.surrogate.schnet;

import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.Network;

/** A SchNet with fixed weights, its filters as fine tables. Immutable and thread-safe. */
final class TabulatedSchNet implements Network.Tabulated {
    private final SchNet network;
    private final DistanceGrid grid;
    private final SchNetSweep.Weights weights;

    TabulatedSchNet(SchNet network, double[][] blocks, FilterTable[] filters) {
        this.network = network;
        this.grid = filters[0].grid();
        this.weights = new SchNetSweep.Weights(blocks, filters);
    }

    @Override
    public DistanceGrid grid() {
        return grid;
    }

    @Override
    public Network.Evaluator evaluator() {
        SchNetSweep sweep = new SchNetSweep(network);
        int width = network.shape().features();
        return new Network.Evaluator() {
            @Override
            public void evaluate(Graph graph, DistanceGrid.Places places, double[] energies, double[] pairGradients) {
                sweep.evaluate(graph, places, weights, energies, pairGradients);
            }

            @Override
            public double[] pooled(Graph graph, DistanceGrid.Places places) {
                sweep.forward(graph, places, weights, new double[graph.structures()]);
                double[] mean = new double[width];
                double[] features = sweep.features();
                for (int k = 0; k < features.length; k++) {
                    mean[k % width] += features[k] / graph.atoms();
                }
                return mean;
            }
        };
    }
}
