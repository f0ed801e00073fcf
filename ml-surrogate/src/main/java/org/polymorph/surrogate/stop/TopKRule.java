package org.polymorph.surrogate.stop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.polymorph.surrogate.cluster.Cluster;

/**
 * The search may stop when the k lowest clusters of the pool before and after a round, both evaluated with the current
 * model, are the same crystals, and none of their energies, sorted, has fallen or risen by more than a tolerance. With fewer
 * than k clusters before and after, all of them are compared; a different number is a change.
 *
 * <p>Identity is judged with the same tolerance: a cluster may leave the k lowest without being a change if, before or
 * after, it stands within the tolerance of the k-th energy, because the order of near-degenerate clusters means nothing.
 *
 * <p>A flat basin may hold dozens of clusters of nearly one energy, such as layers at any distance from each other, and would
 * make all k. Clusters that lie less than {@code apart} above the lowest of a level are of this level, and only the lowest of
 * each level counts.
 *
 * @param topK how many clusters are compared, at least 1
 * @param tolerance eV/atom, above zero
 * @param apart eV/atom, at least zero, which makes each cluster a level
 */
public record TopKRule(int topK, double tolerance, double apart) {
    private static final Comparator<Cluster> BY_ENERGY =
            Comparator.comparingDouble(Cluster::energyPerAtom).thenComparing(Cluster::id);

    public TopKRule {
        if (topK < 1 || !(tolerance > 0) || !(apart >= 0)) {
            throw new IllegalArgumentException(
                    "a stopping rule needs topK of at least 1, a tolerance above zero and levels apart by at least zero, found "
                            + topK + ", " + tolerance + " and " + apart);
        }
    }

    /** Returns this rule for at least so many clusters. */
    public TopKRule atLeast(int clusters) {
        return clusters <= topK ? this : new TopKRule(clusters, tolerance, apart);
    }

    /**
     * Compares two poolings. Clusters that are the same crystal carry the same id in both. Clusters without a finite
     * energy do not count.
     */
    public Verdict judge(List<Cluster> before, List<Cluster> after) {
        List<Cluster> old = lowest(before);
        List<Cluster> now = lowest(after);
        if (old.isEmpty() || now.isEmpty()) {
            return new Verdict(false, old.isEmpty() ? "nothing to compare with yet" : "no cluster has a finite energy");
        }
        if (old.size() != now.size()) {
            return new Verdict(false, "the number of lowest clusters changed from " + old.size() + " to " + now.size());
        }
        for (int i = 0; i < now.size(); i++) {
            double change = now.get(i).energyPerAtom() - old.get(i).energyPerAtom();
            if (Math.abs(change) > tolerance) {
                return new Verdict(
                        false,
                        text(
                                "energy %d of the %d lowest clusters has %s by %.1f meV/atom, more than %.1f",
                                i + 1,
                                now.size(),
                                change < 0 ? "fallen" : "risen",
                                1000 * Math.abs(change),
                                1000 * tolerance));
            }
        }
        Set<String> gone = missing(old, now, after);
        Set<String> come = missing(now, old, before);
        if (!gone.isEmpty() || !come.isEmpty()) {
            return new Verdict(
                    false,
                    "the " + now.size() + " lowest clusters are not the same crystals: "
                            + (come.isEmpty() ? "" : "new " + String.join(", ", come))
                            + (come.isEmpty() || gone.isEmpty() ? "" : "; ")
                            + (gone.isEmpty() ? "" : "gone " + String.join(", ", gone)));
        }
        return new Verdict(
                true,
                text(
                        "the %d lowest clusters are the same crystals and none moved by more than %.1f meV/atom",
                        now.size(), 1000 * tolerance));
    }

    /** Returns the lowest cluster of each of the k lowest levels; fewer where there are fewer with a finite energy. */
    public List<Cluster> lowest(List<Cluster> clusters) {
        List<Cluster> lowest = new ArrayList<>();
        for (Cluster cluster : clusters.stream()
                .filter(one -> Double.isFinite(one.energyPerAtom()))
                .sorted(BY_ENERGY)
                .toList()) {
            boolean another = lowest.isEmpty()
                    || cluster.energyPerAtom() >= lowest.get(lowest.size() - 1).energyPerAtom() + apart;
            if (another && lowest.size() < topK) {
                lowest.add(cluster);
            }
        }
        return lowest;
    }

    // names of one list that are not in the other, but for those that stand just behind its end
    private Set<String> missing(List<Cluster> these, List<Cluster> others, List<Cluster> allOthers) {
        double edge = others.get(others.size() - 1).energyPerAtom() + tolerance;
        Set<String> there = allOthers.stream()
                .filter(cluster -> cluster.energyPerAtom() <= edge)
                .map(Cluster::id)
                .collect(Collectors.toSet());
        return these.stream()
                .map(Cluster::id)
                .filter(id -> !there.contains(id))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
