package org.polymorph.surrogate.property.amd;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.invariant.Metric;
import org.polymorph.surrogate.invariant.PeriodicSet;
import org.polymorph.surrogate.property.PropertyLabels;

/**
 * How a property changes with the distance δ of crystals: the largest difference of their average minimum distances. Ropers, Mosca,
 * Anosova and Kurlin (2021, abstract on arXiv 2108.07233) found a threshold d and a constant c with |ΔE| < c·d wherever δ &lt; d, and
 * do not say how d is chosen. Here d is the distance up to which two crystals differ by at most half of what any two differ by on
 * average, and c the least with |ΔE| ≤ c·δ, which is stricter, for all pairs up to there. Immutable.
 *
 * @param distances δ of each pair, Å, rising
 * @param differences of the property of each pair
 * @param threshold d, Å; 0 where even the nearest crystals differ as any two do
 * @param constant c, in units of the property an Å; NaN without a threshold
 * @param usual c that holds for 95 of a hundred of these pairs
 */
public record Continuity(double[] distances, double[] differences, double threshold, double constant, double usual) {
    /** Nearer than this, in Å, two crystals are the same one, and differences are noise. */
    private static final double SAME = 1e-3;

    /** So many pairs tell a mean. */
    private static final int ENOUGH = 20;

    /** A million pairs of crystals and more tell it well. */
    private static final int MOST = 1500;

    public Continuity {
        distances = distances.clone();
        differences = differences.clone();
    }

    @Override
    public double[] distances() {
        return distances.clone();
    }

    @Override
    public double[] differences() {
        return differences.clone();
    }

    /**
     * Measures it for all pairs of crystals of one composition; of more than 1,500 crystals for every so many of them.
     *
     * @param k distances compared
     * @throws IllegalArgumentException if there are fewer than ten labels, one is not finite, or compositions are mixed
     */
    public static Continuity of(List<PropertyLabel> all, int k, Workers workers) {
        PropertyLabels labels = PropertyLabels.of(all, AmdPoints.FEWEST);
        AmdFeatures.of(labels, k, false);
        int step = (labels.size() + MOST - 1) / MOST;
        List<PropertyLabel> some = IntStream.range(0, labels.size())
                .filter(i -> i % step == 0)
                .mapToObj(labels.labels()::get)
                .toList();
        List<double[]> rows = workers.map(
                some.size(),
                i -> AverageMinimumDistances.of(PeriodicSet.of(some.get(i).structure()), k));
        int n = some.size();
        double[][] pairs = new double[n * (n - 1) / 2][];
        int pair = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double difference = Math.abs(some.get(i).value() - some.get(j).value());
                pairs[pair++] = new double[] {Metric.CHEBYSHEV.between(rows.get(i), rows.get(j)), difference};
            }
        }
        Arrays.sort(pairs, (a, b) -> Double.compare(a[0], b[0]));
        return of(
                Arrays.stream(pairs).mapToDouble(p -> p[0]).toArray(),
                Arrays.stream(pairs).mapToDouble(p -> p[1]).toArray());
    }

    /** Measures it for pairs in the order of their distances. */
    static Continuity of(double[] distances, double[] differences) {
        double half = Arrays.stream(differences).average().orElse(0) / 2;
        double sum = 0;
        int within = 0;
        for (int p = 0; p < distances.length; p++) {
            sum += differences[p];
            if (p + 1 >= ENOUGH && sum / (p + 1) <= half) {
                within = p + 1;
            }
        }
        double[] slopes = IntStream.range(0, within)
                .filter(p -> distances[p] > SAME)
                .mapToDouble(p -> differences[p] / distances[p])
                .sorted()
                .toArray();
        double threshold = within == 0 ? 0 : distances[within - 1];
        boolean none = slopes.length == 0;
        return new Continuity(
                distances,
                differences,
                threshold,
                none ? Double.NaN : slopes[slopes.length - 1],
                none ? Double.NaN : slopes[(int) (0.95 * (slopes.length - 1))]);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "d = %.3f Å, c = %.4g, %.4g for 95 of a hundred, of %d pairs",
                threshold,
                constant,
                usual,
                distances.length);
    }
}
