package org.polymorph.engine.scheduler.local;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;

/** Finds out where a job stands from what its directory and the system's processes say. */
final class JobObservation {
    // from making .claim to writing the process down takes milliseconds
    private static final Duration CLAIM_PATIENCE = Duration.ofSeconds(30);

    private final Clock clock;

    JobObservation(Clock clock) {
        this.clock = clock;
    }

    /**
     * Looks at a job.
     *
     * @param launched the process that this scheduler started for it, if it did
     */
    JobSnapshot snapshot(JobDirectory job, @Nullable Process launched) {
        try {
            if (!job.exists()) {
                return of(job, JobState.UNKNOWN, "", "no such job");
            }
            return job.isClaimed() ? claimed(job, launched) : unclaimed(job, launched);
        } catch (IOException e) {
            return of(job, JobState.UNKNOWN, "", "cannot be read: " + e.getMessage());
        }
    }

    private JobSnapshot claimed(JobDirectory job, @Nullable Process launched) throws IOException {
        Optional<JobProcess> process = job.process();
        String id = process.map(found -> Long.toString(found.pid())).orElse("");
        // in this order: a job that ends between the two looks has left its marker
        boolean alive = process.isPresent() ? process.get().isAlive() : isStarting(job, launched);
        Optional<JobDirectory.Done> done = job.done();
        if (done.isPresent()) {
            JobState state = done.get().atTimeLimit() ? JobState.TIMEOUT : JobState.COMPLETED;
            JobCause cause = state == JobState.COMPLETED && done.get().full() ? JobCause.DISK_FULL : JobCause.NONE;
            return new JobSnapshot(
                    job.token(), state, id, "ended", OptionalInt.of(done.get().exitCode()), cause);
        }
        boolean cancelled = job.isCancelled();
        if (alive) {
            return of(job, JobState.RUNNING, id, cancelled ? "is being cancelled" : "runs");
        }
        List<ProcessHandle> left = job.members();
        if (cancelled) {
            return left.isEmpty()
                    ? of(job, JobState.CANCELLED, id, "cancelled")
                    : of(job, JobState.RUNNING, id, "is being cancelled");
        }
        // without its leader nobody would write the marker: what is left of the job must not go on unseen
        left.forEach(ProcessHandle::destroyForcibly);
        return of(job, JobState.LOST, id, "gone without a completion marker");
    }

    // claimed, but it has not yet said which process it is
    private boolean isStarting(JobDirectory job, @Nullable Process launched) throws IOException {
        if (launched != null && (launched.isAlive() || launched.exitValue() != JobScript.DUPLICATE)) {
            return launched.isAlive();
        }
        return job.claimAge(clock.instant()).compareTo(CLAIM_PATIENCE) < 0;
    }

    private JobSnapshot unclaimed(JobDirectory job, @Nullable Process launched) throws IOException {
        boolean starting = launched != null && launched.isAlive();
        if (job.isCancelled() && !starting) {
            return of(job, JobState.CANCELLED, "", "cancelled");
        }
        if (launched == null || starting) {
            return of(job, JobState.PENDING, "", starting ? "starts" : "queued");
        }
        // it ended without a claim: no start may come later, and if one came just now, it counts
        return job.claim()
                ? of(job, JobState.LOST, "", "could not be started, see .start.log")
                : claimed(job, launched);
    }

    private static JobSnapshot of(JobDirectory job, JobState state, String id, String word) {
        return new JobSnapshot(job.token(), state, id, word, OptionalInt.empty());
    }
}
