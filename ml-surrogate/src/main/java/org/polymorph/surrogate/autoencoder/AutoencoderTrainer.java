package org.polymorph.surrogate.autoencoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.convolution.Tape;
import org.polymorph.surrogate.network.AdamW;
import org.polymorph.surrogate.network.Blocks;

/**
 * Trains the networks together: shuffled batches of crystals, each turned and shifted anew. A batch is cut into a fixed number of
 * parts whose slopes are added up in order, so that the result does not depend on the number of threads. Used once.
 */
final class AutoencoderTrainer {
    private static final int PARTS = 4;
    private static final String STATE = "autoencoder";

    private final CrystalNetwork network;
    private final AutoencoderSettings settings;
    private final List<Structure> training;
    private final List<Structure> validation;
    private final Seed seed;
    private final Workers workers;
    private final double[][][] slopes = new double[PARTS][][];
    private long left;
    private long leaving;

    AutoencoderTrainer(
            CrystalNetwork network,
            AutoencoderSettings settings,
            List<Structure> training,
            List<Structure> validation,
            Seed seed,
            Workers workers) {
        this.network = network;
        this.settings = settings;
        this.training = training;
        this.validation = validation;
        this.seed = seed;
        this.workers = workers;
        Arrays.setAll(slopes, p -> Blocks.zeros(network.start()));
    }

    /** Trains to the end, from where a training that was killed has left its state. */
    TrainingState train(AutoencoderTask task, String inputs) {
        AutoencoderSettings.Schedule schedule = settings.schedule();
        TrainingState state = task.checkpoint()
                .flatMap(place -> place.find(STATE, inputs)
                        .map(bytes -> TrainingState.of(bytes, settings.optimizer()))
                        .filter(found -> found.epoch <= schedule.epochs())
                        .map(found -> tell(place, found)))
                .orElseGet(this::begin);
        task.progress().at(state.epoch, schedule.epochs());
        left = System.nanoTime();
        while (state.epoch < schedule.epochs() && state.since < schedule.patience()) {
            runEpoch(state);
            task.checkpoint().ifPresent(place -> leave(place, inputs, state));
            task.progress().at(state.epoch, schedule.epochs());
        }
        return state;
    }

    private static TrainingState tell(Checkpoint place, TrainingState state) {
        place.wentOn().accept("epoch " + state.epoch);
        return state;
    }

    private TrainingState begin() {
        double[][] weights = Blocks.copy(network.start());
        return new TrainingState(
                new AdamW(settings.optimizer(), block -> false, weights),
                Blocks.copy(weights),
                Double.POSITIVE_INFINITY);
    }

    // states are large: writing them takes at most a tenth of the time
    private void leave(Checkpoint place, String inputs, TrainingState state) {
        long now = System.nanoTime();
        if (now - left >= Math.max(place.interval().toNanos(), 10 * leaving)) {
            place.leave(STATE, inputs, state.toBytes());
            left = System.nanoTime();
            leaving = left - now;
        }
    }

    private void runEpoch(TrainingState state) {
        Seed own = seed.split("epoch").split(state.epoch);
        List<Integer> order = shuffled(own);
        Losses sum = Losses.NONE;
        int batch = settings.schedule().batch();
        for (int from = 0; from < order.size(); from += batch) {
            List<Integer> members = order.subList(from, Math.min(order.size(), from + batch));
            sum = sum.plus(step(state.optimizer, members, own, state.epoch));
        }
        state.epoch++;
        state.training = sum.total() / training.size();
        double value = validation.isEmpty() ? state.training : validate(state.optimizer.average());
        state.since++;
        if (value < state.loss) {
            state.loss = value;
            state.best = Blocks.copy(state.optimizer.average());
            state.since = 0;
        }
    }

    private List<Integer> shuffled(Seed own) {
        List<Integer> order = new ArrayList<>();
        for (int k = 0; k < training.size(); k++) {
            order.add(k);
        }
        SplittableRandom random = own.split("order").random();
        for (int k = order.size() - 1; k > 0; k--) {
            Collections.swap(order, k, random.nextInt(k + 1));
        }
        return order;
    }

    private Losses step(AdamW optimizer, List<Integer> members, Seed own, int epoch) {
        List<Losses> losses = inParts(members.size(), optimizer.weights(), (tape, m) -> {
            int index = members.get(m);
            SplittableRandom random = own.split("crystal").split(index).random();
            CrystalNetwork.Target target =
                    network.target(settings.augmentation().draw(training.get(index), settings.grid(), random));
            double[] noise = new double[settings.sizes().latent()];
            Arrays.setAll(noise, k -> random.nextGaussian());
            Losses loss = network.pass(tape, target, new CrystalNetwork.Way(noise, (index + epoch) % 2 == 0));
            tape.backward();
            return loss;
        });
        optimizer.step(gradient(members.size()), settings.optimizer().learningRate());
        return check(losses.stream().reduce(Losses.NONE, Losses::plus), epoch);
    }

    private double validate(double[][] weights) {
        List<Losses> losses = inParts(validation.size(), weights, (tape, k) -> {
            SplittableRandom random = seed.split("validation").split(k).random();
            CrystalNetwork.Target target =
                    network.target(settings.augmentation().draw(validation.get(k), settings.grid(), random));
            Losses loss = network.pass(
                    tape,
                    target,
                    new CrystalNetwork.Way(new double[settings.sizes().latent()], false));
            tape.clear();
            return loss;
        });
        return losses.stream().reduce(Losses.NONE, Losses::plus).total() / validation.size();
    }

    /** What is done with one crystal. */
    private interface Work {
        Losses on(Tape tape, int index);
    }

    private List<Losses> inParts(int count, double[][] weights, Work work) {
        IntFunction<Losses> part = p -> {
            Arrays.stream(slopes[p]).forEach(block -> Arrays.fill(block, 0));
            Tape tape = new Tape(settings.backend(), weights, slopes[p]);
            Losses sum = Losses.NONE;
            for (int k = p * count / PARTS; k < (p + 1) * count / PARTS; k++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted");
                }
                sum = sum.plus(work.on(tape, k));
            }
            return sum;
        };
        return workers.map(PARTS, part);
    }

    private double[][] gradient(int count) {
        double[][] sum = slopes[0];
        for (int b = 0; b < sum.length; b++) {
            double[] block = sum[b];
            for (int p = 1; p < PARTS; p++) {
                double[] other = slopes[p][b];
                for (int i = 0; i < block.length; i++) {
                    block[i] += other[i];
                }
            }
            for (int i = 0; i < block.length; i++) {
                block[i] /= count;
            }
        }
        return sum;
    }

    private static Losses check(Losses losses, int epoch) {
        if (!Double.isFinite(losses.total())) {
            throw new IllegalStateException("training diverged: the loss of epoch " + (epoch + 1) + " is "
                    + losses.total() + "; a lower learningRate helps");
        }
        return losses;
    }
}
