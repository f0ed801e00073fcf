package org.polymorph.engine.scheduler.slurm;

import java.util.Set;

/** What SLURM's reason for letting a job wait means for it. */
enum PendingReason {
    /** It starts by itself, sooner or later. */
    WAITS,
    /** A limit of the user, the account or the QOS: it starts when others have ended. */
    LIMITED,
    /** It would wait for ever: the request cannot be met. */
    IMPOSSIBLE;

    private static final Set<String> NEVER = Set.of(
            "PartitionTimeLimit",
            "PartitionNodeLimit",
            "PartitionConfig",
            "BadConstraints",
            "InvalidAccount",
            "InvalidQOS",
            "AccountNotAllowed",
            "QOSNotAllowed",
            "DependencyNeverSatisfied",
            "DeadLine");

    /** Reads a reason such as {@code PartitionTimeLimit}, or one with an explanation behind it. */
    static PendingReason of(String reason) {
        String word = reason.strip();
        int end = 0;
        while (end < word.length() && Character.isLetterOrDigit(word.charAt(end))) {
            end++;
        }
        word = word.substring(0, end);
        if (NEVER.contains(word)) {
            return IMPOSSIBLE;
        }
        if (word.startsWith("QOS") || word.startsWith("Assoc")) {
            return LIMITED;
        }
        return WAITS;
    }
}
