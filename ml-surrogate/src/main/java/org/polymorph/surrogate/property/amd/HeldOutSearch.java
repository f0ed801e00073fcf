package org.polymorph.surrogate.property.amd;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.polymorph.model.spi.PropertyTask;

/** Finds the Gaussian kernel and the regularisation whose errors on values left out one by one are the least, on a grid. */
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
        int labels = task.labels().size();
        List<Trial> trials = task.workers().map(LENGTHS, l -> {
            Evidence evidence = new Evidence(points, y, mixed);
            double[] centre = evidence.centre();
            double length = Math.exp(centre[0] - 2.4 + 0.4 * l);
            double fraction = centre.length > 3 ? Math.exp(centre[3]) : 1;
            Kernel kernel = new Kernel(length, Double.POSITIVE_INFINITY, fraction);
            Trial best = null;
            for (int k = 0; k < NOISES; k++) {
                double noise = Math.pow(10, -8 + k);
                Trial trial = new Trial(kernel, noise, evidence.leaveOneOut(kernel, noise));
                best = best == null || trial.loss() < best.loss() ? trial : best;
                double share = (double) done.incrementAndGet() / LENGTHS / NOISES;
                task.progress().at(labels + (int) (share * labels), 2 * labels);
            }
            return java.util.Objects.requireNonNull(best);
        });
        Trial best = trials.get(0);
        for (Trial trial : trials) {
            best = trial.loss() < best.loss() ? trial : best;
        }
        return new AmdTrainer.Found(best.kernel(), best.noise(), best.errors());
    }
}
