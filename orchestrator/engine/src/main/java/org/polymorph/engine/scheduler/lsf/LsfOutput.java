package org.polymorph.engine.scheduler.lsf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.engine.scheduler.batch.ClusterAnswerException;
import org.polymorph.engine.scheduler.batch.ClusterFacts;
import org.polymorph.engine.scheduler.batch.JobRecord;
import org.polymorph.engine.scheduler.batch.PendingReason;
import org.polymorph.engine.scheduler.batch.RemoteScripts;

/** Reads what bjobs, bacct, lsid and bparams print. Pure functions of text. */
final class LsfOutput {
    private static final int FIELDS = 7;
    private static final Pattern BEGINNING = Pattern.compile("\\d{1,12}\\^.*");
    private static final Pattern HOST = Pattern.compile("(?:\\d+\\*)?([A-Za-z0-9_.-]+)(?::.*)?");
    private static final Pattern HEAD =
            Pattern.compile("Job <(\\d{1,12})(?:\\[\\d+])?>, (?:Job Name <([^>]*)>, )?.*?Status <([A-Z_]+)>.*");
    private static final Pattern DISPATCHED = Pattern.compile(
            ".*(?:[Ss]tarted|[Dd]ispatched) (?:\\d+ Task\\(s\\) )?(?:on|to) (?:Host\\(s\\) )?<(?:\\d+\\*)?([^>]+)>.*");
    private static final Pattern COMPLETED = Pattern.compile(".*Completed <(?:done|exit)>(?:; (TERM_[A-Z_]+).*)?.*");
    private static final Pattern CLUSTER = Pattern.compile("(?m)^My cluster name is (\\S+)");
    private static final Pattern VERSION = Pattern.compile("LSF\\D* (\\d[\\d.]*)");
    private static final String ACCOUNTING = "pm-accounting";

    private LsfOutput() {}

    /**
     * Reads lines {@code id^state^exit code^hosts^name^reason for the end^reason to wait} of bjobs. Lines that do not begin so
     * belong to a reason of several lines, or are warnings.
     *
     * @throws ClusterAnswerException if the answer is not whole
     */
    static List<JobRecord> bjobs(String text) throws ClusterAnswerException {
        List<JobRecord> records = new ArrayList<>();
        for (String line : RemoteScripts.wholeLines("bjobs", text)) {
            if (BEGINNING.matcher(line).matches()) {
                String[] field = line.split("\\^", FIELDS);
                if (field.length < FIELDS) {
                    throw new ClusterAnswerException(
                            "bjobs: expected an id and six more fields, found \"" + line + "\"");
                }
                records.add(record(field[0], field[4], field[1], node(none(field[3])), none(field[5]), none(field[6])));
            }
        }
        return records;
    }

    private static JobRecord record(String id, String name, String word, String node, String ended, String waits) {
        LsfState state = LsfState.of(word, ended, !node.isEmpty());
        String why = ended.isEmpty() ? waits : ended;
        return new JobRecord(
                id,
                "",
                name,
                state.state(),
                state.cause(),
                waiting(waits),
                why.isEmpty() ? word : word + " (" + why + ")",
                node);
    }

    private static PendingReason waiting(String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("never satisfied") || lower.contains("never be satisfied")) {
            return PendingReason.IMPOSSIBLE;
        }
        return lower.contains("limit") || lower.contains("threshold") ? PendingReason.LIMITED : PendingReason.WAITS;
    }

    /**
     * Reads the answer of {@code bacct -l -UF}: of each job a line that tells it, and lines with what happened when.
     *
     * @throws ClusterAnswerException if the answer is not whole
     */
    static List<JobRecord> bacct(String text) throws ClusterAnswerException {
        List<JobRecord> records = new ArrayList<>();
        Matcher head = HEAD.matcher("");
        boolean open = false;
        String node = "";
        String reason = "";
        for (String line : RemoteScripts.wholeLines("bacct", text)) {
            Matcher next = HEAD.matcher(line);
            if (next.matches()) {
                if (open) {
                    records.add(finished(head, node, reason));
                }
                head = next;
                open = true;
                node = "";
                reason = "";
            } else {
                Matcher dispatched = DISPATCHED.matcher(line);
                Matcher completed = COMPLETED.matcher(line);
                node = dispatched.matches() ? dispatched.group(1) : node;
                reason = completed.matches() && completed.group(1) != null ? completed.group(1) : reason;
            }
        }
        if (open) {
            records.add(finished(head, node, reason));
        }
        return records;
    }

    private static JobRecord finished(Matcher head, String node, String reason) {
        String name = head.group(2) == null ? "" : head.group(2);
        return record(head.group(1), name, head.group(3), node, reason, "");
    }

    /**
     * Reads the answers of lsid and bparams.
     *
     * @throws ClusterAnswerException if they name no cluster
     */
    static ClusterFacts configuration(String text) throws ClusterAnswerException {
        Matcher cluster = CLUSTER.matcher(text);
        if (!cluster.find()) {
            throw new ClusterAnswerException("lsid: expected a line \"My cluster name is \", found none");
        }
        Matcher version = VERSION.matcher(text);
        return new ClusterFacts(
                version.find() ? version.group(1) : "?",
                cluster.group(1),
                Duration.ZERO,
                Duration.ofSeconds(number(text, "CLEAN_PERIOD", 3600)),
                number(text, "MAX_JOB_NUM", 0),
                number(text, "MAX_JOB_ARRAY_SIZE", 1000) + 1,
                text.lines().anyMatch(ACCOUNTING::equals));
    }

    private static long number(String text, String key, long otherwise) {
        Matcher matcher = Pattern.compile("(?m)^\\s*" + key + " = (\\d{1,15})").matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : otherwise;
    }

    private static String node(String hosts) {
        Matcher matcher = HOST.matcher(hosts);
        return matcher.matches() ? matcher.group(1) : hosts;
    }

    private static String none(String text) {
        return text.strip().equals("-") ? "" : text.strip();
    }
}
