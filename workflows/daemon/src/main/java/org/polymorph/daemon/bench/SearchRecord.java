package org.polymorph.daemon.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.campaign.ExitReason;

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

    /** Returns how it ended and what it spent, by name, without what it found; a map of its own, to be added to. */
    public Map<String, @Nullable Object> spent() {
        Map<String, @Nullable Object> spent = new LinkedHashMap<>();
        spent.put("method", method);
        spent.put("seed", seed);
        spent.put("exit", exit);
        spent.put("rounds", rounds);
        spent.put("labels", labels);
        spent.put("calls", calls);
        spent.put("seconds", seconds);
        return spent;
    }

    /** Returns the same search under the name of another method. */
    SearchRecord as(String other) {
        return new SearchRecord(other, seed, exit, rounds, labels, calls, seconds, finds);
    }

    /**
     * Returns the calls of the whole search with its lowest clusters relaxed after every round. Where its final relaxations led
     * to nothing, those are not among them.
     */
    long checkedCalls() {
        return Math.max(
                calls, finds.stream().mapToLong(Find::checkedCalls).max().orElse(0));
    }

    /** Returns whether it was asked to stop before it ended by itself, such as at a hit. */
    public boolean isStopped() {
        return exit.equals(ExitReason.STOPPED.name());
    }
}
