package org.polymorph.model.batch;

/** Why a job ended as it did, as far as the scheduler tells; it decides which retry budget a further attempt is taken from. */
public enum JobCause {
    /** Nothing besides the state itself. */
    NONE,
    /** The walltime was reached, or the graceful stop before it. */
    TIME_LIMIT,
    /** A deadline of the scheduler passed. */
    DEADLINE,
    /** More memory was used than asked for. */
    OUT_OF_MEMORY,
    /** The machine under the job failed. */
    NODE_FAILURE,
    /** Had to make room for another job. */
    PREEMPTED,
    /** Was started again by the scheduler after it had begun; the second start did nothing. */
    REQUEUED,
    /** The scheduler could not start the script. */
    LAUNCH_FAILURE,
    /** The scheduler forgot the job, or it ended without a completion marker. */
    VANISHED,
    /** It failed and there was no room for its files. */
    DISK_FULL,
    /** The request cannot be met on this site as it stands: people must change it. */
    IMPOSSIBLE_REQUEST;

    /** Returns whether the machine is to blame, not the calculation: such failures have a retry budget of their own. */
    public boolean isInfrastructure() {
        return switch (this) {
            case NODE_FAILURE, PREEMPTED, REQUEUED, LAUNCH_FAILURE, VANISHED, DISK_FULL -> true;
            case NONE, TIME_LIMIT, DEADLINE, OUT_OF_MEMORY, IMPOSSIBLE_REQUEST -> false;
        };
    }
}
