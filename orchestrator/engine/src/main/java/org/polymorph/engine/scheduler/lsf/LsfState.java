package org.polymorph.engine.scheduler.lsf;

import java.util.Map;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/**
 * What LSF's words mean: states of bjobs, and the reasons for an end that start with {@code TERM_} (IBM, Termination reasons
 * displayed by bacct, bhist, and bjobs).
 */
record LsfState(JobState state, JobCause cause) {
    private static final LsfState UNKNOWN = new LsfState(JobState.UNKNOWN, JobCause.NONE);
    private static final LsfState BY_ITSELF = new LsfState(JobState.COMPLETED, JobCause.NONE);
    private static final LsfState CANCELLED = new LsfState(JobState.CANCELLED, JobCause.NONE);
    private static final LsfState TIME = new LsfState(JobState.TIMEOUT, JobCause.TIME_LIMIT);
    private static final LsfState DEADLINE = new LsfState(JobState.TIMEOUT, JobCause.DEADLINE);
    private static final LsfState MEMORY = new LsfState(JobState.LOST, JobCause.OUT_OF_MEMORY);
    private static final LsfState PREEMPTED = new LsfState(JobState.LOST, JobCause.PREEMPTED);
    private static final LsfState REQUEUED = new LsfState(JobState.LOST, JobCause.REQUEUED);
    private static final LsfState NODE = new LsfState(JobState.LOST, JobCause.NODE_FAILURE);
    private static final LsfState LAUNCH = new LsfState(JobState.COMPLETED, JobCause.LAUNCH_FAILURE);

    private static final Map<String, LsfState> REASONS = Map.ofEntries(
            Map.entry("TERM_RUNLIMIT", TIME),
            Map.entry("TERM_CPULIMIT", TIME),
            Map.entry("TERM_DEADLINE", DEADLINE),
            Map.entry("TERM_WINDOW", DEADLINE),
            Map.entry("TERM_MEMLIMIT", MEMORY),
            Map.entry("TERM_SWAP", MEMORY),
            Map.entry("TERM_PREEMPT", PREEMPTED),
            Map.entry("TERM_LOAD", PREEMPTED),
            Map.entry("TERM_RC_RECLAIM", PREEMPTED),
            Map.entry("TERM_MC_RECALL", PREEMPTED),
            Map.entry("TERM_REQUEUE_OWNER", REQUEUED),
            Map.entry("TERM_REQUEUE_ADMIN", REQUEUED),
            Map.entry("TERM_REQUEUE_RC", REQUEUED),
            Map.entry("TERM_OTHER", REQUEUED),
            Map.entry("TERM_ZOMBIE", NODE),
            Map.entry("TERM_RMS", NODE),
            Map.entry("TERM_CSM_ALLOC", NODE),
            Map.entry("TERM_REMOVE_HUNG_JOB", NODE),
            Map.entry("TERM_CWD_NOTEXIST", LAUNCH),
            Map.entry("TERM_PRE_EXEC_FAIL", LAUNCH),
            Map.entry("TERM_DATA", LAUNCH),
            Map.entry("TERM_OWNER", CANCELLED),
            Map.entry("TERM_FORCE_OWNER", CANCELLED),
            Map.entry("TERM_ADMIN", CANCELLED),
            Map.entry("TERM_FORCE_ADMIN", CANCELLED),
            Map.entry("TERM_BUCKET_KILL", CANCELLED));

    /**
     * Reads a state.
     *
     * @param reason for the end, {@code TERM_RUNLIMIT: job killed…}; empty where none is told
     * @param ran whether it is told where it ran
     */
    static LsfState of(String word, String reason, boolean ran) {
        return switch (word) {
            case "PEND", "PSUSP", "WAIT", "PROV", "FWD_PEND" -> new LsfState(JobState.PENDING, JobCause.NONE);
            case "RUN", "SSUSP", "USUSP" -> new LsfState(JobState.RUNNING, JobCause.NONE);
            case "DONE" -> BY_ITSELF;
            // one that was killed while it waited may end without a reason
            case "EXIT" -> REASONS.getOrDefault(reason.split(":", 2)[0].strip(), ran ? BY_ITSELF : CANCELLED);
            // UNKWN and ZOMBI: the machine under it does not answer, it may come back; and words that are new
            default -> UNKNOWN;
        };
    }
}
