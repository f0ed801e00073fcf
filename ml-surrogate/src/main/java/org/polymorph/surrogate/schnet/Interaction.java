package org.polymorph.surrogate.schnet;

import java.util.random.RandomGenerator;
import org.polymorph.surrogate.network.Dense;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.ShiftedSoftplus;

/**
 * One interaction of a SchNet, x_i + B·ssp(A·Σ_j (S·x_j) ∘ W(r_ij) + a) + b, with first and second derivatives. The energy
 * depends on the positions by way of x and of the distances. The derivative Ė of the energy along tangents of these is followed
 * back as well: the adjoint of a dotted number equals ∂E by the plain one, which {@link #pullBack} leaves; those of the plain
 * numbers are computed in {@link #pullBackBoth}. Keeps what each method was given and found for those after it. Not
 * thread-safe.
 *
 * <p>Blocks of weights: S, A, a, B, b.
 */
public final class Interaction {
    /** Number of blocks of weights, without those of the filters. */
    public static final int BLOCKS = 5;

    private final Dense square;
    private final Messages messages;
    private double[] features = new double[0];
    private double[] sent = new double[0];
    private double[] received = new double[0];
    private double[] inner = new double[0];
    private double[] active = new double[0];
    private double[] slope = new double[0];

    private double[] resultAdjoint = new double[0];
    private double[] activeAdjoint = new double[0];
    private double[] innerAdjoint = new double[0];
    private double[] receivedAdjoint = new double[0];
    private double[] sentAdjoint = new double[0];

    private double[] featuresDot = new double[0];
    private double[] sentDot = new double[0];
    private double[] receivedDot = new double[0];
    private double[] innerDot = new double[0];
    private double[] activeDot = new double[0];

    private double[] both = new double[0];
    private double[] other = new double[0];

    /** Makes room for features of some width. */
    public Interaction(int width) {
        square = new Dense(width, width);
        messages = new Messages(width);
    }

    /** A batch of structures with the places of its distances on the grid of the filters. */
    public record Pairs(Graph graph, DistanceGrid.Places places) {}

    /** Draws initial weights; biases are zero. */
    public static double[][] draw(int width, RandomGenerator random) {
        Dense square = new Dense(width, width);
        return new double[][] {
            square.draw(random), square.draw(random), new double[width], square.draw(random), new double[width]
        };
    }

    /** Computes the features after the interaction in place, from the blocks of weights that begin at {@code at}. */
    public void apply(Pairs pairs, FilterTable filters, double[][] w, int at, double[] x) {
        Graph graph = pairs.graph();
        int atoms = graph.atoms();
        resize(atoms * square.in());
        System.arraycopy(x, 0, features, 0, features.length);
        square.multiply(atoms, x, w[at], sent);
        messages.send(graph, pairs.places(), filters, sent, received);
        square.apply(atoms, received, w[at + 1], w[at + 2], inner);
        ShiftedSoftplus.apply(features.length, inner, active, slope);
        square.addProduct(atoms, active, w[at + 3], w[at + 4], x);
    }

    /** Rescales the first layer on what is received by what went into its activation in the last {@link #apply}. */
    public void standardize(double[][] w, int at) {
        square.standardize(features.length / square.in(), inner, w[at + 1], w[at + 2]);
    }

    /**
     * Follows the energy back to what is sent and to the distances.
     *
     * @param adjoint of the features after the interaction; stays
     * @param distanceGradients ∂E by the distances, added to
     */
    public void pullBack(Pairs pairs, double[][] w, int at, double[] adjoint, double[] distanceGradients) {
        int atoms = pairs.graph().atoms();
        System.arraycopy(adjoint, 0, resultAdjoint, 0, resultAdjoint.length);
        square.pullBack(atoms, adjoint, w[at + 3], activeAdjoint);
        for (int k = 0; k < activeAdjoint.length; k++) {
            innerAdjoint[k] = activeAdjoint[k] * slope[k];
        }
        square.pullBack(atoms, innerAdjoint, w[at + 1], receivedAdjoint);
        messages.pullBack(pairs.graph(), receivedAdjoint, sentAdjoint, distanceGradients);
    }

    /** Goes on, after {@link #pullBack}, to the features before the interaction: adds what they send. */
    public void addSent(Pairs pairs, double[][] w, int at, double[] adjoint) {
        square.addPullBack(pairs.graph().atoms(), sentAdjoint, w[at], adjoint);
    }

    /** Computes the derivative of {@link #apply} along tangents of the features, in place, and of the distances. */
    public void applyDot(Pairs pairs, double[][] w, int at, double[] distanceDots, double[] xDot) {
        int atoms = pairs.graph().atoms();
        resizeDots();
        System.arraycopy(xDot, 0, featuresDot, 0, featuresDot.length);
        square.multiply(atoms, xDot, w[at], sentDot);
        messages.sendDot(pairs.graph(), sentDot, distanceDots, receivedDot);
        square.multiply(atoms, receivedDot, w[at + 1], innerDot);
        for (int k = 0; k < activeDot.length; k++) {
            activeDot[k] = slope[k] * innerDot[k];
        }
        square.addProduct(atoms, activeDot, w[at + 3], xDot);
    }

    /**
     * Follows an objective of the features after the interaction and of their derivative back through {@link #apply} and
     * {@link #applyDot}, after {@link #pullBack} with the adjoint of the derivative.
     *
     * @param tableAdjoint that of the filters, computed
     * @param adjoint of the features after the interaction; of those before it afterwards
     * @param gradient by the weights, added to
     */
    public void pullBackBoth(
            Pairs pairs,
            double[][] w,
            int at,
            double[] distanceDots,
            FilterTable tableAdjoint,
            double[] adjoint,
            double[][] gradient) {
        Graph graph = pairs.graph();
        int atoms = graph.atoms();
        square.addWeights(atoms, active, adjoint, gradient[at + 3]);
        square.addWeights(atoms, activeDot, resultAdjoint, gradient[at + 3]);
        square.addBias(atoms, adjoint, gradient[at + 4]);
        square.pullBack(atoms, adjoint, w[at + 3], both);
        for (int k = 0; k < both.length; k++) {
            both[k] = both[k] * slope[k] + activeAdjoint[k] * ShiftedSoftplus.curvature(slope[k]) * innerDot[k];
        }
        square.addWeights(atoms, received, both, gradient[at + 1]);
        square.addWeights(atoms, receivedDot, innerAdjoint, gradient[at + 1]);
        square.addBias(atoms, both, gradient[at + 2]);
        square.pullBack(atoms, both, w[at + 1], other);
        tableAdjoint.clear();
        messages.pullBackBoth(
                graph, pairs.places(), distanceDots, new Messages.Adjoints(other, receivedAdjoint, both, tableAdjoint));
        square.addWeights(atoms, features, both, gradient[at]);
        square.addWeights(atoms, featuresDot, sentAdjoint, gradient[at]);
        square.addPullBack(atoms, both, w[at], adjoint);
    }

    private void resize(int length) {
        if (features.length != length) {
            features = new double[length];
            sent = new double[length];
            received = new double[length];
            inner = new double[length];
            active = new double[length];
            slope = new double[length];
            resultAdjoint = new double[length];
            activeAdjoint = new double[length];
            innerAdjoint = new double[length];
            receivedAdjoint = new double[length];
            sentAdjoint = new double[length];
        }
    }

    private void resizeDots() {
        int length = features.length;
        if (featuresDot.length != length) {
            featuresDot = new double[length];
            sentDot = new double[length];
            receivedDot = new double[length];
            innerDot = new double[length];
            activeDot = new double[length];
            both = new double[length];
            other = new double[length];
        }
    }
}
