package org.polymorph.surrogate.property.amd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.surrogate.property.MemberSpread;

/**
 * Grows a forest, some trees a task, and calibrates its deviations by what trees say of labels that they were not grown from. Used
 * once; not thread-safe.
 */
final class ForestTrainer {
    /** So many trees are left behind together. */
    private static final int PART = 10;

    private final ForestSettings settings;
    private final PropertyTask task;

    ForestTrainer(ForestSettings settings, PropertyTask task) {
        this.settings = settings;
        this.task = task;
    }

    AmdModel train() {
        AmdPoints described = AmdPoints.of(task, settings.k(), settings.typed());
        TreeGrower grower =
                new TreeGrower(described.points(), described.y(), settings.leaf(), settings.fraction(), task.seed());
        List<Tree> trees = grow(described, grower);
        double[] errors = new double[described.y().length];
        MemberSpread spread = calibrated(described, grower, trees, errors);
        AmdModel.Parameters parameters = described.parameters(new Forest(trees, spread), Double.NaN);
        return new AmdModel(AmdForestLearner.NAME, task.property(), parameters, summary(described, trees, errors));
    }

    private List<Tree> grow(AmdPoints described, TreeGrower grower) {
        String inputs = String.join(
                "\n",
                AmdForestLearner.NAME,
                settings.toString(),
                described.labels().hash(),
                "" + task.seed().value());
        SearchStates states = new SearchStates(task.checkpoint(), inputs);
        AtomicInteger done = new AtomicInteger();
        int parts = (settings.trees() + PART - 1) / PART;
        List<List<Tree>> grown = task.workers().map(parts, p -> {
            int first = p * PART;
            int end = Math.min(settings.trees(), first + PART);
            String name = "trees-" + (p + 1);
            Optional<double[]> before = states.find(name, "trees " + (first + 1) + " to " + end);
            List<Tree> trees = new ArrayList<>();
            for (int t = first; t < end && before.isEmpty(); t++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted");
                }
                trees.add(grower.grow(t));
                described.tell(task, (double) done.incrementAndGet() / settings.trees());
            }
            if (before.isPresent()) {
                described.tell(task, (double) done.addAndGet(end - first) / settings.trees());
                return Tree.apart(before.get());
            }
            states.leave(name, Tree.together(trees));
            return trees;
        });
        return grown.stream().flatMap(List::stream).toList();
    }

    // a label that all trees have seen tells nothing
    private MemberSpread calibrated(AmdPoints described, TreeGrower grower, List<Tree> trees, double[] errors) {
        int[][] samples = new int[trees.size()][];
        Arrays.setAll(samples, grower::sample);
        double square = 0;
        double variance = 0;
        int told = 0;
        for (int i = 0; i < errors.length; i++) {
            double[] row = described.points().row(i);
            double[] others = new double[trees.size()];
            int count = 0;
            for (int t = 0; t < samples.length; t++) {
                if (samples[t][i] == 0) {
                    others[count++] = trees.get(t).predict(row);
                }
            }
            errors[i] = Double.NaN;
            if (count > 1) {
                PropertyEstimate estimate = MemberSpread.ALONE.of(Arrays.copyOf(others, count));
                errors[i] = estimate.value() - described.y()[i];
                square += errors[i] * errors[i];
                variance += estimate.std() * estimate.std();
                told++;
            }
        }
        return MemberSpread.explaining(square / Math.max(1, told), variance / Math.max(1, told));
    }

    private Map<String, String> summary(AmdPoints described, List<Tree> trees, double[] errors) {
        Map<String, String> summary = described.facts(task.property());
        summary.put("trees", String.valueOf(trees.size()));
        double error = Arrays.stream(errors)
                .filter(Double::isFinite)
                .map(Math::abs)
                .average()
                .orElse(Double.NaN);
        summary.put("out-of-bag MAE", String.format(Locale.ROOT, "%.4g", error));
        return described.withFacts(summary);
    }
}
