package org.polymorph.model.batch;

import java.util.OptionalInt;

/**
 * What is known of a job at one moment.
 *
 * @param schedulerId the scheduler's own id (a process id, a SLURM job id); empty before submission
 * @param schedulerWord the scheduler's own word for the state, for people
 * @param exitCode of the script, once known
 * @param cause why it ended so, where the scheduler tells
 */
public record JobSnapshot(
        String token, JobState state, String schedulerId, String schedulerWord, OptionalInt exitCode, JobCause cause) {
    private static final int KILLED = 128 + 9;

    /** A snapshot without a cause. */
    public JobSnapshot(String token, JobState state, String schedulerId, String schedulerWord, OptionalInt exitCode) {
        this(token, state, schedulerId, schedulerWord, exitCode, JobCause.NONE);
    }

    /** Returns whether the job was cut short: lost, or killed by the system or a person. */
    public boolean wasKilled() {
        return state == JobState.LOST
                || cause.isInfrastructure()
                || (state == JobState.COMPLETED && exitCode.orElse(0) == KILLED);
    }

    /** Returns whether the job was lost through the machine under it, and not through what it did itself. */
    public boolean wasLostWithItsMachine() {
        return cause.isInfrastructure() || (state == JobState.LOST && cause == JobCause.NONE);
    }
}
