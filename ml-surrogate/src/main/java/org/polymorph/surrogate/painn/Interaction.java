package org.polymorph.surrogate.painn;

import java.util.Arrays;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Perceptron;

/**
 * One round of messages: a {@link Perceptron} of an atom's scalars gives x₁, x₂ and factors of the atom's vectors, and these
 * are sent to the neighbours. In the first round atoms have no vectors, and their scalars depend on the element alone. Keeps what its derivatives need; the methods are called in the order in which they stand here.
 * Not thread-safe.
 */
final class Interaction {
    private final int width;
    private final int block;
    private final Messages messages;
    private final MessageTangents tangents;
    private final Perceptron context;
    private final Channels input = new Channels(Channels.FEATURES);
    private final Channels inputDot = new Channels(Channels.FEATURES);
    private final Channels adjoint = new Channels(Channels.FEATURES);
    private final Channels sent;
    private final Channels sentDot;
    private final Channels sentAdjoint;
    private final Channels sentBoth;
    private double[] gate = new double[0];
    private double[] gateDot = new double[0];
    private double[] other = new double[0];
    private double[] flat = new double[0];
    private double[] flatAdjoint = new double[0];

    /**
     * Makes an interaction.
     *
     * @param block first block of the perceptron's weights
     * @param vectors whether atoms have vectors before it
     */
    Interaction(int width, int block, boolean vectors) {
        this.width = width;
        this.block = block;
        messages = new Messages(width, vectors);
        tangents = new MessageTangents(width, messages);
        context = context(width, vectors);
        sent = new Channels(messages.channels());
        sentDot = new Channels(messages.channels());
        sentAdjoint = new Channels(messages.channels());
        sentBoth = new Channels(messages.channels());
    }

    static Perceptron context(int width, boolean vectors) {
        return new Perceptron(width, width, (vectors ? 3 : 2) * width);
    }

    Perceptron context() {
        return context;
    }

    /** Adds messages to features. */
    void forward(Messages.Pairs pairs, FilterTable[] tables, double[][] weights, Channels features) {
        resize(features.get(0).length);
        input.copy(features);
        context.apply(pairs.graph().atoms(), input.get(0), weights, block, flat);
        Channels.split(flat, width, parts(sent, gate));
        for (int c = Messages.SCALARS; c < sent.count(); c++) {
            Elementwise.multiply(gate, input.get(c - 1), sent.get(c));
        }
        messages.send(pairs, tables, sent, features);
    }

    /** From the adjoint of the features after it to that of those before it, which nobody asks for in the first round. */
    void backward(Messages.Pairs pairs, Channels features, double[] pairGradients) {
        adjoint.copy(features);
        messages.pullBack(pairs, adjoint, sentAdjoint, pairGradients);
        if (messages.vectors()) {
            Arrays.fill(other, 0);
            for (int c = Messages.SCALARS; c < sent.count(); c++) {
                Elementwise.addProduct(sentAdjoint.get(c), input.get(c - 1), other);
                Elementwise.addProduct(sentAdjoint.get(c), gate, features.get(c - 1));
            }
            Channels.join(flatAdjoint, width, parts(sentAdjoint, other));
            context.pullBack(flatAdjoint, other);
            Elementwise.add(other, features.get(0));
        }
    }

    /** From the derivative of the features before it to that of those after it. */
    void forwardDot(Messages.Pairs pairs, Channels featureDots) {
        inputDot.copy(featureDots);
        sentDot.resize(gate.length);
        if (gateDot.length != gate.length) {
            gateDot = new double[gate.length];
        }
        if (messages.vectors()) {
            context.applyDot(inputDot.get(0), flat);
            Channels.split(flat, width, parts(sentDot, gateDot));
            for (int c = Messages.SCALARS; c < sent.count(); c++) {
                Elementwise.multiply(gateDot, input.get(c - 1), sentDot.get(c));
                Elementwise.addProduct(gate, inputDot.get(c - 1), sentDot.get(c));
            }
        } else {
            sentDot.clear();
        }
        tangents.send(pairs, sentDot, featureDots);
    }

    /** As {@link #backward}, for an objective of the features and of their derivative. */
    void backwardBoth(Messages.Pairs pairs, Channels features, FilterTable[] tableAdjoints, double[][] gradient) {
        sentBoth.resize(gate.length);
        tangents.pullBackBoth(pairs, new MessageTangents.Adjoints(adjoint, features, sentBoth), tableAdjoints);
        Arrays.fill(other, 0);
        for (int c = Messages.SCALARS; c < sent.count(); c++) {
            Elementwise.addProduct(sentBoth.get(c), input.get(c - 1), other);
            Elementwise.addProduct(sentAdjoint.get(c), inputDot.get(c - 1), other);
            Elementwise.addProduct(sentBoth.get(c), gate, features.get(c - 1));
            Elementwise.addProduct(sentAdjoint.get(c), gateDot, features.get(c - 1));
        }
        Channels.join(flat, width, parts(sentBoth, other));
        if (messages.vectors()) {
            context.pullBackBoth(flat, other, gradient);
        } else {
            context.pullBack(flat, other, gradient);
        }
        Elementwise.add(other, features.get(0));
    }

    // What stands side by side in what the perceptron gives.
    private double[][] parts(Channels scalars, double[] factors) {
        return messages.vectors()
                ? new double[][] {scalars.get(0), scalars.get(1), factors}
                : new double[][] {scalars.get(0), scalars.get(1)};
    }

    private void resize(int length) {
        sent.resize(length);
        sentAdjoint.resize(length);
        if (gate.length != length) {
            gate = new double[length];
            other = new double[length];
            flat = new double[(messages.vectors() ? 3 : 2) * length];
            flatAdjoint = new double[flat.length];
        }
    }
}
