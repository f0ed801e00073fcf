package org.polymorph.surrogate.property.ensemble;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.polymorph.model.spi.Seed;
import org.polymorph.surrogate.network.AdamW;
import org.polymorph.surrogate.network.Blocks;
import org.polymorph.surrogate.network.MemberState;
import org.polymorph.surrogate.network.MemberStates;

/**
 * Trains one member: shuffled batches, AdamW, a learning rate that falls as half a cosine, and the averaged weights of the lowest
 * validation error. Used once; not thread-safe.
 */
final class MemberTrainer<G> {
    private static final double LEAST = 0.01;
    private static final int ENOUGH = 64;
    private static final int VALIDATION_BATCH = 64;

    private final PropertyNetwork<G> network;
    private final EnsembleSettings settings;
    private final Samples<G> training;
    private final List<Samples.Batch<G>> validation;
    private final Seed seed;

    MemberTrainer(
            PropertyNetwork<G> network,
            EnsembleSettings settings,
            Samples<G> training,
            Samples<G> validation,
            Seed seed) {
        this.network = network;
        this.settings = settings;
        this.training = training;
        this.validation = validation.batches(
                network, VALIDATION_BATCH, IntStream.range(0, validation.size()).toArray());
        this.seed = seed;
    }

    /**
     * Trains, from where a training that was killed has left its state.
     *
     * @throws IllegalStateException if the error is not finite any more
     * @throws CancellationException if the thread is interrupted
     */
    MemberState train(MemberStates states, IntConsumer epochEnded) {
        MemberState state = states.find(settings.optimizer(), network::decays).orElseGet(this::begin);
        double[][] gradient = Blocks.zeros(state.best);
        while (!state.done) {
            runEpoch(state, gradient);
            state.done = state.epoch >= settings.epochs() || state.since >= settings.patience();
            states.leave(state);
            epochEnded.accept(state.epoch);
        }
        return state;
    }

    private MemberState begin() {
        double[][] weights = network.draw(seed.split("weights").random());
        int[] some = IntStream.range(0, Math.min(ENOUGH, training.size())).toArray();
        network.standardize(training.batches(network, ENOUGH, some).get(0).crystals(), weights);
        double[][] best = Blocks.copy(weights);
        AdamW optimizer = new AdamW(settings.optimizer(), network::decays, weights);
        return new MemberState(optimizer, settings.optimizer().learningRate(), best, validate(best));
    }

    private void runEpoch(MemberState state, double[][] gradient) {
        double share = (double) state.epoch / settings.epochs();
        state.rate = settings.optimizer().learningRate() * (LEAST + (1 - LEAST) * (1 + Math.cos(Math.PI * share)) / 2);
        for (Samples.Batch<G> batch : training.batches(network, settings.batch(), shuffled(state.epoch))) {
            Arrays.stream(gradient).forEach(block -> Arrays.fill(block, 0));
            double[][] weights = state.optimizer.weights();
            check(network.addGradient(batch.crystals(), batch.targets(), weights, gradient), state.epoch);
            state.optimizer.step(gradient, state.rate);
        }
        state.epoch++;
        state.since++;
        double loss = check(validate(state.optimizer.average()), state.epoch);
        if (loss < state.loss) {
            state.loss = loss;
            state.best = Blocks.copy(state.optimizer.average());
            state.since = 0;
        }
    }

    // Each epoch has a stream of its own, so that the order does not depend on where a training was gone on with.
    private int[] shuffled(int epoch) {
        SplittableRandom random = seed.split("batches").split(epoch).random();
        int[] order = IntStream.range(0, training.size()).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }

    private double validate(double[][] weights) {
        double sum = 0;
        int count = 0;
        for (Samples.Batch<G> batch : validation) {
            double[] values = network.values(batch.crystals(), weights);
            for (int s = 0; s < values.length; s++) {
                sum += (values[s] - batch.targets()[s]) * (values[s] - batch.targets()[s]);
                count++;
            }
        }
        return sum / count;
    }

    private static double check(double value, int epoch) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted");
        }
        if (!Double.isFinite(value)) {
            throw new IllegalStateException(
                    "training diverged: the error of epoch " + epoch + " is " + value + "; a lower learningRate helps");
        }
        return value;
    }
}
