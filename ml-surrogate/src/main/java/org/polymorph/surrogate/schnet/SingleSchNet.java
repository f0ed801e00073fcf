package org.polymorph.surrogate.schnet;

import java.util.Arrays;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Network;
import org.polymorph.surrogate.network.SingleTable;

/** A SchNet with fixed weights in single precision, its filters as fine tables. Immutable and thread-safe. */
final class SingleSchNet implements Network.Tabulated {
    private final SchNet network;
    private final DistanceGrid grid;
    private final float[][] weights;
    private final SingleTable[] filters;

    SingleSchNet(SchNet network, double[][] blocks, FilterTable[] tables) {
        this.network = network;
        this.grid = tables[0].grid();
        this.weights = Arrays.stream(blocks).map(SingleSchNet::narrow).toArray(float[][]::new);
        this.filters = Arrays.stream(tables).map(SingleTable::new).toArray(SingleTable[]::new);
    }

    private static float[] narrow(double[] numbers) {
        float[] narrow = new float[numbers.length];
        for (int k = 0; k < narrow.length; k++) {
            narrow[k] = (float) numbers[k];
        }
        return narrow;
    }

    @Override
    public DistanceGrid grid() {
        return grid;
    }

    @Override
    public Network.Evaluator evaluator() {
        return new SingleSweep(network, weights, filters);
    }
}
