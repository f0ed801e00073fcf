package org.polymorph.model.calculation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What went before a calculation that is tried once more.
 *
 * @param remedies applied so far, the first one first; the inputs are those of the request with all their changes, in this order
 * @param previous directory of the attempt before, relative to the job's own directory and on the same machine, such as
 *     {@code ../pm-si8-abc}; empty for the first attempt
 */
public record Attempt(List<Remedy> remedies, Optional<String> previous) {
    /** Nothing went before. */
    public static final Attempt FIRST = new Attempt(List.of(), Optional.empty());

    public Attempt {
        remedies = List.copyOf(remedies);
        for (Remedy remedy : remedies) {
            if (remedy.action() != Remedy.Action.RETRY) {
                throw new IllegalArgumentException("expected remedies that lead to another attempt, found " + remedy);
            }
        }
    }

    /** Returns whether this attempt goes on from the files of the one before. */
    public boolean restarts() {
        return !remedies.isEmpty() && remedies.get(remedies.size() - 1).restart() && previous.isPresent();
    }

    /** Returns the changed entries of the input with the values that they have now; empty where one is taken out. */
    public Map<String, Optional<String>> changes() {
        Map<String, Optional<String>> changes = new LinkedHashMap<>();
        remedies.forEach(remedy -> remedy.changes().forEach(change -> changes.put(change.key(), change.after())));
        return changes;
    }
}
