package org.polymorph.surrogate.painn;

import java.util.Arrays;
import org.polymorph.surrogate.network.SingleTable;

/** An {@link Interaction} of fixed weights and its first derivatives in single precision. Not thread-safe. */
final class SingleInteraction {
    private final int width;
    private final SingleMessages messages;
    private final SinglePerceptron context;
    private final float[][] sent;
    private final float[][] input = new float[3][0];
    private float[] gate = new float[0];
    private float[] flat = new float[0];

    /** Takes the perceptron's weights from block {@code at} on. */
    SingleInteraction(int width, float[][] weights, int at, SingleTable[] tables) {
        this.width = width;
        messages = new SingleMessages(width, tables);
        context = new SinglePerceptron(weights, at);
        sent = new float[messages.vectors() ? Messages.SENT : Messages.SCALARS][0];
    }

    private float[][] parts() {
        return messages.vectors() ? new float[][] {sent[0], sent[1], gate} : sent;
    }

    /** Adds messages to features. */
    void forward(Messages.Pairs pairs, float[][] features) {
        int length = features[0].length;
        if (sent[0].length != length) {
            Arrays.setAll(sent, c -> new float[length]);
            Arrays.setAll(input, c -> new float[length]);
            gate = new float[length];
            flat = new float[length / width * context.out()];
        }
        context.apply(length / width, features[0], flat);
        SingleLoops.split(flat, width, parts());
        if (messages.vectors()) {
            for (int c = 0; c < 3; c++) {
                System.arraycopy(features[1 + c], 0, input[c], 0, length);
                SingleLoops.multiply(gate, input[c], sent[2 + c]);
            }
        }
        messages.send(pairs, sent, features);
    }

    /** From the adjoint of the features after it to that of those before it; not so far in the first round. */
    void backward(Messages.Pairs pairs, float[][] features, double[] pairGradients) {
        messages.pullBack(pairs, features, sent, pairGradients);
        if (messages.vectors()) {
            for (int c = 0; c < 3; c++) {
                SingleLoops.addProduct(sent[2 + c], gate, features[1 + c]);
            }
            SingleLoops.multiply(sent[2], input[0], gate);
            SingleLoops.addBoth(sent[3], input[1], sent[4], input[2], gate);
            SingleLoops.join(flat, width, parts());
            context.pullBack(flat, gate);
            SingleLoops.add(gate, features[0]);
        }
    }
}
