package org.polymorph.engine.job;

import org.polymorph.model.batch.JobSnapshot;

/** How far the life of a job has come. */
public enum JobStage {
    /** Written down. */
    PLANNED,
    /** Its files lie where it is to run. */
    UPLOADED,
    /** A submission has begun and its answer is not known: nothing is submitted before that is clear. */
    QUARANTINED,
    /** The scheduler has given it an id. */
    SUBMITTED,
    /** Waits in the scheduler. */
    PENDING,
    /** Runs. */
    RUNNING,
    /** Where it stands is not known: moves nothing. */
    UNKNOWN,
    /** Its script ran to its end, whatever the exit status. */
    ENDED,
    /** Its files were brought to this machine. */
    RETRIEVED,
    /** Its output was read. */
    PARSED,
    /** It did not run to its end, or nothing came of it; there is a cause. What it had done may still be retrieved and parsed. */
    FAILED;

    /** Returns the stage of a job of which a scheduler says this. */
    public static JobStage of(JobSnapshot snapshot) {
        return switch (snapshot.state()) {
            case CREATED -> PLANNED;
            case SUBMITTING -> QUARANTINED;
            case PENDING -> PENDING;
            case RUNNING -> RUNNING;
            case UNKNOWN -> UNKNOWN;
            case COMPLETED -> ENDED;
            case TIMEOUT, LOST, CANCELLED, REFUSED -> FAILED;
        };
    }

    /** Returns whether the scheduler has nothing more to do with the job. */
    public boolean isOver() {
        return switch (this) {
            case ENDED, RETRIEVED, PARSED, FAILED -> true;
            case PLANNED, UPLOADED, QUARANTINED, SUBMITTED, PENDING, RUNNING, UNKNOWN -> false;
        };
    }
}
