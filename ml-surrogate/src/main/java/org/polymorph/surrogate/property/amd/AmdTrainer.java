package org.polymorph.surrogate.property.amd;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.surrogate.property.PropertyLabels;
import org.polymorph.surrogate.training.ReferenceEnergies;

/** Fits a model on average minimum distances. Used once; not thread-safe. */
final class AmdTrainer {
    static final int FEWEST = 10;

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
        PropertyLabels labels = PropertyLabels.of(task.labels(), FEWEST);
        AmdFeatures features = AmdFeatures.of(labels, settings.k(), settings.typed());
        double[][] rows = describe(features, labels);
        double[] absent = Points.means(rows);
        Arrays.setAll(rows, i -> Points.filled(rows[i], absent));
        Points points = new Points(rows, features.distances());
        double[] references = references(features, labels);
        double[] y = labels.values();
        for (int i = 0; i < y.length; i++) {
            y[i] -= AmdModel.reference(
                    features, references, labels.labels().get(i).structure());
        }
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
        AmdModel.Parameters parameters = new AmdModel.Parameters(
                features, absent, references, fit, search.tellsDeviations() ? Double.NaN : rms, labels.mean());
        return new AmdModel(kind, task.property(), parameters, summary(labels, features, found, fit));
    }

    private double[][] describe(AmdFeatures features, PropertyLabels labels) {
        AtomicInteger done = new AtomicInteger();
        return task.workers()
                .map(labels.size(), i -> {
                    PropertyLabel label = labels.labels().get(i);
                    double[] row = features.of(label.structure());
                    task.progress().at(done.incrementAndGet(), 2 * labels.size());
                    return row;
                })
                .toArray(double[][]::new);
    }

    private static double[] references(AmdFeatures features, PropertyLabels labels) {
        List<Element> elements = features.elements();
        int[][] counts = new int[labels.size()][elements.size()];
        double[] totals = new double[labels.size()];
        for (int i = 0; i < totals.length; i++) {
            PropertyLabel label = labels.labels().get(i);
            for (Element element : label.structure().species()) {
                counts[i][elements.indexOf(element)]++;
            }
            totals[i] = label.value() * label.structure().size();
        }
        return ReferenceEnergies.fit(counts, totals);
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

    private Map<String, String> summary(PropertyLabels labels, AmdFeatures features, Found found, KernelFit fit) {
        Map<String, String> summary = new LinkedHashMap<>();
        summary.put("property", task.property());
        summary.put("labels", String.valueOf(labels.size()));
        summary.put(
                "compositions",
                String.join(", ", labels.formulas().stream().limit(8).toList()));
        summary.put("distances", features.distances() + (features.typed() ? ", by pairs of elements" : ""));
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
                format(error) + (found.errors().length < labels.size() ? " of " + found.errors().length : ""));
        summary.put("MAE of the mean", format(labels.meanDeviation()));
        summary.put("data hash", labels.hash());
        return summary;
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
