package org.polymorph.engine.scheduler.slurm;

import java.util.Set;
import org.polymorph.engine.scheduler.batch.PendingReason;

/** What SLURM's reason for letting a job wait means for it. */
final class SlurmReason {
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

    private SlurmReason() {}

    /** Reads a reason such as {@code PartitionTimeLimit}, or one with an explanation behind it. */
    static PendingReason of(String reason) {
        String word = reason.strip();
        int end = 0;
        while (end < word.length() && Character.isLetterOrDigit(word.charAt(end))) {
            end++;
        }
        word = word.substring(0, end);
        if (NEVER.contains(word)) {
            return PendingReason.IMPOSSIBLE;
        }
        if (word.startsWith("QOS") || word.startsWith("Assoc")) {
            return PendingReason.LIMITED;
        }
        return PendingReason.WAITS;
    }
}
