package org.polymorph.daemon.bench;

import java.util.List;

/**
 * What one search with one seed has found and spent.
 *
 * @param method such as {@code campaign}
 * @param exit why it ended
 * @param labels single points, failed ones among them; for random search, cells relaxed
 * @param calls of the oracle in all: labels and every step of the final relaxations
 * @param seconds since it was last started; what an earlier process did on it before a kill is not among them
 * @param finds in the order in which they were found
 */
public record SearchRecord(
        String method, int seed, String exit, int rounds, int labels, long calls, double seconds, List<Find> finds) {
    public SearchRecord {
        finds = List.copyOf(finds);
    }
}
