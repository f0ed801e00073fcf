package org.polymorph.model.remedy;

import java.util.List;
import org.polymorph.model.calculation.Remedy.Start;

/**
 * One thing to try after a failure.
 *
 * @param says in words, for people
 * @param corrections of the inputs, all at once; the step applies where at least one of them does, or where there are none
 * @param times how often it is tried for one calculation
 * @param start the geometry to begin with; the given one where the failed attempt left no sound one
 * @param restart whether to go on from the files that the failed attempt left
 * @param dropped files of the failed attempt that must not be used again
 */
public record RemedyStep(
        String says, List<Correction> corrections, int times, Start start, boolean restart, List<String> dropped) {
    public RemedyStep {
        if (says.isBlank() || times < 1) {
            throw new IllegalArgumentException(
                    "a step needs words and is tried at least once, found \"" + says + "\" and " + times + " times");
        }
        corrections = List.copyOf(corrections);
        dropped = List.copyOf(dropped);
    }

    /** A step that is tried once, from the given structure and from scratch. */
    public static RemedyStep of(String says, Correction... corrections) {
        return new RemedyStep(says, List.of(corrections), 1, Start.GIVEN, false, List.of());
    }

    /** Returns the same step, tried so often. */
    public RemedyStep times(int count) {
        return new RemedyStep(says, corrections, count, start, restart, dropped);
    }

    /** Returns the same step, begun with the last good geometry. */
    public RemedyStep fromLast() {
        return new RemedyStep(says, corrections, times, Start.LAST, restart, dropped);
    }

    /** Returns the same step, going on from the files of the failed attempt. */
    public RemedyStep restarting() {
        return new RemedyStep(says, corrections, times, start, true, dropped);
    }

    /** Returns the same step without some files of the failed attempt. */
    public RemedyStep without(String... files) {
        return new RemedyStep(says, corrections, times, start, restart, List.of(files));
    }
}
