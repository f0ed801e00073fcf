package org.polymorph.engine.scheduler.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what squeue, sacct and scontrol print in the formats asked for in {@link RemoteScripts}. Pure functions of text. */
final class SlurmOutput {
    /** Between fields: names and reasons hold spaces, commas and bars. */
    static final String SEPARATOR = "\u001f";

    /** Last line of an answer that came whole and from a command that succeeded. */
    static final String END = "pm-end";

    private static final Pattern ID = Pattern.compile("\\d{1,12}([_+][\\[\\]\\d,%-]+)?");
    private static final Pattern CLUSTER = Pattern.compile("CLUSTER: (\\S+)");
    private static final Pattern SCONTROL =
            Pattern.compile("JobId=(\\d+) .*?JobName=(\\S+) .*?JobState=(\\S+) Reason=(.*?) Dependency=.*");
    private static final Pattern EXIT_CODE = Pattern.compile(" ExitCode=(\\d+:\\d+)");
    private static final Pattern NODE_LIST = Pattern.compile(" NodeList=(\\S*)");

    private SlurmOutput() {}

    /**
     * Reads lines {@code pm⟨US⟩id⟨US⟩state⟨US⟩reason⟨US⟩nodes⟨US⟩name} of squeue. Lines that do not begin so belong to a name
     * with a line break in it, which is none of ours.
     *
     * @throws SlurmAnswerException if the answer is not whole
     */
    static List<SlurmRecord> squeue(String text) throws SlurmAnswerException {
        List<SlurmRecord> records = new ArrayList<>();
        String cluster = "";
        for (String line : wholeLines("squeue", text)) {
            Matcher matcher = CLUSTER.matcher(line);
            if (matcher.matches()) {
                cluster = matcher.group(1);
            } else if (line.startsWith("pm" + SEPARATOR)) {
                String[] field = line.split(SEPARATOR, 6);
                if (field.length < 6 || !ID.matcher(field[1]).matches()) {
                    throw new SlurmAnswerException(
                            "squeue: expected an id and four more fields, found \"" + line + "\"");
                }
                records.add(new SlurmRecord(
                        field[1], cluster, field[5], field[2], none(field[3]), field[4], SlurmRecord.Exit.UNTOLD));
            }
        }
        return records;
    }

    /**
     * Reads lines {@code id⟨US⟩state⟨US⟩exit code⟨US⟩nodes⟨US⟩cluster⟨US⟩name} of sacct.
     *
     * @throws SlurmAnswerException if the answer is not whole
     */
    static List<SlurmRecord> sacct(String text) throws SlurmAnswerException {
        List<SlurmRecord> records = new ArrayList<>();
        for (String line : wholeLines("sacct", text)) {
            String[] field = line.split(SEPARATOR, 6);
            if (field.length == 6 && ID.matcher(field[0]).matches()) {
                String nodes = field[3].equals("None assigned") ? "" : field[3];
                records.add(new SlurmRecord(
                        field[0], field[4], field[5], field[1], "", nodes, SlurmRecord.Exit.parse(field[2])));
            }
        }
        return records;
    }

    /**
     * Reads the lines of {@code scontrol --oneliner show job}. Names with spaces in them are none of ours.
     *
     * @throws SlurmAnswerException if the answer is not whole
     */
    static List<SlurmRecord> scontrol(String text) throws SlurmAnswerException {
        List<SlurmRecord> records = new ArrayList<>();
        for (String line : wholeLines("scontrol", text)) {
            Matcher matcher = SCONTROL.matcher(line);
            if (matcher.matches()) {
                Matcher exit = EXIT_CODE.matcher(line);
                Matcher nodes = NODE_LIST.matcher(line);
                String node = nodes.find() ? nodes.group(1) : "";
                records.add(new SlurmRecord(
                        matcher.group(1),
                        "",
                        matcher.group(2),
                        matcher.group(3),
                        none(matcher.group(4)),
                        none(node.equals("(null)") ? "" : node),
                        exit.find() ? SlurmRecord.Exit.parse(exit.group(1)) : SlurmRecord.Exit.UNTOLD));
            }
        }
        return records;
    }

    private static String none(String text) {
        return text.equals("None") || text.equals("n/a") ? "" : text;
    }

    private static List<String> wholeLines(String command, String text) throws SlurmAnswerException {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(END)) {
            throw new SlurmAnswerException(command + ": the answer is not whole");
        }
        return lines.subList(0, lines.size() - 1);
    }
}
