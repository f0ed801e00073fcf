package org.polymorph.daemon.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Whether the stopping rule may be trusted: how often a search that it ended had found what there was to find.
 *
 * @param stopped searches that ended by the rule, or because nothing was left to learn; the others ran out of a budget
 * @param target of those, searches that had found the target
 * @param minima of those, searches that had found all the lowest minima
 * @param idleLabels labels that those spent after they had found the last of the lowest minima that they found at all; infinite
 *     for one that found none of them
 */
public record StopFigures(HitRate stopped, long target, long minima, Costs idleLabels) {
    private static final Set<String> BY_RULE = Set.of("CONVERGED", "EXHAUSTED");

    /**
     * Sums up searches.
     *
     * @param hits the finds that are the target
     * @param lowest the lowest minima, each as its finds
     */
    static StopFigures of(List<SearchRecord> searches, Set<Find> hits, List<Set<Find>> lowest) {
        List<SearchRecord> stopped = searches.stream()
                .filter(search -> BY_RULE.contains(search.exit()))
                .toList();
        long withTarget = stopped.stream().filter(search -> found(search, hits)).count();
        long withMinima = stopped.stream()
                .filter(search -> lowest.stream().allMatch(minimum -> found(search, minimum)))
                .count();
        return new StopFigures(
                HitRate.of(stopped.size(), searches.size()),
                withTarget,
                withMinima,
                Costs.of(stopped.stream()
                        .mapToDouble(search -> idle(search, lowest))
                        .toArray()));
    }

    private static boolean found(SearchRecord search, Collection<Find> wanted) {
        return search.finds().stream().anyMatch(wanted::contains);
    }

    private static double idle(SearchRecord search, List<Set<Find>> lowest) {
        List<Integer> firsts = new ArrayList<>();
        for (Set<Find> minimum : lowest) {
            search.finds().stream()
                    .filter(minimum::contains)
                    .mapToInt(Find::labels)
                    .min()
                    .ifPresent(firsts::add);
        }
        return firsts.stream()
                .mapToDouble(first -> search.labels() - first)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
