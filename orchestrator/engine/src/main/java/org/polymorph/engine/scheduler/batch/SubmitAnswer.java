package org.polymorph.engine.scheduler.batch;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/**
 * What the command said that submits a job. Only a parsed id says that there is a job; nothing says that there is none.
 *
 * @param id of the job, where accepted
 * @param cluster where the answer names it, else empty
 * @param text what was said, for people
 */
public record SubmitAnswer(Kind kind, String id, String cluster, String text) {

    /** What follows from it. */
    public enum Kind {
        /** An id was parsed. */
        ACCEPTED,
        /** The request cannot be met: people must change it. */
        REFUSED,
        /** A limit is reached: to be tried again later, like {@link #UNKNOWN}. */
        LIMITED,
        /** Whether there is a job is not known. */
        UNKNOWN
    }

    /** An id was parsed. */
    public static SubmitAnswer accepted(String id, String cluster, String text) {
        return new SubmitAnswer(Kind.ACCEPTED, id, cluster, text);
    }

    /** The command succeeded and printed something else than an id. */
    public static SubmitAnswer unreadable(String stdout) {
        return new SubmitAnswer(Kind.UNKNOWN, "", "", "expected a job id, found \"" + stdout.strip() + "\"");
    }

    /**
     * The command failed.
     *
     * @param said for people, and what the words are looked for in
     * @param limits words in lower case by which a limit is told; they count first, as they may hold those of the others
     * @param impossible words by which a request is told that cannot be met
     */
    public static SubmitAnswer failed(
            String command, int exitCode, String said, List<String> limits, List<String> impossible) {
        String lower = said.toLowerCase(Locale.ROOT);
        Kind kind = limits.stream().anyMatch(lower::contains)
                ? Kind.LIMITED
                : impossible.stream().anyMatch(lower::contains) ? Kind.REFUSED : Kind.UNKNOWN;
        return new SubmitAnswer(kind, "", "", command + " exit " + exitCode + ": " + said);
    }

    /**
     * Returns how a job stands after it.
     *
     * @param jobId of this job, where accepted
     */
    TrackedJob settle(TrackedJob job, String jobId, Instant now) {
        return switch (kind) {
            case ACCEPTED -> job.submitted(jobId, cluster, JobState.PENDING, "submitted", now);
            case REFUSED ->
                job.ended(JobState.REFUSED, text, OptionalInt.empty(), JobCause.IMPOSSIBLE_REQUEST, "", "", now);
            case LIMITED -> job.unanswered("deferred: " + text, now);
            case UNKNOWN -> job.unanswered(text, now);
        };
    }

    /** Returns whether it says for sure what came of the job, so that others may follow. */
    boolean isClear() {
        return kind == Kind.ACCEPTED || kind == Kind.REFUSED;
    }

    /** Returns what it shows about a job, in words. */
    String evidence(TrackedJob settled) {
        return kind == Kind.ACCEPTED
                ? "accepted as " + settled.id() + ", said: " + text
                : settled.last().schedulerWord();
    }
}
