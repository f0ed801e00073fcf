package org.polymorph.daemon.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * How one method has done, over all its seeds.
 *
 * @param hits searches that found the target
 * @param labels to the first hit
 * @param calls of the oracle to the first hit, had the search relaxed its lowest clusters only then
 * @param checkedCalls of the oracle to the first hit, with the lowest clusters relaxed after every round
 * @param callsAHit calls of all searches, up to their hit or their end, over the number of hits: a cost known only afterwards, as
 *     nothing is relaxed before the round of the hit
 * @param checkedCallsAHit likewise, with the lowest clusters relaxed after every round
 * @param stopped searches that were asked to stop, such as at their first hit
 * @param mostCalls of all that its searches spent, the most of one
 * @param whole of whole searches; empty where one was asked to stop
 * @param firstHits calls to the first hit of each search, infinite where there is none
 */
public record MethodFigures(
        String method,
        HitRate hits,
        Costs labels,
        Costs calls,
        Costs checkedCalls,
        HitCost callsAHit,
        HitCost checkedCallsAHit,
        long stopped,
        long mostCalls,
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
        Costs costs = Costs.of(calls);
        HitRate rate = HitRate.of(costs.found(), searches.size());
        long stopped = searches.stream().filter(SearchRecord::isStopped).count();
        return new MethodFigures(
                method,
                rate,
                Costs.of(first(searches, hits, Find::labels)),
                costs,
                Costs.of(checked),
                aHit(rate, calls, searches, SearchRecord::calls),
                aHit(rate, checked, searches, SearchRecord::checkedCalls),
                stopped,
                searches.stream().mapToLong(SearchRecord::calls).max().orElse(0),
                stopped > 0 ? Optional.empty() : Optional.of(WholeFigures.of(searches, rate, hits, lowest)),
                Arrays.stream(calls).boxed().toList());
    }

    // where none failed, one that does is taken to cost what all of them spent in the mean
    private static HitCost aHit(
            HitRate rate, double[] toHit, List<SearchRecord> searches, ToLongFunction<SearchRecord> spent) {
        double[] failed = IntStream.range(0, toHit.length)
                .filter(i -> toHit[i] == Double.POSITIVE_INFINITY || rate.hits() == rate.trials())
                .mapToDouble(i -> spent.applyAsLong(searches.get(i)))
                .toArray();
        double hit = Arrays.stream(toHit).filter(Double::isFinite).average().orElse(Double.NaN);
        return HitCost.of(rate, hit, Arrays.stream(failed).average().orElseThrow());
    }

    /**
     * Returns the first find of each minimum.
     *
     * @return empty if the search has not found all of them, or there are none
     */
    static List<Find> firsts(SearchRecord search, List<Set<Find>> lowest) {
        List<Find> firsts = lowest.stream()
                .flatMap(minimum -> first(search, minimum).stream())
                .toList();
        return firsts.size() == lowest.size() ? firsts : List.of();
    }

    /** Returns the first find of a search that is wanted. */
    static Optional<Find> first(SearchRecord search, Set<Find> wanted) {
        return search.finds().stream().filter(wanted::contains).findFirst();
    }

    private static double[] first(List<SearchRecord> searches, Set<Find> wanted, ToDoubleFunction<Find> cost) {
        return searches.stream()
                .mapToDouble(search -> first(search, wanted).stream()
                        .mapToDouble(cost)
                        .findFirst()
                        .orElse(Double.POSITIVE_INFINITY))
                .toArray();
    }
}
