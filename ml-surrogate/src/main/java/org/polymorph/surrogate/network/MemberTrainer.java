package org.polymorph.surrogate.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.polymorph.model.spi.Seed;
import org.polymorph.surrogate.training.ReferenceEnergies;

/**
 * Trains one member of an ensemble: shuffled batches, AdamW, the learning rate halved on a plateau of the validation loss,
 * an early stop, and the averaged weights of the best epoch as the result. Used once; not thread-safe.
 */
final class MemberTrainer {
    /** Plateaus in a row that end the training. */
    private static final int PLATEAUS = 4;

    private static final int VALIDATION_BATCH = 32;

    private final NetworkSettings settings;
    private final List<Sample> training;
    private final List<Sample> validation;
    private final Seed seed;
    private final Loss loss;

    /**
     * A trained member.
     *
     * @param weights blocks of weights
     * @param loss lowest validation loss
     * @param epochs how many were run
     */
    record Member(double[][] weights, double loss, int epochs) {}

    MemberTrainer(
            Network network, NetworkSettings settings, List<Sample> training, List<Sample> validation, Seed seed) {
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
     * Trains from some weights on.
     *
     * @param start is changed
     * @param epochEnded told after each epoch
     * @throws IllegalStateException if the loss is not finite any more
     * @throws CancellationException if the thread is interrupted
     */
    Member train(double[][] start, Runnable epochEnded) {
        settleElements(start);
        AdamW optimizer = new AdamW(settings.optimizer(), start);
        double[][] gradient = AdamW.zeros(start);
        SplittableRandom random = seed.split("batches").random();
        NetworkSettings.Schedule schedule = settings.schedule();
        double rate = settings.optimizer().learningRate();
        double[][] best = AdamW.copy(start);
        double lowest = validate(best);
        int since = 0;
        int epoch = 0;
        while (epoch < schedule.epochs() && since < PLATEAUS * schedule.patience()) {
            for (Sample batch : batches(shuffled(random), schedule.batch())) {
                Arrays.stream(gradient).forEach(block -> Arrays.fill(block, 0));
                check(loss.addGradient(batch, start, gradient), epoch);
                optimizer.step(gradient, rate);
            }
            epoch++;
            double value = check(validate(optimizer.average()), epoch);
            since++;
            if (value < lowest) {
                lowest = value;
                best = AdamW.copy(optimizer.average());
                since = 0;
            } else if (since % schedule.patience() == 0) {
                rate /= 2;
            }
            epochEnded.run();
        }
        settleElements(best);
        return new Member(best, lowest, epoch);
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

    private List<Sample> shuffled(SplittableRandom random) {
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
