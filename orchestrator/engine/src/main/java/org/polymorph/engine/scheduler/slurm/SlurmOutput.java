package org.polymorph.engine.scheduler.slurm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.engine.scheduler.batch.ClusterAnswerException;
import org.polymorph.engine.scheduler.batch.ClusterFacts;
import org.polymorph.engine.scheduler.batch.JobRecord;
import org.polymorph.engine.scheduler.batch.RemoteScripts;

/** Reads what squeue, sacct and scontrol print in the formats asked for in {@link Slurm}. Pure functions of text. */
final class SlurmOutput {
    /** Between fields: names and reasons hold spaces, commas and bars. */
    static final String SEPARATOR = "\u001f";

    private static final Pattern ID = Pattern.compile("\\d{1,12}([_+][\\[\\]\\d,%-]+)?");
    private static final Pattern CLUSTER = Pattern.compile("CLUSTER: (\\S+)");
    private static final Pattern SCONTROL =
            Pattern.compile("JobId=(\\d+) .*?JobName=(\\S+) .*?JobState=(\\S+) Reason=(.*?) Dependency=.*");
    private static final Pattern ARRAY_TASK = Pattern.compile("^JobId=\\d+ ArrayJobId=(\\d+) ArrayTaskId=(\\d+) ");
    private static final Pattern EXIT_CODE = Pattern.compile(" ExitCode=(\\d+:\\d+)");
    private static final Pattern NODE_LIST = Pattern.compile(" NodeList=(\\S*)");
    private static final Pattern SETTING = Pattern.compile("(\\S+)\\s*= ?(.*)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");

    private SlurmOutput() {}

    /**
     * Reads lines {@code pm⟨US⟩id⟨US⟩state⟨US⟩reason⟨US⟩nodes⟨US⟩name} of squeue. Lines that do not begin so belong to a name
     * with a line break in it, which is none of ours.
     *
     * @throws ClusterAnswerException if the answer is not whole
     */
    static List<JobRecord> squeue(String text) throws ClusterAnswerException {
        List<JobRecord> records = new ArrayList<>();
        String cluster = "";
        for (String line : RemoteScripts.wholeLines("squeue", text)) {
            Matcher matcher = CLUSTER.matcher(line);
            if (matcher.matches()) {
                cluster = matcher.group(1);
            } else if (line.startsWith("pm" + SEPARATOR)) {
                String[] field = line.split(SEPARATOR, 6);
                if (field.length < 6 || !ID.matcher(field[1]).matches()) {
                    throw new ClusterAnswerException(
                            "squeue: expected an id and four more fields, found \"" + line + "\"");
                }
                records.add(
                        new SlurmLine(field[1], cluster, field[5], field[2], none(field[3]), field[4], "").record());
            }
        }
        return records;
    }

    /**
     * Reads lines {@code id⟨US⟩state⟨US⟩exit code⟨US⟩nodes⟨US⟩cluster⟨US⟩name} of sacct.
     *
     * @throws ClusterAnswerException if the answer is not whole
     */
    static List<JobRecord> sacct(String text) throws ClusterAnswerException {
        List<JobRecord> records = new ArrayList<>();
        for (String line : RemoteScripts.wholeLines("sacct", text)) {
            String[] field = line.split(SEPARATOR, 6);
            if (field.length == 6 && ID.matcher(field[0]).matches()) {
                String nodes = field[3].equals("None assigned") ? "" : field[3];
                records.add(new SlurmLine(field[0], field[4], field[5], field[1], "", nodes, field[2]).record());
            }
        }
        return records;
    }

    /**
     * Reads the lines of {@code scontrol --oneliner show job}. Names with spaces in them are none of ours.
     *
     * @throws ClusterAnswerException if the answer is not whole
     */
    static List<JobRecord> scontrol(String text) throws ClusterAnswerException {
        List<JobRecord> records = new ArrayList<>();
        for (String line : RemoteScripts.wholeLines("scontrol", text)) {
            Matcher matcher = SCONTROL.matcher(line);
            if (matcher.matches()) {
                Matcher exit = EXIT_CODE.matcher(line);
                Matcher nodes = NODE_LIST.matcher(line);
                String node = nodes.find() ? nodes.group(1) : "";
                Matcher task = ARRAY_TASK.matcher(line);
                SlurmLine said = new SlurmLine(
                        task.find() ? task.group(1) + "_" + task.group(2) : matcher.group(1),
                        "",
                        matcher.group(2),
                        matcher.group(3),
                        none(matcher.group(4)),
                        none(node.equals("(null)") ? "" : node),
                        exit.find() ? exit.group(1) : "");
                records.add(said.record());
            }
        }
        return records;
    }

    /**
     * Reads what {@code scontrol show config} says; what it does not say stands at SLURM's default.
     *
     * @throws ClusterAnswerException if it is no configuration
     */
    static ClusterFacts configuration(String text) throws ClusterAnswerException {
        Map<String, String> values = new TreeMap<>();
        text.lines().forEach(line -> {
            Matcher matcher = SETTING.matcher(line);
            if (matcher.matches()) {
                values.putIfAbsent(matcher.group(1), matcher.group(2).strip());
            }
        });
        if (!values.containsKey("ClusterName")) {
            throw new ClusterAnswerException("scontrol show config: expected a line ClusterName, found none");
        }
        String storage = values.getOrDefault("AccountingStorageType", "");
        return new ClusterFacts(
                values.getOrDefault("SLURM_VERSION", "?"),
                values.getOrDefault("ClusterName", ""),
                Duration.ofSeconds(number(values, "MessageTimeout", 10)),
                Duration.ofSeconds(number(values, "MinJobAge", 300)),
                number(values, "MaxJobCount", 10_000),
                number(values, "MaxArraySize", 1001),
                storage.endsWith("slurmdbd"));
    }

    private static long number(Map<String, String> values, String key, long otherwise) {
        Matcher matcher = NUMBER.matcher(values.getOrDefault(key, ""));
        return matcher.find() ? Long.parseLong(matcher.group()) : otherwise;
    }

    private static String none(String text) {
        return text.equals("None") || text.equals("n/a") ? "" : text;
    }
}
