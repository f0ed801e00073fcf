package org.polymorph.surrogate.painn;

import java.util.Arrays;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Network;
import org.polymorph.surrogate.network.SingleTable;

/** A PaiNN with fixed weights in single precision, its filters as fine tables. Immutable and thread-safe. */
final class SinglePaiNN implements Network.Tabulated {
    private final PaiNN network;
    private final DistanceGrid grid;
    private final float[][] weights;
    private final SingleTable[][] tables;

    SinglePaiNN(PaiNN network, DistanceGrid grid, double[][] blocks, FilterTable[][] filters) {
        this.network = network;
        this.grid = grid;
        this.weights = Arrays.stream(blocks).map(SinglePaiNN::narrow).toArray(float[][]::new);
        this.tables = Arrays.stream(filters)
                .map(round -> Arrays.stream(round).map(SingleTable::new).toArray(SingleTable[]::new))
                .toArray(SingleTable[][]::new);
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
        return new SingleSweep(network, weights, tables);
    }
}
