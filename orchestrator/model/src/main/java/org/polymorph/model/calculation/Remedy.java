package org.polymorph.model.calculation;

import java.util.List;

/**
 * What a failed calculation leads to: another attempt with other inputs, the end of the candidate, or the end of the
 * calculation.
 *
 * @param error row of the code's table that it comes from
 * @param step which step of the row, from 0
 * @param reason in words
 * @param changes of the inputs, against the attempt that failed
 * @param start the geometry that the next attempt begins with
 * @param restart whether the next attempt goes on from the files that the failed one left, but for those dropped
 * @param dropped files of the failed attempt that must not be used again
 */
public record Remedy(
        String error,
        int step,
        Action action,
        String reason,
        List<InputChange> changes,
        Start start,
        boolean restart,
        List<String> dropped) {

    /** What becomes of the calculation. */
    public enum Action {
        /** Another attempt follows. */
        RETRY,
        /** The structure is at fault: its candidate is not calculated again. */
        REJECT,
        /** Nothing is known that would help; people are told. */
        GIVE_UP
    }

    /** Where the next attempt begins. */
    public enum Start {
        /** With the structure that the failed attempt was given. */
        GIVEN,
        /** With the last good geometry of the failed attempt. */
        LAST
    }

    public Remedy {
        changes = List.copyOf(changes);
        dropped = List.copyOf(dropped);
        if (action != Action.RETRY && !(changes.isEmpty() && dropped.isEmpty() && !restart)) {
            throw new IllegalArgumentException("changes are for another attempt, found action " + action);
        }
    }

    /** Returns that a failure ends its candidate. */
    public static Remedy reject(String error, String reason) {
        return new Remedy(error, 0, Action.REJECT, reason, List.of(), Start.GIVEN, false, List.of());
    }

    /** Returns that a failure ends its calculation. */
    public static Remedy giveUp(String error, String reason) {
        return new Remedy(error, 0, Action.GIVE_UP, reason, List.of(), Start.GIVEN, false, List.of());
    }

    /** Returns what follows from the kind of a failure alone: a bad structure is rejected, anything else given up. */
    public static Remedy ofKind(CalculationFailure failure) {
        return failure.kind() == FailureKind.BAD_STRUCTURE
                ? reject(failure.error(), failure.detail())
                : giveUp(failure.error(), failure.detail());
    }
}
