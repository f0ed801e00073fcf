package org.polymorph.engine.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

/**
 * What a scheduler must know of a job after a kill. Immutable.
 *
 * @param intent when it was first written down
 * @param submissions begun so far
 * @param quarantineUntil no further submission before; set before a submission begins
 * @param id the scheduler's, once known
 * @param cluster as sbatch names it, else empty
 * @param lost an id that the cluster has lost, else empty
 * @param resources that it asks for; empty where an earlier version wrote it down
 * @param arrays its places in the job arrays that it was submitted in, the latest one last
 * @param refusal why it cannot be run, for people; else empty
 * @param cancelled whether its end was asked for
 * @param node where it ran, else empty
 * @param last what was last made known of it
 */
public record TrackedJob(
        Phase phase,
        Instant intent,
        int submissions,
        Instant quarantineUntil,
        String id,
        String cluster,
        String lost,
        Optional<Resources> resources,
        List<ArrayTask> arrays,
        String refusal,
        boolean cancelled,
        String node,
        Instant changed,
        JobSnapshot last) {

    private static final String WRITTEN_DOWN = "written down";

    public TrackedJob {
        arrays = List.copyOf(arrays);
    }

    /** How far a job is. */
    public enum Phase {
        /** Written down. */
        PLANNED,
        /** Its files lie on the cluster. */
        UPLOADED,
        /** A submission has begun, its answer is not known. */
        QUARANTINED,
        /** Its id is known. */
        SUBMITTED,
        /** Nothing more will come of it. */
        ENDED
    }

    public static TrackedJob planned(String token, Resources resources, Instant now) {
        return new TrackedJob(
                Phase.PLANNED,
                now,
                0,
                now,
                "",
                "",
                "",
                Optional.of(resources),
                List.of(),
                "",
                false,
                "",
                now,
                new JobSnapshot(token, JobState.CREATED, "", WRITTEN_DOWN, OptionalInt.empty()));
    }

    /** Returns whether nothing was done with it since it was written down, not even a word said. */
    public boolean isUntouched() {
        return phase == Phase.PLANNED && last.schedulerWord().equals(WRITTEN_DOWN);
    }

    public String token() {
        return last.token();
    }

    /** Returns whether a submission of it may be on the cluster. */
    public boolean isOut() {
        return phase == Phase.QUARANTINED || phase == Phase.SUBMITTED;
    }

    public boolean isEnded() {
        return phase == Phase.ENDED;
    }

    /** Returns the stage of the life-cycle that the job is in. */
    public JobStage stage() {
        return switch (phase) {
            case PLANNED -> JobStage.PLANNED;
            case UPLOADED -> JobStage.UPLOADED;
            case QUARANTINED -> JobStage.QUARANTINED;
            case SUBMITTED, ENDED -> JobStage.of(last);
        };
    }

    private TrackedJob with(Phase next, String word, Instant now) {
        JobState state = next == Phase.QUARANTINED ? JobState.UNKNOWN : JobState.CREATED;
        return copy(next, word, state, now);
    }

    private TrackedJob copy(Phase next, String word, JobState state, Instant now) {
        return new TrackedJob(
                next,
                intent,
                submissions,
                quarantineUntil,
                id,
                cluster,
                lost,
                resources,
                arrays,
                refusal,
                cancelled,
                node,
                now,
                new JobSnapshot(token(), state, id, word, OptionalInt.empty()));
    }

    public TrackedJob uploaded(Instant now) {
        return copy(Phase.UPLOADED, "its files are on the cluster", JobState.PENDING, now);
    }

    /** Lets it wait for another submission; what was lost is remembered. */
    public TrackedJob again(String lostId, String word, Instant now) {
        return new TrackedJob(
                Phase.UPLOADED,
                intent,
                submissions,
                quarantineUntil,
                "",
                "",
                lostId,
                resources,
                arrays,
                refusal,
                cancelled,
                "",
                now,
                new JobSnapshot(token(), JobState.PENDING, "", word, OptionalInt.empty()));
    }

    /** Writes down that a submission begins. */
    public TrackedJob submitting(Instant quarantine, Instant now) {
        return submitting(arrays, quarantine, now);
    }

    /** Writes down that a submission begins, in an array. */
    public TrackedJob submitting(ArrayTask task, Instant quarantine, Instant now) {
        return submitting(Stream.concat(arrays.stream(), Stream.of(task)).toList(), quarantine, now);
    }

    private TrackedJob submitting(List<ArrayTask> places, Instant quarantine, Instant now) {
        return new TrackedJob(
                Phase.QUARANTINED,
                intent,
                submissions + 1,
                quarantine,
                "",
                "",
                lost,
                resources,
                places,
                refusal,
                cancelled,
                "",
                now,
                new JobSnapshot(token(), JobState.UNKNOWN, "", "is being submitted", OptionalInt.empty()));
    }

    public TrackedJob unanswered(String word, Instant now) {
        return with(Phase.QUARANTINED, word, now);
    }

    public TrackedJob submitted(String newId, String newCluster, JobState state, String word, Instant now) {
        return new TrackedJob(
                Phase.SUBMITTED,
                intent,
                submissions,
                quarantineUntil,
                newId,
                newCluster,
                lost,
                resources,
                arrays,
                refusal,
                cancelled,
                node,
                now,
                new JobSnapshot(token(), state, newId, word, OptionalInt.empty()));
    }

    public TrackedJob seen(JobState state, String word, Instant now) {
        return copy(phase, word, state, now);
    }

    public TrackedJob refused(String reason, Instant now) {
        return new TrackedJob(
                phase,
                intent,
                submissions,
                quarantineUntil,
                id,
                cluster,
                lost,
                resources,
                arrays,
                reason,
                cancelled,
                node,
                now,
                last);
    }

    public TrackedJob cancelling(Instant now) {
        return new TrackedJob(
                phase,
                intent,
                submissions,
                quarantineUntil,
                id,
                cluster,
                lost,
                resources,
                arrays,
                refusal,
                true,
                node,
                now,
                last);
    }

    public TrackedJob ended(
            JobState state, String word, OptionalInt exit, JobCause cause, String newId, String where, Instant now) {
        boolean impossible = !refusal.isEmpty() && (state == JobState.CANCELLED || state == JobState.REFUSED);
        return new TrackedJob(
                Phase.ENDED,
                intent,
                submissions,
                quarantineUntil,
                newId,
                cluster,
                lost,
                resources,
                arrays,
                refusal,
                cancelled,
                where,
                now,
                new JobSnapshot(
                        token(),
                        impossible ? JobState.REFUSED : state,
                        newId,
                        impossible ? refusal : word,
                        exit,
                        impossible ? JobCause.IMPOSSIBLE_REQUEST : cause));
    }
}
