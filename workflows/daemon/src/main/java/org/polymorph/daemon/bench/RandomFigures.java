package org.polymorph.daemon.bench;

import java.util.List;
import java.util.Set;

/**
 * How plain random search has done, over all cells of all its pools as one row of trials.
 *
 * @param cells hits among the cells relaxed
 * @param callsACell mean calls of the oracle to relax a cell
 * @param poolCalls mean calls to relax the pool of one campaign whole
 */
public record RandomFigures(HitRate cells, double callsACell, double poolCalls) {

    static RandomFigures of(List<SearchRecord> searches, Set<Find> hits) {
        long cells = searches.stream().mapToLong(SearchRecord::labels).sum();
        long calls = searches.stream().mapToLong(SearchRecord::calls).sum();
        long found = searches.stream()
                .flatMap(search -> search.finds().stream())
                .filter(hits::contains)
                .count();
        return new RandomFigures(HitRate.of(found, cells), (double) calls / cells, (double) calls / searches.size());
    }

    /** Returns the calls that a hit costs in the mean; infinite without a hit. */
    public double callsAHit() {
        return callsACell / cells.share();
    }

    /** Returns the lower end of the 95 % interval of the calls that a hit costs. */
    public double leastCallsAHit() {
        return callsACell / cells.high();
    }

    /** Returns the upper end, infinite without a hit. */
    public double mostCallsAHit() {
        return callsACell / cells.low();
    }
}
