package org.polymorph.engine.scheduler.pbs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.engine.scheduler.batch.ClusterAnswerException;
import org.polymorph.engine.scheduler.batch.ClusterFacts;
import org.polymorph.engine.scheduler.batch.JobRecord;
import org.polymorph.engine.scheduler.batch.RemoteScripts;

/** Reads the long format of qstat. Pure functions of text. */
final class PbsOutput {
    private static final Pattern ATTRIBUTE = Pattern.compile(" {4}(\\S+) = (.*)");
    private static final Pattern TIME = Pattern.compile("(\\d{1,7}):(\\d\\d):(\\d\\d)");
    private static final String JOB = "Job Id: ";
    private static final String SERVER = "Server: ";
    private static final String EXIT = "pm-exit ";

    // of qstat: fine; an id that is unknown (15001 mod 256); one that has ended where there is no history (15139 mod
    // 256)
    private static final Set<String> FINE = Set.of("0", "153", "35");

    private PbsOutput() {}

    /**
     * Reads the answer of {@link Pbs#queue}.
     *
     * @throws ClusterAnswerException if the answer is not whole, or qstat failed other than for an id that is unknown by now
     */
    static List<JobRecord> jobs(String text) throws ClusterAnswerException {
        List<String> lines = RemoteScripts.wholeLines("qstat", text);
        for (String line : lines) {
            if (line.startsWith(EXIT) && !FINE.contains(line.substring(EXIT.length()))) {
                throw new ClusterAnswerException("qstat: exit " + line.substring(EXIT.length()) + ": "
                        + lines.stream()
                                .filter(said -> said.startsWith("qstat: "))
                                .findFirst()
                                .orElse(""));
            }
        }
        List<JobRecord> records = new ArrayList<>();
        for (Section section : sections(lines, JOB)) {
            if (!section.values().containsKey("Job_Name") || !section.values().containsKey("job_state")) {
                throw new ClusterAnswerException("qstat: expected Job_Name and job_state of " + section.name()
                        + ", found " + section.values().keySet());
            }
            records.add(new PbsJob(section.name(), section.values()).record());
        }
        return records;
    }

    /**
     * Reads the answer of {@code qstat -B -f}; a server that does not say how long it keeps ended jobs keeps none.
     *
     * @throws ClusterAnswerException if it names no server
     */
    static ClusterFacts server(String text) throws ClusterAnswerException {
        List<Section> servers = sections(text.lines().toList(), SERVER);
        if (servers.isEmpty()) {
            throw new ClusterAnswerException("qstat -B: expected a line \"Server: \", found none");
        }
        Map<String, String> values = servers.get(0).values();
        boolean history = values.getOrDefault("job_history_enable", "").equalsIgnoreCase("true");
        return new ClusterFacts(
                values.getOrDefault("pbs_version", "?"),
                servers.get(0).name(),
                Duration.ZERO,
                history ? time(values.getOrDefault("job_history_duration", "336:00:00")) : Duration.ZERO,
                0,
                values.getOrDefault("max_array_size", "").matches("\\d{1,9}")
                        ? Long.parseLong(values.get("max_array_size")) + 1
                        : 10_001,
                false);
    }

    private static Duration time(String text) {
        Matcher matcher = TIME.matcher(text);
        return matcher.matches()
                ? Duration.ofHours(Long.parseLong(matcher.group(1)))
                        .plusMinutes(Long.parseLong(matcher.group(2)))
                        .plusSeconds(Long.parseLong(matcher.group(3)))
                : Duration.ZERO;
    }

    private record Section(String name, Map<String, String> values) {}

    // a heading, lines of four blanks with one attribute each, and what did not fit on a line behind a tab on the next
    private static List<Section> sections(List<String> lines, String heading) {
        List<Section> sections = new ArrayList<>();
        String attribute = "";
        for (String line : lines) {
            Matcher matcher = ATTRIBUTE.matcher(line);
            if (line.startsWith(heading)) {
                sections.add(new Section(line.substring(heading.length()).strip(), new LinkedHashMap<>()));
                attribute = "";
            } else if (!sections.isEmpty()) {
                Map<String, String> values = sections.get(sections.size() - 1).values();
                if (matcher.matches()) {
                    attribute = matcher.group(1);
                    values.put(attribute, matcher.group(2));
                } else if (line.startsWith("\t") && !attribute.isEmpty()) {
                    values.merge(attribute, line.substring(1), String::concat);
                } else {
                    attribute = "";
                }
            }
        }
        return sections;
    }
}
