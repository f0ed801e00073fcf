package org.polymorph.engine.scheduler.pbs;

import java.util.List;
import java.util.regex.Pattern;
import org.polymorph.engine.scheduler.batch.SubmitAnswer;

/** Reads what PBS's qsub prints. A pure function of text. */
final class QsubOutput {
    private static final Pattern ID = Pattern.compile("\\d{1,12}\\.[A-Za-z0-9_.-]+");

    private static final List<String> IMPOSSIBLE = List.of(
            "unknown queue",
            "illegal attribute or resource value",
            "unknown resource",
            "undefined attribute",
            "unauthorized request",
            "resource limits",
            "access to queue is denied",
            "access from host not allowed",
            "bad uid for job execution",
            "bad gid for job execution",
            "invalid account",
            "invalid project",
            "cannot set attribute",
            "directive error",
            "usage: qsub",
            "invalid option",
            "illegal -",
            "no permission");

    private static final List<String> LIMIT = List.of(
            "would exceed", "maximum number of jobs", "limit of queued jobs", "queue is not enabled", "limit reached");

    private QsubOutput() {}

    /** Reads the answer of {@code qsub}: the id alone. */
    static SubmitAnswer parse(int exitCode, String stdout, String stderr) {
        String said = (stderr.isBlank() ? stdout : stderr).strip();
        if (exitCode != 0) {
            return SubmitAnswer.failed("qsub", exitCode, said, LIMIT, IMPOSSIBLE);
        }
        List<String> ids = stdout.lines()
                .map(String::strip)
                .filter(line -> ID.matcher(line).matches())
                .toList();
        return ids.size() == 1 ? SubmitAnswer.accepted(ids.get(0), "", said) : SubmitAnswer.unreadable(stdout);
    }
}
