package org.polymorph.surrogate.property.amd;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.polymorph.model.spi.PropertyTask;

/**
 * Finds the Gaussian kernel and the regularisation whose errors on values left out one by one are the least, on a grid, each length
 * of which a training that is gone on with skips.
 */
final class HeldOutSearch implements AmdTrainer.Search {
    private static final int LENGTHS = 12;
    private static final int NOISES = 9;

    @Override
    public boolean tellsDeviations() {
        return false;
    }

    /** The best of one length. */
    private record Trial(Kernel kernel, double noise, double[] errors) {
        double loss() {
            return Arrays.stream(errors).map(e -> e * e).sum();
        }
    }

    @Override
    public AmdTrainer.Found find(Points points, double[] y, boolean mixed, PropertyTask task, String inputs) {
        AtomicInteger done = new AtomicInteger();
        SearchStates states = new SearchStates(task.checkpoint(), inputs);
        List<Trial> trials = task.workers().map(LENGTHS, l -> {
            Evidence evidence = new Evidence(points, y, mixed);
            double[] centre = evidence.centre();
            double length = Math.exp(centre[0] - 2.4 + 0.4 * l);
            double fraction = centre.length > 3 ? Math.exp(centre[3]) : 1;
            Kernel kernel = new Kernel(length, Double.POSITIVE_INFINITY, fraction);
            String name = "length-" + (l + 1);
            Optional<double[]> before = states.find(name, "length " + (l + 1) + " of the search, its end");
            Trial best = before.isPresent()
                    ? new Trial(kernel, before.get()[0], Arrays.copyOfRange(before.get(), 1, before.get().length))
                    : bestOf(kernel, evidence);
            if (before.isEmpty()) {
                double[] numbers = new double[1 + best.errors().length];
                numbers[0] = best.noise();
                System.arraycopy(best.errors(), 0, numbers, 1, best.errors().length);
                states.leave(name, numbers);
            }
            int labels = task.labels().size();
            double share = (double) done.incrementAndGet() / LENGTHS;
            task.progress().at(labels + (int) (share * labels), 2 * labels);
            return best;
        });
        Trial best = trials.get(0);
        for (Trial trial : trials) {
            best = trial.loss() < best.loss() ? trial : best;
        }
        return new AmdTrainer.Found(best.kernel(), best.noise(), best.errors());
    }

    private static Trial bestOf(Kernel kernel, Evidence evidence) {
        Trial best = null;
        for (int k = 0; k < NOISES; k++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted");
            }
            double noise = Math.pow(10, -8 + k);
            Trial trial = new Trial(kernel, noise, evidence.leaveOneOut(kernel, noise));
            best = best == null || trial.loss() < best.loss() ? trial : best;
        }
        return Objects.requireNonNull(best);
    }
}
