package org.polymorph.engine.scheduler.gridengine;

import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.polymorph.engine.scheduler.batch.ClusterAnswerException;
import org.polymorph.engine.scheduler.batch.ClusterFacts;
import org.polymorph.engine.scheduler.batch.JobRecord;
import org.polymorph.engine.scheduler.batch.PendingReason;
import org.polymorph.engine.scheduler.batch.RemoteScripts;
import org.polymorph.model.batch.JobCause;

/** Reads what qstat, qacct and qconf print. Pure functions of text. */
final class GridEngineOutput {
    private static final Pattern ID = Pattern.compile("\\d{1,12}");
    private static final Pattern VALUE = Pattern.compile("([a-z_]+)\\s+(.*)");
    private static final String JOB = "job_list";
    private static final String ACCOUNTING = "pm-accounting";
    private static final String CLUSTER = "pm-cluster ";

    private GridEngineOutput() {}

    /**
     * Reads the answer of {@code qstat -xml}.
     *
     * @throws ClusterAnswerException if it is not whole
     */
    static List<JobRecord> qstat(String text) throws ClusterAnswerException {
        String document =
                String.join("\n", RemoteScripts.wholeLines("qstat", text)).strip();
        List<JobRecord> records = new ArrayList<>();
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(document));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals(JOB)) {
                    records.add(waitingOrRunning(children(reader)));
                }
            }
        } catch (XMLStreamException e) {
            throw new ClusterAnswerException("qstat -xml: " + e.getMessage(), e);
        }
        return records;
    }

    private static Map<String, String> children(XMLStreamReader reader) throws XMLStreamException {
        Map<String, String> values = new HashMap<>();
        while (reader.next() != XMLStreamConstants.END_ELEMENT
                || !reader.getLocalName().equals(JOB)) {
            if (reader.isStartElement()) {
                values.putIfAbsent(reader.getLocalName(), reader.getElementText());
            }
        }
        return values;
    }

    private static JobRecord waitingOrRunning(Map<String, String> values) throws ClusterAnswerException {
        String id = values.getOrDefault("JB_job_number", "");
        if (!ID.matcher(id).matches() || !values.containsKey("JB_name") || !values.containsKey("state")) {
            throw new ClusterAnswerException(
                    "qstat -xml: expected JB_job_number, JB_name and state, found " + values.keySet());
        }
        String state = values.get("state");
        String queue = values.getOrDefault("queue_name", "");
        // E: it could not be started, and waits until somebody looks after it
        PendingReason waiting = state.contains("E") ? PendingReason.IMPOSSIBLE : PendingReason.WAITS;
        return new JobRecord(
                id,
                "",
                values.get("JB_name"),
                GridEngineState.of(state),
                JobCause.NONE,
                waiting,
                state,
                queue.substring(queue.indexOf('@') + 1));
    }

    /**
     * Reads lines {@code key value} of {@code qacct -j}, jobs apart by a line of equals signs.
     *
     * @throws ClusterAnswerException if the answer is not whole
     */
    static List<JobRecord> qacct(String text) throws ClusterAnswerException {
        List<JobRecord> records = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        for (String line : RemoteScripts.wholeLines("qacct", text)) {
            if (line.startsWith("====")) {
                finish(values, records);
                values = new HashMap<>();
            } else {
                Matcher matcher = VALUE.matcher(line);
                if (matcher.matches()) {
                    values.put(matcher.group(1), matcher.group(2).strip());
                }
            }
        }
        finish(values, records);
        return records;
    }

    private static void finish(Map<String, String> values, List<JobRecord> records) {
        if (ID.matcher(values.getOrDefault("jobnumber", "")).matches() && values.containsKey("jobname")) {
            records.add(new FinishedJob(values).record());
        }
    }

    /**
     * Reads the answers of {@code qstat -help} and {@code qconf -sconf}.
     *
     * @throws ClusterAnswerException if they are none
     */
    static ClusterFacts configuration(String text) throws ClusterAnswerException {
        List<String> lines = text.lines().toList();
        String cluster = lines.stream()
                .filter(line -> line.startsWith(CLUSTER))
                .map(line -> line.substring(CLUSTER.length()).strip())
                .findFirst()
                .orElseThrow(() -> new ClusterAnswerException("qconf: the answer is not whole"));
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            Matcher matcher = VALUE.matcher(line);
            if (matcher.matches()) {
                values.putIfAbsent(matcher.group(1), matcher.group(2).strip());
            }
        }
        return new ClusterFacts(
                lines.get(0).strip(),
                cluster,
                Duration.ZERO,
                Duration.ZERO,
                number(values, "max_jobs", 0),
                number(values, "max_aj_tasks", 75_000) + 1,
                lines.contains(ACCOUNTING));
    }

    private static long number(Map<String, String> values, String key, long otherwise) {
        String text = values.getOrDefault(key, "");
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : otherwise;
    }
}
