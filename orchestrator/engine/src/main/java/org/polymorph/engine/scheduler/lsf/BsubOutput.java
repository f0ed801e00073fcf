package org.polymorph.engine.scheduler.lsf;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.engine.scheduler.batch.SubmitAnswer;

/** Reads what bsub prints. A pure function of text. */
final class BsubOutput {
    private static final Pattern ID = Pattern.compile("Job <(\\d{1,12})> is submitted");

    private static final List<String> IMPOSSIBLE = List.of(
            "no such queue",
            "user cannot use the queue",
            "cannot exceed queue's hard limit",
            "bad resource requirement syntax",
            "resource requirement string",
            "unknown resource name",
            "too many processors requested",
            "bad host name",
            "no such project",
            "no such user group",
            "user permission denied",
            "bad argument",
            "illegal option",
            "unknown option",
            "aborted by esub",
            "usage: bsub");

    private static final List<String> LIMIT = List.of(
            "threshold reached", "job limit", "jobs limit", "retrying in", "queue has been closed", "too many jobs");

    private BsubOutput() {}

    /** Reads the answer of {@code bsub}: a sentence that holds the id; wrappers of a site may say more. */
    static SubmitAnswer parse(int exitCode, String stdout, String stderr) {
        String said = (stderr.isBlank() ? stdout : stderr).strip();
        if (exitCode != 0) {
            return SubmitAnswer.failed("bsub", exitCode, said, LIMIT, IMPOSSIBLE);
        }
        Matcher matcher = ID.matcher(stdout);
        if (!matcher.find()) {
            return SubmitAnswer.unreadable(stdout);
        }
        String id = matcher.group(1);
        return matcher.find() ? SubmitAnswer.unreadable(stdout) : SubmitAnswer.accepted(id, "", said);
    }
}
