package org.polymorph.engine.store;

import java.util.Locale;
import org.polymorph.engine.campaign.ExitReason;

/** What an alert tells of. */
public enum AlertKind {
    /** A campaign met what it cannot mend, and nobody works on it before it is resumed. */
    TROUBLE("needs a person"),
    /** Disk or quota are full, here or on a site. */
    DISK("has no room"),
    /** A machine does not answer. */
    SITE("does not answer"),
    /** A machine refuses the log-in, or shows a host key that is not the one on record. */
    LOGIN("lets nobody in"),
    /** Jobs of a campaign fail one after the other, for the same reason. */
    JOBS("fails again and again"),
    /** A campaign has used up a budget. */
    BUDGET("has used up a budget"),
    /** A campaign is done without a result. */
    FAILED("is done, without a result"),
    /** A campaign is done. */
    ENDED("is done"),
    /** A daemon was silent, and another one has taken over its campaigns. */
    LEASE("was taken over"),
    /** Somebody wants to see that alerts arrive. */
    TEST("is a test");

    private final String predicate;

    AlertKind(String predicate) {
        this.predicate = predicate;
    }

    /** Returns the kind's name in files and documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the end of a sentence whose subject is what the alert is about. */
    public String predicate() {
        return predicate;
    }

    static AlertKind of(ExitReason exit) {
        return switch (exit) {
            case NO_LABELS, NO_RESULT -> FAILED;
            case CONVERGED, EXHAUSTED, ROUNDS, LABELS, WALLTIME, CORE_HOURS, STOPPED, CANCELLED -> ENDED;
        };
    }

    static boolean isBudget(ExitReason exit) {
        return switch (exit) {
            case ROUNDS, LABELS, WALLTIME, CORE_HOURS -> true;
            case CONVERGED, EXHAUSTED, STOPPED, CANCELLED, NO_LABELS, NO_RESULT -> false;
        };
    }
}
