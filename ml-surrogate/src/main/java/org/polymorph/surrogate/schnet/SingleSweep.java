package org.polymorph.surrogate.schnet;

import java.util.Arrays;
import org.polymorph.surrogate.linear.OpenBlas;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.Network;
import org.polymorph.surrogate.network.ShiftedSoftplus;
import org.polymorph.surrogate.network.SingleTable;

/**
 * The energy of a SchNet forwards and its first derivatives backwards, as {@link SchNetSweep} has them, in single precision;
 * energies and gradients are added up in double precision. Not thread-safe.
 */
final class SingleSweep implements Network.Evaluator {
    private final SchNet network;
    private final int width;
    private final int hidden;
    private final float[][] weights;
    private final SingleTable[] filters;
    private final SingleMessages[] messages;
    private final float[][] slopes;
    private float[] features = new float[0];
    private float[] adjoint = new float[0];
    private float[] inner = new float[0];
    private float[] active = new float[0];
    private float[] outer = new float[0];
    private float[] outerActive = new float[0];
    private float[] outerSlope = new float[0];
    private double[] distanceGradients = new double[0];

    SingleSweep(SchNet network, float[][] weights, SingleTable[] filters) {
        this.network = network;
        this.width = network.shape().features();
        this.hidden = network.readout().out();
        this.weights = weights;
        this.filters = filters;
        this.messages = new SingleMessages[filters.length];
        Arrays.setAll(messages, t -> new SingleMessages(width));
        this.slopes = new float[filters.length][0];
    }

    @Override
    public void evaluate(Graph graph, DistanceGrid.Places places, double[] energies, double[] pairGradients) {
        forward(graph, places, energies);
        backward(graph);
        for (int p = 0; p < graph.pairs(); p++) {
            double along = distanceGradients[p] / graph.distance(p);
            for (int k = 0; k < 3; k++) {
                pairGradients[3 * p + k] = along * graph.vector(p, k);
            }
        }
    }

    @Override
    public double[] pooled(Graph graph, DistanceGrid.Places places) {
        forward(graph, places, new double[graph.structures()]);
        double[] mean = new double[width];
        for (int k = 0; k < features.length; k++) {
            mean[k % width] += (double) features[k] / graph.atoms();
        }
        return mean;
    }

    private void forward(Graph graph, DistanceGrid.Places places, double[] energies) {
        int atoms = graph.atoms();
        resize(graph);
        for (int i = 0; i < atoms; i++) {
            System.arraycopy(weights[0], graph.species(i) * width, features, i * width, width);
        }
        for (int t = 0; t < messages.length; t++) {
            int at = network.sendBlock(t);
            OpenBlas.multiply(atoms, width, width, features, weights[at], 0, active);
            messages[t].send(graph, places, filters[t], active, inner);
            System.arraycopy(inner, 0, active, 0, inner.length);
            fillRows(weights[at + 2], inner);
            OpenBlas.multiply(atoms, width, width, active, weights[at + 1], 1, inner);
            ShiftedSoftplus.apply(inner.length, inner, active, slopes[t]);
            addRows(weights[at + 4], features);
            OpenBlas.multiply(atoms, width, width, active, weights[at + 3], 1, features);
        }
        readOut(graph, energies);
    }

    private void readOut(Graph graph, double[] energies) {
        int at = network.readoutBlock();
        fillRows(weights[at + 1], outer);
        OpenBlas.multiply(graph.atoms(), hidden, width, features, weights[at], 1, outer);
        ShiftedSoftplus.apply(outer.length, outer, outerActive, outerSlope);
        for (int s = 0; s < graph.structures(); s++) {
            double sum = 0;
            for (int i = graph.atomStart(s); i < graph.atomStart(s + 1); i++) {
                sum += weights[at + 3][graph.species(i)];
                for (int k = 0; k < hidden; k++) {
                    sum += (double) weights[at + 2][k] * outerActive[i * hidden + k];
                }
            }
            energies[s] = sum;
        }
    }

    private void backward(Graph graph) {
        int atoms = graph.atoms();
        int at = network.readoutBlock();
        for (int k = 0; k < outer.length; k++) {
            outer[k] = weights[at + 2][k % hidden] * outerSlope[k];
        }
        OpenBlas.multiplyTransposed(atoms, width, hidden, outer, weights[at], 0, adjoint);
        Arrays.fill(distanceGradients, 0, graph.pairs(), 0);
        for (int t = messages.length - 1; t >= 0; t--) {
            int block = network.sendBlock(t);
            OpenBlas.multiplyTransposed(atoms, width, width, adjoint, weights[block + 3], 0, active);
            for (int k = 0; k < active.length; k++) {
                active[k] *= slopes[t][k];
            }
            OpenBlas.multiplyTransposed(atoms, width, width, active, weights[block + 1], 0, inner);
            messages[t].pullBackToDistances(graph, inner, distanceGradients);
            if (t > 0) { // what goes into the first interaction does not move with the atoms
                messages[t].pullBackToSent(graph, active);
                OpenBlas.multiplyTransposed(atoms, width, width, active, weights[block], 1, adjoint);
            }
        }
    }

    private static void fillRows(float[] row, float[] rows) {
        for (int at = 0; at < rows.length; at += row.length) {
            System.arraycopy(row, 0, rows, at, row.length);
        }
    }

    private static void addRows(float[] row, float[] rows) {
        for (int at = 0; at < rows.length; at += row.length) {
            for (int k = 0; k < row.length; k++) {
                rows[at + k] += row[k];
            }
        }
    }

    private void resize(Graph graph) {
        int length = graph.atoms() * width;
        if (features.length != length) {
            features = new float[length];
            adjoint = new float[length];
            inner = new float[length];
            active = new float[length];
            outer = new float[graph.atoms() * hidden];
            outerActive = new float[outer.length];
            outerSlope = new float[outer.length];
            Arrays.setAll(slopes, t -> new float[length]);
        }
        if (distanceGradients.length < graph.pairs()) {
            distanceGradients = new double[graph.pairs()];
        }
    }
}
