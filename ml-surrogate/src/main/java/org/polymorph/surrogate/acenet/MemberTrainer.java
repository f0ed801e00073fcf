package org.polymorph.surrogate.acenet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.polymorph.surrogate.network.AdamW;
import org.polymorph.surrogate.network.Blocks;

/**
 * Trains one member: AdamW on shuffled batches, the learning rate rising at first and then falling along half a cosine
 * (Loshchilov and Hutter 2017, arXiv 1608.03983); of the averaged weights those count that do best on the fold left out, and
 * where it has gained nothing for a while, training ends. Used once; not thread-safe.
 */
final class MemberTrainer {
    private static final int CHECKS = 20;

    /** Checks in a row without a lower loss on the fold left out that end a training. */
    private static final int PATIENCE = 4;

    private static final int RISE = 50;
    private static final int VALIDATION_BATCH = 32;

    private final AceNetSettings settings;
    private final Networks networks;
    private final Loss loss;
    private final List<Sample> training;
    private final List<Sample> validation;
    private final SplittableRandom random;
    private final List<Sample> queue = new ArrayList<>();

    /**
     * A trained member.
     *
     * @param weights blocks of weights
     * @param start validation loss of the linear fit, a structure
     * @param loss lowest validation loss, a structure
     * @param step after which
     */
    record Member(double[][] weights, double start, double loss, int step) {}

    /** Is told that a number of steps are done. */
    @FunctionalInterface
    interface Listener {
        void done(int steps);
    }

    MemberTrainer(
            AceNetSettings settings,
            Networks networks,
            List<Sample> training,
            List<Sample> validation,
            SplittableRandom random) {
        this.settings = settings;
        this.networks = networks;
        this.loss = new Loss(networks);
        this.training = training;
        this.validation = validation;
        this.random = random;
    }

    /**
     * Trains from some weights on, or from where a training that was killed has left its state.
     *
     * @param start makes the first weights
     */
    Member train(Supplier<double[][]> start, MemberStates states, Listener listener) {
        MemberStates.State state = states.find(settings.optimizer(), networks).orElseGet(() -> begin(start.get()));
        int steps = states.steps();
        double[][] gradient = Blocks.zeros(state.optimizer().weights());
        // the order of the batches is that of a training that was not killed
        for (int step = 0; step < state.step(); step++) {
            next();
        }
        listener.done(state.step());
        while (!ended(state, steps)) {
            state = step(state, steps, gradient);
            if (checks(state.step(), steps)) {
                states.leave(state);
            }
            listener.done(1);
        }
        listener.done(steps - state.step());
        return state.best();
    }

    private MemberStates.State step(MemberStates.State before, int steps, double[][] gradient) {
        int step = before.step() + 1;
        AdamW optimizer = before.optimizer();
        Arrays.stream(gradient).forEach(block -> Arrays.fill(block, 0));
        check(loss.addGradient(next(), optimizer.weights(), gradient), step);
        double rise = Math.min(1, (double) step / RISE);
        double fall = (1 + Math.cos(Math.PI * step / steps)) / 2;
        optimizer.step(gradient, settings.optimizer().learningRate() * rise * fall);
        Member best = before.best();
        if (checks(step, steps)) {
            double value = validate(optimizer.average(), step);
            if (value < best.loss()) {
                best = new Member(Blocks.copy(optimizer.average()), best.start(), value, step);
            }
        }
        return new MemberStates.State(optimizer, best, step);
    }

    private static boolean checks(int step, int steps) {
        return step % between(steps) == 0 || step == steps;
    }

    private static int between(int steps) {
        return Math.max(1, steps / CHECKS);
    }

    /** Says whether a training of at most so many steps goes no further. */
    static boolean ended(MemberStates.State state, int steps) {
        return state.step() == steps || state.step() - state.best().step() >= PATIENCE * between(steps);
    }

    private MemberStates.State begin(double[][] weights) {
        loss.standardize(training.subList(0, Math.min(VALIDATION_BATCH, training.size())), weights);
        double start = validate(weights, 0);
        Member untrained = new Member(Blocks.copy(weights), start, start, 0);
        return new MemberStates.State(new AdamW(settings.optimizer(), networks::decays, weights), untrained, 0);
    }

    private List<Sample> next() {
        List<Sample> batch = new ArrayList<>();
        while (batch.size() < Math.min(settings.batch(), training.size())) {
            if (queue.isEmpty()) {
                queue.addAll(training);
                for (int k = queue.size() - 1; k > 0; k--) {
                    Collections.swap(queue, k, random.nextInt(k + 1));
                }
            }
            batch.add(queue.remove(queue.size() - 1));
        }
        return batch;
    }

    private double validate(double[][] weights, int step) {
        double sum = 0;
        for (int from = 0; from < validation.size(); from += VALIDATION_BATCH) {
            List<Sample> batch = validation.subList(from, Math.min(validation.size(), from + VALIDATION_BATCH));
            sum += batch.size() * loss.value(batch, weights);
        }
        return check(sum / validation.size(), step);
    }

    private static double check(double value, int step) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted");
        }
        if (!Double.isFinite(value)) {
            throw new IllegalStateException(
                    "training diverged: the loss of step " + step + " is " + value + "; a lower learningRate helps");
        }
        return value;
    }
}
