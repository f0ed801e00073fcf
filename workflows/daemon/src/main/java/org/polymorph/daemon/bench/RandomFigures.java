package org.polymorph.daemon.bench;

import java.util.List;
import java.util.Set;

/**
 * How plain random search has done: over all cells of all its pools as one row of trials, and with the cells of each pool, one
 * after the other, as one search.
 *
 * @param cells hits among the cells relaxed
 * @param callsACell mean calls of the oracle to relax a cell
 * @param pools each pool as one search; its labels are cells
 * @param poolCalls mean calls to relax the pool of one campaign whole
 */
public record RandomFigures(HitRate cells, double callsACell, MethodFigures pools, double poolCalls) {

    static RandomFigures of(List<SearchRecord> searches, Set<Find> hits, List<Set<Find>> lowest) {
        long cells = searches.stream().mapToLong(SearchRecord::labels).sum();
        long calls = searches.stream().mapToLong(SearchRecord::calls).sum();
        long found = searches.stream()
                .flatMap(search -> search.finds().stream())
                .filter(hits::contains)
                .count();
        return new RandomFigures(
                HitRate.of(found, cells),
                (double) calls / cells,
                MethodFigures.of(RandomSearch.METHOD, searches, hits, lowest),
                (double) calls / searches.size());
    }

    /** Returns the calls that a hit costs, each cell a search of its own. */
    public HitCost callsAHit() {
        return HitCost.of(cells, callsACell, callsACell);
    }
}
