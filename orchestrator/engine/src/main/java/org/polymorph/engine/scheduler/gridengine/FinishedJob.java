package org.polymorph.engine.scheduler.gridengine;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.engine.scheduler.batch.JobRecord;
import org.polymorph.engine.scheduler.batch.PendingReason;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/**
 * One job of the accounting. Grid Engine kills a job over a limit and writes 100 ("assumedly after job"), as it does for one that
 * somebody deleted: what it used and what it asked for tell them apart.
 *
 * @param values of qacct
 */
record FinishedJob(Map<String, String> values) {
    private static final Pattern CODE = Pattern.compile("(\\d{1,3})(?:\\s.*)?");
    private static final Pattern NUMBER = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGTkmgt]?)[a-zA-Z]*");
    // sampling misses the last moments before the end
    private static final double NEARLY = 0.95;

    FinishedJob {
        values = Map.copyOf(values);
    }

    private record Meaning(JobState state, JobCause cause) {}

    /** Returns what it means. */
    JobRecord record() {
        Meaning meaning = meaning();
        String failed = value("failed");
        String story = "failed " + failed + ", exit_status " + value("exit_status");
        String host = value("hostname");
        return new JobRecord(
                value("jobnumber"),
                "",
                value("jobname"),
                meaning.state(),
                meaning.cause(),
                PendingReason.WAITS,
                story,
                host.equalsIgnoreCase("UNKNOWN") ? "" : host);
    }

    private Meaning meaning() {
        String deletedBy = value("deleted_by");
        if (!deletedBy.isEmpty() && !deletedBy.equals("NONE")) {
            return new Meaning(JobState.CANCELLED, JobCause.NONE);
        }
        Matcher code = CODE.matcher(value("failed"));
        if (!code.matches()) {
            return new Meaning(JobState.UNKNOWN, JobCause.NONE);
        }
        int failed = Integer.parseInt(code.group(1));
        return switch (failed) {
            // it ran to its end, whatever came after
            case 0, 12, 13, 14, 15, 16, 30 -> new Meaning(JobState.COMPLETED, JobCause.NONE);
            case 17, 37, 100 -> killed(failed);
            case 18, 19, 20 -> new Meaning(JobState.LOST, JobCause.NODE_FAILURE);
            case 24, 25 -> new Meaning(JobState.LOST, JobCause.REQUEUED);
            // all others failed before it began
            default -> new Meaning(JobState.COMPLETED, JobCause.LAUNCH_FAILURE);
        };
    }

    private Meaning killed(int failed) {
        Optional<Double> limit = asked("h_rt");
        if (limit.isPresent() && number(value("ru_wallclock")).orElse(0.0) >= limit.get()) {
            return new Meaning(JobState.TIMEOUT, JobCause.TIME_LIMIT);
        }
        // of each slot
        Optional<Double> memory = asked("h_vmem");
        double slots = number(value("slots")).orElse(1.0);
        if (memory.isPresent() && number(value("maxvmem")).orElse(0.0) >= NEARLY * slots * memory.get()) {
            return new Meaning(JobState.LOST, JobCause.OUT_OF_MEMORY);
        }
        // the master itself enforces limits with 37 only
        return failed == 37
                ? new Meaning(JobState.TIMEOUT, JobCause.TIME_LIMIT)
                : new Meaning(JobState.COMPLETED, JobCause.NONE);
    }

    // of -l h_rt=3600,h_vmem=1G
    private Optional<Double> asked(String resource) {
        Matcher matcher = Pattern.compile("(?:^|[ ,])" + resource + "=([^ ,]+)").matcher(value("category"));
        return matcher.find() ? number(matcher.group(1)) : Optional.empty();
    }

    // seconds, or bytes with a letter for a power of 1024
    private static Optional<Double> number(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int power = matcher.group(2).isEmpty()
                ? 0
                : 1 + "KMGT".indexOf(Character.toUpperCase(matcher.group(2).charAt(0)));
        return Optional.of(Double.parseDouble(matcher.group(1)) * Math.pow(1024, power));
    }

    private String value(String key) {
        return values.getOrDefault(key, "");
    }
}
