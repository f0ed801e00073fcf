package org.polymorph.surrogate.property.amd;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.surrogate.property.PropertyLabels;

/** Fits a model on average minimum distances. Used once; not thread-safe. */
final class AmdTrainer {
    private final String kind;
    private final AmdSettings settings;
    private final PropertyTask task;
    private final Search search;

    /** How hyper-parameters are found. */
    interface Search {
        /**
         * Finds hyper-parameters.
         *
         * @param points some of the crystals
         * @param y their values about a mean of 0
         * @param inputs all that they depend on, for the checkpoint
         */
        Found find(Points points, double[] y, boolean mixed, PropertyTask task, String inputs);

        /** Returns whether the fit tells its deviations; else the errors of the search do. */
        boolean tellsDeviations();
    }

    /**
     * Hyper-parameters.
     *
     * @param noise variance of the noise as a share of that of the process
     * @param errors of each value of the search when the others tell it
     */
    record Found(Kernel kernel, double noise, double[] errors) {}

    AmdTrainer(String kind, AmdSettings settings, PropertyTask task, Search search) {
        this.kind = kind;
        this.settings = settings;
        this.task = task;
        this.search = search;
    }

    AmdModel train() {
        AmdPoints described = AmdPoints.of(task, settings.k(), settings.typed());
        PropertyLabels labels = described.labels();
        Points points = described.points();
        double[] y = described.y();
        int[] some = some(y.length);
        double[] someY = Arrays.stream(some).mapToDouble(i -> y[i]).toArray();
        boolean mixed = labels.formulas().size() > 1;
        String inputs = String.join(
                "\n", kind, settings.toString(), labels.hash(), "" + task.seed().value());
        Found found = search.find(points.some(some), someY, mixed, task, inputs);
        KernelFit fit = y.length <= settings.exact()
                ? KernelFit.exact(found.kernel(), found.noise(), points, y, task.workers())
                : new InducingPoints(found.kernel(), points, settings.inducing()).fit(found.noise(), y);
        double rms = Math.sqrt(
                Arrays.stream(found.errors()).map(e -> e * e).average().orElseThrow());
        AmdModel.Parameters parameters = described.parameters(fit, search.tellsDeviations() ? Double.NaN : rms);
        return new AmdModel(kind, task.property(), parameters, summary(described, found, fit));
    }

    // evenly drawn, in rising order
    private int[] some(int n) {
        int[] all = new int[n];
        Arrays.setAll(all, i -> i);
        if (n <= settings.search()) {
            return all;
        }
        SplittableRandom random = task.seed().split("search").random();
        for (int i = 0; i < settings.search(); i++) {
            int j = i + random.nextInt(n - i);
            int kept = all[i];
            all[i] = all[j];
            all[j] = kept;
        }
        int[] some = Arrays.copyOf(all, settings.search());
        Arrays.sort(some);
        return some;
    }

    private Map<String, String> summary(AmdPoints described, Found found, KernelFit fit) {
        Map<String, String> summary = described.facts(task.property());
        summary.put("length [Å]", format(fit.kernel().length()));
        if (search.tellsDeviations()) {
            summary.put("alpha", format(fit.kernel().alpha()));
            summary.put("amplitude", format(Math.sqrt(fit.amplitude())));
            summary.put("noise", format(Math.sqrt(fit.amplitude() * fit.noise())));
        } else {
            summary.put("regularisation", format(fit.noise()));
        }
        summary.put("fit", fit.isExact() ? "exact" : "by " + fit.basisSize() + " inducing points");
        double error = Arrays.stream(found.errors()).map(Math::abs).average().orElseThrow();
        summary.put(
                "leave-one-out MAE",
                format(error) + (found.errors().length < described.y().length ? " of " + found.errors().length : ""));
        return described.withFacts(summary);
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
