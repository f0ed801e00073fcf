package org.polymorph.daemon.cli;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.job.CommandRecord;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.JobEvent;
import org.polymorph.engine.job.StoryLine;
import org.polymorph.engine.store.JobRow;

/**
 * All that happened to one job, for people and for programs.
 *
 * @param row as the campaign knows it
 */
public record JobStory(String token, Optional<JobRow> row, List<StoryLine> lines) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SHORT_HASH = 12;

    List<String> text() {
        List<String> text = new ArrayList<>();
        text.add(headline());
        text.add("");
        text.addAll(table().lines());
        for (StoryLine line : lines) {
            if (!line.event().files().isEmpty()) {
                text.add("");
                text.addAll(files(line.event()).lines());
            }
        }
        return text;
    }

    private String headline() {
        return row.map(job -> token + ": attempt " + job.attempt() + " of round " + job.round() + ", "
                        + String.join(", ", job.calculations())
                        + (job.schedulerId().isEmpty() ? "" : "; id " + job.schedulerId())
                        + (job.schedulerWord().isEmpty() ? "" : ", " + job.schedulerWord()))
                .orElse(token);
    }

    private Table table() {
        Table table = new Table(
                "time [UTC]", "state", "cause", "command", "exit", "sent [B]", "received [B]", "took [ms]", "evidence");
        for (StoryLine line : lines) {
            JobEvent event = line.event();
            Optional<CommandRecord> command = event.command();
            table.row(
                    TIME.format(event.at()),
                    event.stage().name(),
                    event.cause().isEmpty() ? "–" : event.cause(),
                    command.map(found -> found.kind() + " " + found.sha256().substring(0, SHORT_HASH))
                            .orElse("–"),
                    command.filter(found -> found.exitCode().isPresent())
                            .map(found -> Integer.toString(found.exitCode().getAsInt()))
                            .orElse("–"),
                    command.map(found -> Long.toString(found.bytesOut())).orElse("–"),
                    command.map(found -> Long.toString(found.bytesIn())).orElse("–"),
                    command.map(found -> Long.toString(found.duration().toMillis()))
                            .orElse("–"),
                    event.evidence());
        }
        return table;
    }

    private static Table files(JobEvent event) {
        Table table = new Table(event.stage().name() + " file", "bytes", "SHA-256");
        event.files()
                .forEach(file -> table.row(
                        file.name(), Long.toString(file.bytes()), file.sha256().isEmpty() ? "–" : file.sha256()));
        return table;
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("job", token);
        row.ifPresent(job -> json.putAll(json(job)));
        json.put("story", lines(lines));
        return json;
    }

    /** Returns what happened, line by line, for programs. */
    public static List<Map<String, @Nullable Object>> lines(List<StoryLine> lines) {
        return lines.stream().map(JobStory::json).toList();
    }

    /** Returns a job as a campaign knows it. */
    static Map<String, @Nullable Object> json(JobRow job) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("job", job.token());
        json.put("round", job.round());
        json.put("attempt", job.attempt());
        json.put("calculations", job.calculations());
        json.put("state", job.state().name());
        json.put("cause", job.cause().name());
        json.put("schedulerId", job.schedulerId());
        json.put("schedulerWord", job.schedulerWord());
        json.put("exitCode", job.exitCode().isPresent() ? job.exitCode().getAsInt() : null);
        json.put("parsed", job.collected());
        return json;
    }

    private static Map<String, @Nullable Object> json(StoryLine line) {
        JobEvent event = line.event();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("seq", line.seq());
        json.put("time", event.at().toString());
        json.put("from", line.from().map(Enum::name).orElse(null));
        json.put("to", event.stage().name());
        json.put("cause", event.cause().isEmpty() ? null : event.cause());
        json.put("evidence", event.evidence());
        json.put("command", event.command().map(JobStory::json).orElse(null));
        json.put("files", event.files().stream().map(JobStory::json).toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(CommandRecord command) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", command.kind());
        json.put("sha256", command.sha256());
        json.put("exitCode", command.exitCode().isPresent() ? command.exitCode().getAsInt() : null);
        json.put("bytesSent", command.bytesOut());
        json.put("bytesReceived", command.bytesIn());
        json.put("milliseconds", command.duration().toMillis());
        return json;
    }

    private static Map<String, @Nullable Object> json(FileDigest file) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", file.name());
        json.put("bytes", file.bytes());
        json.put("sha256", file.sha256().isEmpty() ? null : file.sha256());
        return json;
    }
}
