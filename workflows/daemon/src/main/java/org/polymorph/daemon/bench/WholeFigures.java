package org.polymorph.daemon.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What searches cost that went on to their own end, and what they had found by then.
 *
 * @param calls mean calls of a whole search, with its final relaxations
 * @param callsAHit calls of all searches to their own end over those that had found the target: nothing is known beforehand
 * @param minima labels until all the lowest minima had been found
 * @param minimaCalls likewise in calls, with the lowest clusters relaxed only after the rounds in which one of them came first
 * @param minimaCheckedCalls likewise in calls, with the lowest clusters relaxed after every round
 * @param stop whether the stopping rule may be trusted
 */
public record WholeFigures(
        double calls, HitCost callsAHit, Costs minima, Costs minimaCalls, Costs minimaCheckedCalls, StopFigures stop) {

    /**
     * Sums up searches.
     *
     * @param rate how many of them hit
     */
    static WholeFigures of(List<SearchRecord> searches, HitRate rate, Set<Find> hits, List<Set<Find>> lowest) {
        double calls =
                searches.stream().mapToLong(SearchRecord::calls).average().orElse(Double.NaN);
        List<List<Find>> firsts = searches.stream()
                .map(search -> MethodFigures.firsts(search, lowest))
                .toList();
        return new WholeFigures(
                calls,
                HitCost.of(rate, calls, calls),
                costs(firsts, found -> last(found, Find::labels)),
                costs(firsts, WholeFigures::calls),
                costs(firsts, found -> last(found, Find::checkedCalls)),
                StopFigures.of(searches, hits, lowest));
    }

    private static Costs costs(List<List<Find>> firsts, ToDoubleFunction<List<Find>> cost) {
        return Costs.of(firsts.stream()
                .mapToDouble(found -> found.isEmpty() ? Double.POSITIVE_INFINITY : cost.applyAsDouble(found))
                .toArray());
    }

    private static double last(List<Find> found, ToDoubleFunction<Find> cost) {
        return found.stream().mapToDouble(cost).max().orElseThrow();
    }

    // labels to the last, and of each round in which one came the relaxations down to the last one there
    private static double calls(List<Find> found) {
        Map<Long, Long> relaxations = new HashMap<>();
        found.forEach(find -> relaxations.merge(find.callsBeforeRound(), find.calls() - find.labels(), Math::max));
        return last(found, Find::labels)
                + relaxations.values().stream().mapToLong(Long::longValue).sum();
    }
}
