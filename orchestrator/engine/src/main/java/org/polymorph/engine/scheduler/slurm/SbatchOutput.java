package org.polymorph.engine.scheduler.slurm;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.engine.scheduler.batch.SubmitAnswer;

/** Reads what sbatch prints. A pure function of text. */
final class SbatchOutput {
    private static final Pattern ID = Pattern.compile("(\\d{1,12}(?:_\\d{1,9})?)(?:;([A-Za-z0-9_.-]+))?");

    private static final List<String> IMPOSSIBLE = List.of(
            "invalid partition",
            "invalid account",
            "invalid qos",
            "invalid feature specification",
            "invalid constraint",
            "invalid generic resource",
            "invalid reservation",
            "requested reservation is invalid",
            "invalid --",
            "invalid time limit",
            "invalid number of tasks",
            "invalid node",
            "requested time limit is invalid",
            "requested node configuration is not available",
            "requested partition configuration not available",
            "memory specification can not be satisfied",
            "more processors requested than permitted",
            "node count specification invalid",
            "cpu count specification invalid",
            "not permitted to use this partition",
            "access/permission denied",
            "user not found",
            "unrecognized option",
            "invalid option",
            "requires an argument",
            "batch script contains dos line breaks",
            "must specify account",
            "time specification");

    private static final List<String> LIMIT = List.of(
            "qosmax",
            "qosgrp",
            "assocmax",
            "assocgrp",
            "job violates accounting/qos policy",
            "limit of running and pending jobs",
            "temporarily unable to accept job",
            "maximum number of jobs",
            "queue full",
            "job submit limit",
            "required partition not available",
            "rate limit");

    private SbatchOutput() {}

    /**
     * Reads the answer of {@code sbatch --parsable}.
     *
     * @param exitCode 255 is sbatch's own for a bad option
     */
    static SubmitAnswer parse(int exitCode, String stdout, String stderr) {
        String said = (stderr.isBlank() ? stdout : stderr).strip();
        if (exitCode != 0) {
            return SubmitAnswer.failed("sbatch", exitCode, said, LIMIT, IMPOSSIBLE);
        }
        List<String> lines = stdout.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        Matcher matcher = ID.matcher(lines.isEmpty() ? "" : lines.get(lines.size() - 1));
        boolean other = lines.stream().limit(Math.max(0, lines.size() - 1)).anyMatch(line -> ID.matcher(line)
                .matches());
        if (!matcher.matches() || other || matcher.group(1).matches("0+")) {
            return SubmitAnswer.unreadable(stdout);
        }
        String cluster = matcher.group(2);
        return SubmitAnswer.accepted(matcher.group(1), cluster == null ? "" : cluster, said);
    }
}
