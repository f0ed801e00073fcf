package org.polymorph.engine.scheduler.gridengine;

import java.util.List;
import java.util.regex.Pattern;
import org.polymorph.engine.scheduler.batch.SubmitAnswer;

/** Reads what {@code qsub -terse} prints. A pure function of text. */
final class TerseOutput {
    private static final Pattern ID = Pattern.compile("[1-9]\\d{0,11}");

    /** Exit status where a limit of jobs is reached (submit manual page). */
    private static final int TOO_MANY = 25;

    private static final List<String> IMPOSSIBLE = List.of(
            "unknown resource",
            "unknown queue",
            "no suitable queues",
            "is not a valid",
            "does not exist",
            "no access to project",
            "has no permission",
            "job rejected: ",
            "unknown option",
            "invalid option",
            "denied: ");

    private static final List<String> LIMIT =
            List.of("jobs are allowed per user", "jobs are allowed", "try again later");

    private TerseOutput() {}

    /** Reads the answer: the id alone on a line; a site's own checks may say more before it. */
    static SubmitAnswer parse(int exitCode, String stdout, String stderr) {
        String said = (stderr.isBlank() ? stdout : stderr).strip();
        if (exitCode == TOO_MANY) {
            return new SubmitAnswer(SubmitAnswer.Kind.LIMITED, "", "", "qsub exit " + exitCode + ": " + said);
        }
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
