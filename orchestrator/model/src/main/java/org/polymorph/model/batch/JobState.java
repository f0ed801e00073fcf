package org.polymorph.model.batch;

/**
 * Where a job stands. It says nothing about success of the calculation: the output parser decides that.
 */
public enum JobState {
    /** Written down, not yet handed to the scheduler. */
    CREATED,
    /** Handed over, the answer not yet known. */
    SUBMITTING,
    /** Waits in the scheduler. */
    PENDING,
    /** Runs. */
    RUNNING,
    /** The scheduler's answer is missing or not understood: moves nothing. */
    UNKNOWN,
    /** The script ran to its end, whatever its exit status. */
    COMPLETED,
    /** Ended by its time limit. */
    TIMEOUT,
    /** Died without running to its end: killed, or the machine went away. */
    LOST,
    /** Cancelled on request. */
    CANCELLED,
    /** Will never be started as it was asked for: people must change the request or the site file. */
    REFUSED;

    /** Returns whether nothing more will come of the job. */
    public boolean isTerminal() {
        return switch (this) {
            case COMPLETED, TIMEOUT, LOST, CANCELLED, REFUSED -> true;
            case CREATED, SUBMITTING, PENDING, RUNNING, UNKNOWN -> false;
        };
    }
}
