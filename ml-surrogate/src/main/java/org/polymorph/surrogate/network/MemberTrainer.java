package org.polymorph.surrogate.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.polymorph.model.spi.Seed;
import org.polymorph.surrogate.training.ReferenceEnergies;

/**
 * Trains one member of an ensemble: shuffled batches, AdamW, a learning rate that falls, and averaged weights as the result.
 * Used once; not thread-safe.
 */
final class MemberTrainer {
    /** Plateaus in a row that end the training. */
    private static final int PLATEAUS = 4;

    /** Where the learning rate ends, as a share of that at first. */
    private static final double LEAST = 0.01;

    private static final int VALIDATION_BATCH = 32;

    private final Network network;
    private final NetworkSettings settings;
    private final List<Sample> training;
    private final List<Sample> validation;
    private final Seed seed;
    private final Loss loss;

    /**
     * A trained member.
     *
     * @param weights blocks of weights
     * @param loss validation loss
     * @param epochs how many were run
     */
    record Member(double[][] weights, double loss, int epochs) {}

    MemberTrainer(
            Network network, NetworkSettings settings, List<Sample> training, List<Sample> validation, Seed seed) {
        this.network = network;
        this.settings = settings;
        this.training = training;
        this.validation = batches(validation, VALIDATION_BATCH);
        this.seed = seed;
        this.loss = new Loss(network, settings.weights());
    }

    private static List<Sample> batches(List<Sample> samples, int size) {
        List<Sample> batches = new ArrayList<>();
        for (int from = 0; from < samples.size(); from += size) {
            batches.add(Sample.join(samples.subList(from, Math.min(samples.size(), from + size))));
        }
        return batches;
    }

    /**
     * Trains from some weights on, or from where a training that was killed has left its state.
     *
     * @param start makes the first weights
     * @param epochEnded told after each epoch how many there were
     * @throws IllegalStateException if the loss is not finite any more
     * @throws CancellationException if the thread is interrupted
     */
    Member train(Supplier<double[][]> start, MemberStates states, IntConsumer epochEnded) {
        MemberState state = states.find(settings.optimizer(), network::decays).orElseGet(() -> begin(start.get()));
        NetworkSettings.Schedule schedule = settings.schedule();
        double[][] gradient = Blocks.zeros(state.best);
        while (!state.done && state.epoch < schedule.epochs() && state.since < PLATEAUS * schedule.patience()) {
            if (schedule.rate() == RateSchedule.COSINE) {
                state.rate = cosine((double) state.epoch / schedule.epochs());
            }
            runEpoch(state, gradient);
            states.leave(state);
            epochEnded.accept(state.epoch);
        }
        if (!state.done) {
            settleElements(state.best);
            state.done = true;
            states.leave(state);
        }
        return new Member(state.best, state.loss, state.epoch);
    }

    private MemberState begin(double[][] weights) {
        settleElements(weights);
        double[][] best = Blocks.copy(weights);
        return new MemberState(
                new AdamW(settings.optimizer(), network::decays, weights),
                settings.optimizer().learningRate(),
                best,
                validate(best));
    }

    private double cosine(double share) {
        double most = settings.optimizer().learningRate();
        return most * (LEAST + (1 - LEAST) * (1 + Math.cos(Math.PI * share)) / 2);
    }

    private void runEpoch(MemberState state, double[][] gradient) {
        NetworkSettings.Schedule schedule = settings.schedule();
        AdamW optimizer = state.optimizer;
        for (Sample batch : batches(shuffled(state.epoch), schedule.batch())) {
            Arrays.stream(gradient).forEach(block -> Arrays.fill(block, 0));
            check(loss.addGradient(batch, optimizer.weights(), gradient), state.epoch);
            optimizer.step(gradient, state.rate);
        }
        state.epoch++;
        double value = check(validate(optimizer.average()), state.epoch);
        state.since++;
        // the lowest of many noisy values does not tell the best weights: the last ones, where the rate falls anyway
        if (value < state.loss || schedule.rate() == RateSchedule.COSINE) {
            state.loss = value;
            state.best = Blocks.copy(optimizer.average());
            state.since = 0;
        } else if (state.since % schedule.patience() == 0) {
            state.rate /= 2;
        }
    }

    // Forces do not depend on the energies of the elements, and the loss hardly does: least squares find them.
    private void settleElements(double[][] weights) {
        double[] elements = weights[weights.length - 1];
        int[][] counts = new int[training.size()][elements.length];
        double[] missing = new double[training.size()];
        for (int s = 0; s < missing.length; s++) {
            Sample sample = training.get(s);
            missing[s] = loss.missingEnergies(sample, weights)[0];
            for (int i = 0; i < sample.graph().atoms(); i++) {
                counts[s][sample.graph().species(i)]++;
            }
        }
        double[] shift = ReferenceEnergies.fit(counts, missing);
        for (int k = 0; k < elements.length; k++) {
            elements[k] += shift[k];
        }
    }

    // Each epoch has a stream of its own, so that the order does not depend on where a training was gone on with.
    private List<Sample> shuffled(int epoch) {
        SplittableRandom random = seed.split("batches").split(epoch).random();
        List<Sample> shuffled = new ArrayList<>(training);
        for (int k = shuffled.size() - 1; k > 0; k--) {
            java.util.Collections.swap(shuffled, k, random.nextInt(k + 1));
        }
        return shuffled;
    }

    private double validate(double[][] weights) {
        double sum = 0;
        int count = 0;
        for (Sample batch : validation) {
            int size = batch.graph().structures();
            sum += size * loss.value(batch, weights);
            count += size;
        }
        return sum / count;
    }

    private static double check(double value, int epoch) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted");
        }
        if (!Double.isFinite(value)) {
            throw new IllegalStateException(
                    "training diverged: the loss of epoch " + epoch + " is " + value + "; a lower learningRate helps");
        }
        return value;
    }
}
