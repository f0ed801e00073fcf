package org.polymorph.surrogate.painn;

import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.Network;

/** A PaiNN with fixed weights, its filters as fine tables. Immutable and thread-safe. */
final class TabulatedPaiNN implements Network.Tabulated {
    private final PaiNN network;
    private final DistanceGrid grid;
    private final PaiNNSweep.Weights weights;

    TabulatedPaiNN(PaiNN network, DistanceGrid grid, PaiNNSweep.Weights weights) {
        this.network = network;
        this.grid = grid;
        this.weights = weights;
    }

    @Override
    public DistanceGrid grid() {
        return grid;
    }

    @Override
    public Network.Evaluator evaluator() {
        PaiNNSweep sweep = new PaiNNSweep(network);
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
                double[] scalars = sweep.scalars();
                for (int k = 0; k < scalars.length; k++) {
                    mean[k % width] += scalars[k] / graph.atoms();
                }
                return mean;
            }
        };
    }
}
