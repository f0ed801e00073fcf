package org.polymorph.engine.scheduler.pbs;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.polymorph.engine.scheduler.batch.JobRecord;
import org.polymorph.engine.scheduler.batch.PendingReason;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/**
 * One job of qstat's long format. The letters for states are those of qstat's manual page; the numbers of failures are
 * {@code JOB_EXEC_…} of PBS's job.h; a substate of 91 means that the job was deleted (Job Substates of the reference guide).
 *
 * @param values of its attributes
 */
record PbsJob(String id, Map<String, String> values) {
    private static final String DELETED = "91";

    PbsJob {
        values = Map.copyOf(values);
    }

    private record Meaning(JobState state, JobCause cause) {}

    /** Returns what it means. */
    JobRecord record() {
        String letter = value("job_state");
        Meaning meaning =
                switch (letter) {
                    case "Q", "W", "H", "T" -> new Meaning(JobState.PENDING, JobCause.NONE);
                    case "R", "E", "S", "U", "B" -> new Meaning(JobState.RUNNING, JobCause.NONE);
                    case "F", "X" -> ended();
                    // moved to another server: this one knows nothing more
                    default -> new Meaning(JobState.UNKNOWN, JobCause.NONE);
                };
        return new JobRecord(
                id, "", value("Job_Name"), meaning.state(), meaning.cause(), waiting(), story(letter), node());
    }

    private Meaning ended() {
        String comment = value("comment").toLowerCase(Locale.ROOT);
        if (comment.contains("preempt")) {
            return new Meaning(JobState.LOST, JobCause.PREEMPTED);
        }
        if (comment.contains("node fail") || comment.contains("node(s) fail")) {
            return new Meaning(JobState.LOST, JobCause.NODE_FAILURE);
        }
        OptionalInt exit = exit();
        if (exit.isPresent() && exit.getAsInt() < 0) {
            return failed(exit.getAsInt());
        }
        // one that never ran has no exit status
        boolean deleted = value("substate").equals(DELETED) || exit.isEmpty();
        return new Meaning(deleted ? JobState.CANCELLED : JobState.COMPLETED, JobCause.NONE);
    }

    private static Meaning failed(int exit) {
        return switch (exit) {
            case -4, -5, -6, -14, -20 -> new Meaning(JobState.LOST, JobCause.NODE_FAILURE);
            case -11, -12, -15 -> new Meaning(JobState.LOST, JobCause.REQUEUED);
            case -24, -25 -> new Meaning(JobState.LOST, JobCause.NONE);
            case -26, -27 -> new Meaning(JobState.LOST, JobCause.OUT_OF_MEMORY);
            case -28, -29 -> new Meaning(JobState.TIMEOUT, JobCause.TIME_LIMIT);
            default -> new Meaning(JobState.COMPLETED, JobCause.LAUNCH_FAILURE);
        };
    }

    private PendingReason waiting() {
        String comment = value("comment").toLowerCase(Locale.ROOT);
        if (comment.startsWith("can never run")) {
            return PendingReason.IMPOSSIBLE;
        }
        return comment.contains("limit") ? PendingReason.LIMITED : PendingReason.WAITS;
    }

    private String story(String letter) {
        String comment = value("comment");
        String exit = values.containsKey("Exit_status") ? " exit " + value("Exit_status") : "";
        return letter + exit + (comment.isEmpty() ? "" : " (" + comment + ")");
    }

    // of n1/0*4+n2/0*4 the first
    private String node() {
        return value("exec_host").split("[/+]", 2)[0];
    }

    private OptionalInt exit() {
        String text = value("Exit_status");
        return text.matches("-?\\d{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private String value(String attribute) {
        return values.getOrDefault(attribute, "");
    }
}
