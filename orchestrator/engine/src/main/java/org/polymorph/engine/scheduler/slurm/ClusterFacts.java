package org.polymorph.engine.scheduler.slurm;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code scontrol show config} says of a cluster.
 *
 * @param accounting whether sacct has anything to tell
 * @param enforced what an account must allow before a job is taken, such as {@code associations,limits}; empty for nothing
 */
public record ClusterFacts(
        String version,
        String cluster,
        Duration messageTimeout,
        Duration minJobAge,
        long maxJobCount,
        long maxArraySize,
        boolean accounting,
        String enforced) {
    private static final Pattern LINE = Pattern.compile("(\\S+)\\s*= ?(.*)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");

    /**
     * Reads the configuration; what it does not say stands at SLURM's default.
     *
     * @throws SlurmAnswerException if it is none
     */
    static ClusterFacts parse(String text) throws SlurmAnswerException {
        Map<String, String> values = new TreeMap<>();
        text.lines().forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                values.putIfAbsent(matcher.group(1), matcher.group(2).strip());
            }
        });
        if (!values.containsKey("ClusterName")) {
            throw new SlurmAnswerException("scontrol show config: expected a line ClusterName, found none");
        }
        String storage = values.getOrDefault("AccountingStorageType", "");
        return new ClusterFacts(
                values.getOrDefault("SLURM_VERSION", "?"),
                values.getOrDefault("ClusterName", ""),
                Duration.ofSeconds(number(values, "MessageTimeout", 10)),
                Duration.ofSeconds(number(values, "MinJobAge", 300)),
                number(values, "MaxJobCount", 10_000),
                number(values, "MaxArraySize", 1001),
                storage.endsWith("slurmdbd"),
                enforced(values.getOrDefault("AccountingStorageEnforce", "")));
    }

    private static String enforced(String text) {
        return text.equals("none") || text.equals("0") || text.equals("(null)") ? "" : text;
    }

    private static long number(Map<String, String> values, String key, long otherwise) {
        Matcher matcher = NUMBER.matcher(values.getOrDefault(key, ""));
        return matcher.find() ? Long.parseLong(matcher.group()) : otherwise;
    }
}
