package org.polymorph.engine.scheduler.slurm;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code scontrol --oneliner show partition} says of a partition.
 *
 * @param state SLURM's word: UP, DOWN, DRAIN, INACTIVE
 * @param maxTime absent for no limit
 * @param maxNodes of a job, absent for no limit
 */
public record SlurmPartition(
        String name,
        boolean isDefault,
        String state,
        Optional<Duration> maxTime,
        Optional<Long> maxNodes,
        long nodes,
        long cpus,
        String allowAccounts,
        String allowQos) {
    private static final Pattern FIELD = Pattern.compile("(\\w+)=(\\S*)");
    private static final Pattern TIME = Pattern.compile("(?:(\\d{1,6})-)?(\\d{1,6}):(\\d\\d):(\\d\\d)");

    /** Reads the lines; those that are no partition's are left out. */
    static List<SlurmPartition> parse(String text) {
        return text.lines()
                .filter(line -> line.startsWith("PartitionName="))
                .map(SlurmPartition::line)
                .toList();
    }

    private static SlurmPartition line(String line) {
        Map<String, String> values = new HashMap<>();
        Matcher matcher = FIELD.matcher(line);
        while (matcher.find()) {
            values.putIfAbsent(matcher.group(1), matcher.group(2));
        }
        return new SlurmPartition(
                values.getOrDefault("PartitionName", ""),
                values.getOrDefault("Default", "NO").equals("YES"),
                values.getOrDefault("State", "?"),
                time(values.getOrDefault("MaxTime", "UNLIMITED")),
                number(values.getOrDefault("MaxNodes", "UNLIMITED")),
                number(values.getOrDefault("TotalNodes", "0")).orElse(0L),
                number(values.getOrDefault("TotalCPUs", "0")).orElse(0L),
                values.getOrDefault("AllowAccounts", "ALL"),
                values.getOrDefault("AllowQos", "ALL"));
    }

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,15}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** Reads {@code [days-]hours:minutes:seconds}; words such as UNLIMITED are no limit. */
    static Optional<Duration> time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long days = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
        return Optional.of(Duration.ofDays(days)
                .plusHours(Long.parseLong(matcher.group(2)))
                .plusMinutes(Long.parseLong(matcher.group(3)))
                .plusSeconds(Long.parseLong(matcher.group(4))));
    }
}
