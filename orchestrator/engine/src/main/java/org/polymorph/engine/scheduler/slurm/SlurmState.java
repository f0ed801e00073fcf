package org.polymorph.engine.scheduler.slurm;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/** SLURM's words for where a job stands, flags that it shows in place of a state included. */
enum SlurmState {
    PENDING(JobState.PENDING),
    CONFIGURING(JobState.PENDING),
    POWER_UP_NODE(JobState.PENDING),
    REQUEUED(JobState.PENDING),
    REQUEUE_FED(JobState.PENDING),
    REQUEUE_HOLD(JobState.PENDING),
    RESV_DEL_HOLD(JobState.PENDING),
    SPECIAL_EXIT(JobState.PENDING),
    EXPEDITING(JobState.PENDING),
    RUNNING(JobState.RUNNING),
    COMPLETING(JobState.RUNNING),
    RESIZING(JobState.RUNNING),
    SIGNALING(JobState.RUNNING),
    STAGE_OUT(JobState.RUNNING),
    STOPPED(JobState.RUNNING),
    SUSPENDED(JobState.RUNNING),
    COMPLETED(JobState.COMPLETED),
    FAILED(JobState.COMPLETED),
    CANCELLED(JobState.CANCELLED),
    TIMEOUT(JobState.TIMEOUT, JobCause.TIME_LIMIT),
    DEADLINE(JobState.TIMEOUT, JobCause.DEADLINE),
    OUT_OF_MEMORY(JobState.LOST, JobCause.OUT_OF_MEMORY),
    NODE_FAIL(JobState.LOST, JobCause.NODE_FAILURE),
    BOOT_FAIL(JobState.LOST, JobCause.NODE_FAILURE),
    PREEMPTED(JobState.LOST, JobCause.PREEMPTED),
    // flags that hide the state below them: accounting or a later look tells it
    LAUNCH_FAILED(JobState.UNKNOWN),
    RECONFIG_FAIL(JobState.UNKNOWN),
    REVOKED(JobState.UNKNOWN),
    UPDATE_DB(JobState.UNKNOWN);

    private static final Map<String, SlurmState> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));

    private final JobState state;
    private final JobCause cause;

    SlurmState(JobState state) {
        this(state, JobCause.NONE);
    }

    SlurmState(JobState state, JobCause cause) {
        this.state = state;
        this.cause = cause;
    }

    /** Reads a word such as {@code RUNNING} or {@code CANCELLED by 1000}; empty if SLURM has learned a new one. */
    static Optional<SlurmState> parse(String word) {
        String trimmed = word.trim();
        int end = trimmed.indexOf(' ');
        return Optional.ofNullable(BY_WORD.get(end < 0 ? trimmed : trimmed.substring(0, end)));
    }

    /** Returns the state it stands for. */
    JobState state() {
        return state;
    }

    /** Returns why a job ended in it. */
    JobCause cause() {
        return cause;
    }
}
