package org.polymorph.engine.scheduler.slurm;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What sbatch said. Only a parsed id says that there is a job; nothing says that there is none.
 *
 * @param id of the job, where accepted
 * @param cluster where sbatch names it, else empty
 * @param text what sbatch said, for people
 */
record SbatchAnswer(Kind kind, String id, String cluster, String text) {

    /** What follows from it. */
    enum Kind {
        /** An id was parsed. */
        ACCEPTED,
        /** The request cannot be met: people must change it. */
        REFUSED,
        /** A limit is reached: to be tried again later, like {@link #UNKNOWN}. */
        LIMITED,
        /** Whether there is a job is not known. */
        UNKNOWN
    }

    private static final Pattern ID = Pattern.compile("(\\d{1,12})(?:;([A-Za-z0-9_.-]+))?");

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

    /**
     * Reads the answer of {@code sbatch --parsable}.
     *
     * @param exitCode 255 is sbatch's own for a bad option
     */
    static SbatchAnswer parse(int exitCode, String stdout, String stderr) {
        String said = (stderr.isBlank() ? stdout : stderr).strip();
        if (exitCode == 0) {
            List<String> lines = stdout.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            Matcher matcher = ID.matcher(lines.isEmpty() ? "" : lines.get(lines.size() - 1));
            boolean other = lines.stream().limit(Math.max(0, lines.size() - 1)).anyMatch(line -> ID.matcher(line)
                    .matches());
            if (matcher.matches() && !other && !matcher.group(1).matches("0+")) {
                String cluster = matcher.group(2);
                return new SbatchAnswer(Kind.ACCEPTED, matcher.group(1), cluster == null ? "" : cluster, said);
            }
            return new SbatchAnswer(Kind.UNKNOWN, "", "", "expected a job id, found \"" + stdout.strip() + "\"");
        }
        String lower = said.toLowerCase(Locale.ROOT);
        // a limit first: SLURM's words for one may hold those of the other
        Kind kind = LIMIT.stream().anyMatch(lower::contains)
                ? Kind.LIMITED
                : IMPOSSIBLE.stream().anyMatch(lower::contains) ? Kind.REFUSED : Kind.UNKNOWN;
        return new SbatchAnswer(kind, "", "", "sbatch exit " + exitCode + ": " + said);
    }
}
