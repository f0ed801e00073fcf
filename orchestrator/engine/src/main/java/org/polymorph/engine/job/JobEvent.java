package org.polymorph.engine.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobSnapshot;

/**
 * One thing that happened to a job.
 *
 * @param stage that the job was in from then on
 * @param cause why it failed, in one word such as {@code NODE_FAILURE}; else empty
 * @param evidence what shows it, in words: a line of the scheduler, a marker, an answer
 * @param command that brought it about or showed it
 * @param files that went to the machine or came from it
 */
public record JobEvent(
        String token,
        Instant at,
        JobStage stage,
        String cause,
        String evidence,
        Optional<CommandRecord> command,
        List<FileDigest> files) {
    private static final int LONGEST_EVIDENCE = 2000;

    public JobEvent {
        if (stage == JobStage.FAILED && cause.isEmpty()) {
            throw new IllegalArgumentException("job " + token + ": a failure needs a cause, found none");
        }
        evidence = words(evidence);
        files = List.copyOf(files);
    }

    // evidence comes from machines and ends up on terminals: one line without control characters, and not without end
    private static String words(String text) {
        String line = text.strip().replaceAll("\\R", "; ").replaceAll("\\p{Cc}+", " ");
        if (line.length() <= LONGEST_EVIDENCE) {
            return line;
        }
        int end = LONGEST_EVIDENCE - 1;
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    public static JobEvent of(String token, Instant at, JobStage stage, String evidence) {
        return new JobEvent(token, at, stage, "", evidence, Optional.empty(), List.of());
    }

    public static JobEvent failed(String token, Instant at, String cause, String evidence) {
        return new JobEvent(token, at, JobStage.FAILED, cause, evidence, Optional.empty(), List.of());
    }

    /** Returns why a job failed of which a scheduler says this, in one word; empty where it says nothing of the kind. */
    public static String cause(JobSnapshot snapshot) {
        if (snapshot.cause() != JobCause.NONE) {
            return snapshot.cause().name();
        }
        return JobStage.of(snapshot) == JobStage.FAILED ? snapshot.state().name() : "";
    }

    public JobEvent by(Optional<CommandRecord> newCommand) {
        return new JobEvent(token, at, stage, cause, evidence, newCommand, files);
    }

    public JobEvent with(List<FileDigest> newFiles) {
        return new JobEvent(token, at, stage, cause, evidence, command, newFiles);
    }
}
