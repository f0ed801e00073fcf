package org.polymorph.daemon.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * How one method has done, over all its seeds.
 *
 * @param hits searches that found the target
 * @param labels to the first hit
 * @param calls of the oracle to the first hit, had the search relaxed its lowest clusters only then
 * @param checkedCalls of the oracle to the first hit, with the lowest clusters relaxed after every round
 * @param callsAHit calls of all searches, up to their hit or their end, over the number of hits: what a hit costs if one begins
 *     anew after each search that failed; infinite without a hit
 * @param whole of whole searches; empty where each was ended at its first hit
 * @param firstHits calls to the first hit of each search, infinite where there is none
 */
public record MethodFigures(
        String method,
        HitRate hits,
        Costs labels,
        Costs calls,
        Costs checkedCalls,
        double callsAHit,
        Optional<WholeFigures> whole,
        List<Double> firstHits) {
    public MethodFigures {
        firstHits = List.copyOf(firstHits);
    }

    /**
     * Sums up searches.
     *
     * @param hits the finds that are the target
     * @param lowest the lowest minima, each as its finds
     */
    static MethodFigures of(String method, List<SearchRecord> searches, Set<Find> hits, List<Set<Find>> lowest) {
        double[] calls = first(searches, hits, Find::calls);
        double[] checked = first(searches, hits, Find::checkedCalls);
        double spent = 0;
        for (int i = 0; i < calls.length; i++) {
            spent += Double.isFinite(calls[i]) ? calls[i] : searches.get(i).calls();
        }
        Costs costs = Costs.of(calls);
        return new MethodFigures(
                method,
                HitRate.of(costs.found(), searches.size()),
                Costs.of(first(searches, hits, Find::labels)),
                costs,
                Costs.of(checked),
                costs.found() == 0 ? Double.POSITIVE_INFINITY : spent / costs.found(),
                Optional.of(new WholeFigures(
                        searches.stream()
                                .mapToLong(SearchRecord::calls)
                                .average()
                                .orElse(Double.NaN),
                        Costs.of(all(searches, lowest, Find::labels)),
                        Costs.of(all(searches, lowest, Find::checkedCalls)),
                        StopFigures.of(searches, hits, lowest))),
                Arrays.stream(calls).boxed().toList());
    }

    MethodFigures endedAtHits() {
        return new MethodFigures(method, hits, labels, calls, checkedCalls, callsAHit, Optional.empty(), firstHits);
    }

    private static double[] first(List<SearchRecord> searches, Set<Find> wanted, ToDoubleFunction<Find> cost) {
        return searches.stream()
                .mapToDouble(search -> first(search, wanted, cost))
                .toArray();
    }

    private static double first(SearchRecord search, Set<Find> wanted, ToDoubleFunction<Find> cost) {
        return search.finds().stream()
                .filter(wanted::contains)
                .mapToDouble(cost)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static double[] all(List<SearchRecord> searches, List<Set<Find>> lowest, ToDoubleFunction<Find> cost) {
        return searches.stream()
                .mapToDouble(search -> lowest.stream()
                        .mapToDouble(minimum -> first(search, minimum, cost))
                        .max()
                        .orElse(Double.POSITIVE_INFINITY))
                .toArray();
    }
}
