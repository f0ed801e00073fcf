package org.polymorph.engine.scheduler.batch;

import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/**
 * What a batch system says about one job.
 *
 * @param cluster empty where the answer does not name it
 * @param name of the job there
 * @param state that its word stands for; {@code COMPLETED} where the script ended by itself, {@code UNKNOWN} where the word is
 *     not understood
 * @param cause why it ended so, as far as told
 * @param waiting what its reason to wait means; only where it waits
 * @param story the batch system's own words, for people
 * @param nodes where it runs or ran; empty where not told
 */
public record JobRecord(
        String id,
        String cluster,
        String name,
        JobState state,
        JobCause cause,
        PendingReason waiting,
        String story,
        String nodes) {

    Evidence evidence() {
        if (state == JobState.UNKNOWN) {
            return Evidence.UNKNOWN;
        }
        return state.isTerminal() ? Evidence.TERMINAL : Evidence.ACTIVE;
    }
}
