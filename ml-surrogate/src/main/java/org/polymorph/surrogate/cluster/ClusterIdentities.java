package org.polymorph.surrogate.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;

/**
 * Gives the clusters of this round the names that they had in the last one, so that a crystal keeps its name while
 * candidates join and leave it. A name goes to the cluster with most members in common; then, among the clusters left over,
 * to the nearest one within a limit. Every name goes at most once; what is new gets a name that was not there before.
 * Deterministic.
 */
public final class ClusterIdentities {
    private static final Comparator<Match> BEST_FIRST = Comparator.comparingDouble(Match::cost)
            .thenComparing(match -> match.now().energyPerAtom())
            .thenComparing(match -> match.now().id())
            .thenComparing(match -> match.before().id());

    private record Match(Cluster before, Cluster now, double cost) {}

    private ClusterIdentities() {}

    /** Carries names over by common members alone. */
    public static List<Cluster> carry(List<Cluster> previous, List<Cluster> current) {
        return carry(previous, current, (before, now) -> Double.POSITIVE_INFINITY, 0);
    }

    /**
     * Carries names over.
     *
     * @param distance of two clusters in the representation of the current model; infinity where not known
     * @param limit largest distance at which two clusters without common members count as the same crystal
     * @return the current clusters in their order, named anew
     */
    public static List<Cluster> carry(
            List<Cluster> previous,
            List<Cluster> current,
            ToDoubleBiFunction<Cluster, Cluster> distance,
            double limit) {
        Map<Cluster, String> names = new HashMap<>();
        Set<String> taken = new HashSet<>();
        give(byMembers(previous, current), names, taken);
        List<Match> near = new ArrayList<>();
        for (Cluster before : previous) {
            for (Cluster now : current) {
                if (!taken.contains(before.id()) && !names.containsKey(now)) {
                    double d = distance.applyAsDouble(before, now);
                    if (d <= limit) {
                        near.add(new Match(before, now, d));
                    }
                }
            }
        }
        give(near, names, taken);
        previous.forEach(cluster -> taken.add(cluster.id()));
        List<Cluster> named = new ArrayList<>();
        for (Cluster now : current) {
            String name = names.get(now);
            named.add(now.named(name == null ? unused("c-" + now.lowest(), taken) : name));
        }
        return List.copyOf(named);
    }

    private static List<Match> byMembers(List<Cluster> previous, List<Cluster> current) {
        Map<String, Cluster> home = new HashMap<>();
        for (Cluster before : previous) {
            before.members().forEach(member -> home.put(member, before));
        }
        List<Match> matches = new ArrayList<>();
        for (Cluster now : current) {
            Map<Cluster, Integer> common = new java.util.LinkedHashMap<>();
            for (String member : now.members()) {
                Cluster before = home.get(member);
                if (before != null) {
                    common.merge(before, 1, Integer::sum);
                }
            }
            common.forEach((before, count) -> matches.add(new Match(before, now, -count)));
        }
        return matches;
    }

    private static void give(List<Match> matches, Map<Cluster, String> names, Set<String> taken) {
        matches.sort(BEST_FIRST);
        for (Match match : matches) {
            if (!names.containsKey(match.now()) && taken.add(match.before().id())) {
                names.put(match.now(), match.before().id());
            }
        }
    }

    private static String unused(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }
}
