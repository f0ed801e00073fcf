package org.polymorph.surrogate.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.IntPredicate;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101) on clipped gradients, with a running
 * average of the weights. Not thread-safe.
 */
public final class AdamW {
    private static final double FIRST = 0.9;
    private static final double SECOND = 0.999;
    private static final double SMALL = 1e-8;

    private final NetworkSettings.OptimizerSettings settings;
    private final IntPredicate decays;
    private final double[][] weights;
    private final double[][] average;
    private final double[][] mean;
    private final double[][] square;
    private int steps;

    /**
     * Begins from weights, which are changed in place.
     *
     * @param decays which blocks shrink by the weight decay
     */
    public AdamW(NetworkSettings.OptimizerSettings settings, IntPredicate decays, double[][] weights) {
        this(settings, decays, weights, Blocks.copy(weights), Blocks.zeros(weights), Blocks.zeros(weights));
    }

    private AdamW(
            NetworkSettings.OptimizerSettings settings,
            IntPredicate decays,
            double[][] weights,
            double[][] average,
            double[][] mean,
            double[][] square) {
        this.settings = settings;
        this.decays = decays;
        this.weights = weights;
        this.average = average;
        this.mean = mean;
        this.square = square;
    }

    /** Reads what {@link #write} wrote. */
    public static AdamW read(DataInputStream in, NetworkSettings.OptimizerSettings settings, IntPredicate decays)
            throws IOException {
        AdamW optimizer =
                new AdamW(settings, decays, Blocks.read(in), Blocks.read(in), Blocks.read(in), Blocks.read(in));
        optimizer.steps = in.readInt();
        return optimizer;
    }

    /** Writes all that the next steps depend on, the weights included. */
    public void write(DataOutputStream out) throws IOException {
        Blocks.write(out, weights);
        Blocks.write(out, average);
        Blocks.write(out, mean);
        Blocks.write(out, square);
        out.writeInt(steps);
    }

    /** Returns the weights; change with each step. */
    public double[][] weights() {
        return weights;
    }

    /** Returns the running average of the weights; changes with each step. */
    public double[][] average() {
        return average;
    }

    /** Changes the weights by one step against the gradient. */
    public void step(double[][] gradient, double learningRate) {
        steps++;
        double length = length(gradient);
        double clip = length > settings.clip() ? settings.clip() / length : 1;
        double first = 1 - Math.pow(FIRST, steps);
        double second = Math.sqrt(1 - Math.pow(SECOND, steps));
        // the average is young at first: it must not hold on to the random start
        double decay = Math.min(settings.average(), steps / (steps + 9.0));
        for (int b = 0; b < weights.length; b++) {
            double keep = decays.test(b) ? 1 - learningRate * settings.weightDecay() : 1;
            double[] w = weights[b];
            double[] g = gradient[b];
            double[] m = mean[b];
            double[] s = square[b];
            double[] a = average[b];
            for (int k = 0; k < w.length; k++) {
                double slope = clip * g[k];
                m[k] = FIRST * m[k] + (1 - FIRST) * slope;
                s[k] = SECOND * s[k] + (1 - SECOND) * slope * slope;
                w[k] = keep * w[k] - learningRate * (m[k] / first) / (Math.sqrt(s[k]) / second + SMALL);
                a[k] = decay * a[k] + (1 - decay) * w[k];
            }
        }
    }

    private static double length(double[][] gradient) {
        double sum = 0;
        for (double[] block : gradient) {
            for (double g : block) {
                sum += g * g;
            }
        }
        return Math.sqrt(sum);
    }
}
