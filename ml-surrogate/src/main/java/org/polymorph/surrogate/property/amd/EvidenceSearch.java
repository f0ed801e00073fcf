package org.polymorph.surrogate.property.amd;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Workers;

/** Finds the hyper-parameters of largest evidence from several starts, each of which a training that is gone on with skips. */
final class EvidenceSearch implements AmdTrainer.Search {
    /** Steps of the logarithms of length and noise from the centre of the priors. */
    private static final double[][] STARTS = {{0, 0}, {-1.2, -2.5}, {1.2, 2}};

    private static final int EVALUATIONS = 50;
    private static final double TOLERANCE = 1e-3;

    @Override
    public boolean tellsDeviations() {
        return true;
    }

    @Override
    public AmdTrainer.Found find(Points points, double[] y, boolean mixed, PropertyTask task, String inputs) {
        Workers workers = task.workers();
        SearchStates states = new SearchStates(task.checkpoint(), inputs);
        int labels = task.labels().size();
        int[] counts = new int[STARTS.length];
        List<Descent.Minimum> minima = workers.map(STARTS.length, s -> {
            String name = "start-" + (s + 1);
            Optional<double[]> before = states.find(name, "start " + (s + 1) + " of the search, its end");
            if (before.isPresent()) {
                return read(before.get());
            }
            Evidence evidence = new Evidence(points, y, mixed);
            double[] start = evidence.centre();
            start[0] += STARTS[s][0];
            start[1] += STARTS[s][1];
            Descent.Minimum minimum = Descent.from(start, evidence, EVALUATIONS, TOLERANCE, count -> {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted");
                }
                tell(task, labels, counts, s, count);
            });
            tell(task, labels, counts, s, EVALUATIONS);
            double[] numbers = Arrays.copyOf(minimum.at(), minimum.at().length + 1);
            numbers[numbers.length - 1] = minimum.value();
            states.leave(name, numbers);
            return minimum;
        });
        Descent.Minimum best = minima.get(0);
        for (Descent.Minimum minimum : minima) {
            if (minimum.value() < best.value()) {
                best = minimum;
            }
        }
        if (!Double.isFinite(best.value())) {
            throw new ArithmeticException("no hyper-parameters explain the labels");
        }
        Kernel kernel = Evidence.kernel(best.at());
        double noise = Evidence.noise(best.at());
        return new AmdTrainer.Found(kernel, noise, new Evidence(points, y, mixed).leaveOneOut(kernel, noise));
    }

    private static void tell(PropertyTask task, int labels, int[] counts, int start, int count) {
        int sum = 0;
        synchronized (counts) {
            counts[start] = count;
            for (int each : counts) {
                sum += each;
            }
        }
        double share = (double) sum / STARTS.length / EVALUATIONS;
        task.progress().at(labels + (int) (share * labels), 2 * labels);
    }

    // the place, and the value behind it
    private static Descent.Minimum read(double[] numbers) {
        int last = numbers.length - 1;
        return new Descent.Minimum(Arrays.copyOf(numbers, last), numbers[last]);
    }
}
