package org.polymorph.engine.scheduler.batch;

import java.util.OptionalInt;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/**
 * What a look proves about a job.
 *
 * @param absent whether every source answered and none knows the job
 * @param id the scheduler's id that counts; empty where none is known
 * @param node where it ran; empty where not known
 * @param patience whether the same must be seen for a while before it counts: the marker may still be on its way
 */
record Verdict(
        Evidence evidence,
        JobState state,
        String word,
        String id,
        OptionalInt exit,
        JobCause cause,
        String node,
        boolean absent,
        boolean patience) {

    /** Returns an end of the same job in place of what is not known of it. */
    Verdict ending(JobState end, JobCause why, String words, String where) {
        return new Verdict(Evidence.TERMINAL, end, words, id, OptionalInt.empty(), why, where, false, false);
    }

    static Verdict unknown(String word, String id, boolean absent) {
        return new Verdict(
                Evidence.UNKNOWN, JobState.UNKNOWN, word, id, OptionalInt.empty(), JobCause.NONE, "", absent, false);
    }
}
