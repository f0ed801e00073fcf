package org.polymorph.surrogate.property.amd;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.surrogate.property.PropertyLabels;
import org.polymorph.surrogate.training.ReferenceEnergies;

/**
 * Labels as points to fit.
 *
 * @param features what a crystal is known by
 * @param absent what takes the place of distances that a crystal lacks
 * @param references mean property of each element
 * @param points of the labels, in their order
 * @param y what is left of their values
 */
record AmdPoints(
        PropertyLabels labels, AmdFeatures features, double[] absent, double[] references, Points points, double[] y) {
    /** So many labels are needed. */
    static final int FEWEST = 10;

    /**
     * Describes the labels of a task, which is told as half of the work.
     *
     * @throws IllegalArgumentException if there are too few, or what {@link PropertyLabels#of} and {@link AmdFeatures#of} refuse
     */
    static AmdPoints of(PropertyTask task, int k, boolean typed) {
        PropertyLabels labels = PropertyLabels.of(task.labels(), FEWEST);
        AmdFeatures features = AmdFeatures.of(labels, k, typed);
        double[][] rows = describe(task, features, labels);
        double[] absent = Points.means(rows);
        Arrays.setAll(rows, i -> Points.filled(rows[i], absent));
        double[] references = references(features, labels);
        double[] y = labels.values();
        for (int i = 0; i < y.length; i++) {
            y[i] -= AmdModel.reference(
                    features, references, labels.labels().get(i).structure());
        }
        return new AmdPoints(labels, features, absent, references, new Points(rows, features.distances()), y);
    }

    private static double[][] describe(PropertyTask task, AmdFeatures features, PropertyLabels labels) {
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

    /** Tells a task how much of the other half is done. */
    void tell(PropertyTask task, double share) {
        task.progress().at(labels.size() + (int) (share * labels.size()), 2 * labels.size());
    }

    /** Returns the model of a fit. */
    AmdModel.Parameters parameters(AmdFit fit, double deviation) {
        return new AmdModel.Parameters(features, absent, references, fit, deviation, labels.mean());
    }

    /** Returns facts for people to begin with, in display order. */
    Map<String, String> facts(String property) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("property", property);
        facts.put("labels", String.valueOf(labels.size()));
        facts.put(
                "compositions",
                String.join(", ", labels.formulas().stream().limit(8).toList()));
        facts.put("distances", features.distances() + (features.typed() ? ", by pairs of elements" : ""));
        return facts;
    }

    /** Adds facts to end with. */
    Map<String, String> withFacts(Map<String, String> facts) {
        facts.put("MAE of the mean", String.format(Locale.ROOT, "%.4g", labels.meanDeviation()));
        facts.put("data hash", labels.hash());
        return facts;
    }
}
