package org.polymorph.model.batch;

import java.util.OptionalInt;

/**
 * What is known of a job at one moment.
 *
 * @param schedulerId the scheduler's own id (a process id, a SLURM job id); empty before submission
 * @param schedulerWord the scheduler's own word for the state, for people
 * @param exitCode of the script, once known
 */
public record JobSnapshot(
        String token, JobState state, String schedulerId, String schedulerWord, OptionalInt exitCode) {
    private static final int KILLED = 128 + 9;

    /** Returns whether the job ended through no fault of its own: lost, or killed by the system or a person. */
    public boolean wasKilled() {
        return state == JobState.LOST || (state == JobState.COMPLETED && exitCode.orElse(0) == KILLED);
    }
}
