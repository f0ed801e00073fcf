package org.polymorph.surrogate.painn;

import java.util.Arrays;
import org.polymorph.surrogate.linear.OpenBlas;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.Network;
import org.polymorph.surrogate.network.Silu;
import org.polymorph.surrogate.network.SingleTable;

/**
 * The energy of a PaiNN forwards and its first derivatives backwards, as {@link PaiNNSweep} has them, in single precision;
 * energies and gradients are added up in double precision. Not thread-safe.
 */
final class SingleSweep implements Network.Evaluator {
    private final int width;
    private final float[][] weights;
    private final int readout;
    private final int hidden;
    private final SingleInteraction[] interactions;
    private final SingleMixing[] mixings;
    private final PairVectors vectors = new PairVectors();
    private final float[][] features = new float[Channels.FEATURES][0];
    private float[] inner = new float[0];
    private float[] active = new float[0];
    private float[] slope = new float[0];

    SingleSweep(PaiNN network, float[][] weights, SingleTable[][] tables) {
        this.width = network.shape().features();
        this.weights = weights;
        this.readout = network.readoutBlock();
        this.hidden = weights[readout + 1].length;
        this.interactions = new SingleInteraction[tables.length];
        this.mixings = new SingleMixing[tables.length];
        for (int t = 0; t < tables.length; t++) {
            interactions[t] = new SingleInteraction(width, weights, network.contextBlock(t), tables[t]);
            mixings[t] = new SingleMixing(width, weights, network.mixingBlock(t));
        }
    }

    @Override
    public void evaluate(Graph graph, DistanceGrid.Places places, double[] energies, double[] pairGradients) {
        forward(graph, places, energies);
        Messages.Pairs pairs = new Messages.Pairs(graph, places, vectors);
        Arrays.fill(pairGradients, 0, 3 * graph.pairs(), 0);
        for (float[] channel : features) {
            Arrays.fill(channel, 0);
        }
        for (int k = 0; k < inner.length; k++) {
            inner[k] = weights[readout + 2][k % hidden] * slope[k];
        }
        OpenBlas.multiplyTransposed(graph.atoms(), width, hidden, inner, weights[readout], 0, features[0]);
        for (int t = interactions.length - 1; t >= 0; t--) {
            mixings[t].backward(features);
            interactions[t].backward(pairs, features, pairGradients);
        }
    }

    private void forward(Graph graph, DistanceGrid.Places places, double[] energies) {
        vectors.point(graph);
        Messages.Pairs pairs = new Messages.Pairs(graph, places, vectors);
        if (features[0].length != graph.atoms() * width) {
            Arrays.setAll(features, c -> new float[graph.atoms() * width]);
        }
        for (float[] channel : features) {
            Arrays.fill(channel, 0);
        }
        for (int i = 0; i < graph.atoms(); i++) {
            System.arraycopy(weights[0], graph.species(i) * width, features[0], i * width, width);
        }
        for (int t = 0; t < interactions.length; t++) {
            interactions[t].forward(pairs, features);
            mixings[t].forward(features);
        }
        readOut(graph, energies);
    }

    private void readOut(Graph graph, double[] energies) {
        if (inner.length != graph.atoms() * hidden) {
            inner = new float[graph.atoms() * hidden];
            active = new float[inner.length];
            slope = new float[inner.length];
        }
        for (int at = 0; at < inner.length; at += hidden) {
            System.arraycopy(weights[readout + 1], 0, inner, at, hidden);
        }
        OpenBlas.multiply(graph.atoms(), hidden, width, features[0], weights[readout], 1, inner);
        Silu.apply(inner.length, inner, active, slope);
        for (int s = 0; s < graph.structures(); s++) {
            double sum = 0;
            for (int i = graph.atomStart(s); i < graph.atomStart(s + 1); i++) {
                sum += weights[readout + 3][graph.species(i)];
                for (int k = 0; k < hidden; k++) {
                    sum += (double) weights[readout + 2][k] * active[i * hidden + k];
                }
            }
            energies[s] = sum;
        }
    }

    @Override
    public double[] pooled(Graph graph, DistanceGrid.Places places) {
        forward(graph, places, new double[graph.structures()]);
        double[] mean = new double[width];
        for (int k = 0; k < features[0].length; k++) {
            mean[k % width] += (double) features[0][k] / graph.atoms();
        }
        return mean;
    }
}
