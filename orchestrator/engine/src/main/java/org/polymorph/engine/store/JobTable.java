package org.polymorph.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.job.ArrayTask;
import org.polymorph.engine.job.CommandRecord;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.JobEvent;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.job.StoryLine;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

/** The tables tracked_job, job_event and job_file. Every method runs in the caller's transaction. */
final class JobTable {
    private static final String COLUMNS = "token, phase, intent, submissions, quarantine_until, scheduler_id, cluster,"
            + " lost, resources, arrays, refusal, cancelled, node, changed_at, state, word, exit_code, cause";

    private JobTable() {}

    /** Writes jobs as they stand, over what stood there. */
    static void track(Handle db, String site, List<TrackedJob> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                db.prepareBatch("INSERT INTO tracked_job (site, " + COLUMNS + ") VALUES (:site, :token, :phase,"
                        + " :intent, :submissions, :quarantine, :id, :cluster, :lost, :resources, :arrays, :refusal, :cancelled, :node, :changed,"
                        + " :state, :word, :exit, :cause) ON CONFLICT (token) DO UPDATE SET phase = excluded.phase,"
                        + " submissions = excluded.submissions, quarantine_until = excluded.quarantine_until,"
                        + " scheduler_id = excluded.scheduler_id, cluster = excluded.cluster, lost = excluded.lost,"
                        + " resources = excluded.resources, arrays = excluded.arrays,"
                        + " refusal = excluded.refusal, cancelled = excluded.cancelled, node = excluded.node,"
                        + " changed_at = excluded.changed_at, state = excluded.state, word = excluded.word,"
                        + " exit_code = excluded.exit_code, cause = excluded.cause");
        for (TrackedJob job : jobs) {
            JobSnapshot last = job.last();
            batch.bind("site", site)
                    .bind("token", job.token())
                    .bind("phase", job.phase().name())
                    .bind("intent", job.intent().toEpochMilli())
                    .bind("submissions", job.submissions())
                    .bind("quarantine", job.quarantineUntil().toEpochMilli())
                    .bind("id", job.id())
                    .bind("cluster", job.cluster())
                    .bind("lost", job.lost())
                    .bind("resources", job.resources().map(JobTable::text).orElse(""))
                    .bind("arrays", ArrayTask.text(job.arrays()))
                    .bind("refusal", job.refusal())
                    .bind("cancelled", job.cancelled() ? 1 : 0)
                    .bind("node", job.node())
                    .bind("changed", job.changed().toEpochMilli())
                    .bind("state", last.state().name())
                    .bind("word", last.schedulerWord())
                    .bind("exit", number(last.exitCode()))
                    .bind("cause", last.cause().name())
                    .add();
        }
        var unused = batch.execute();
    }

    private static @Nullable Integer number(OptionalInt value) {
        return value.isPresent() ? (Integer) value.getAsInt() : null;
    }

    /** Returns the jobs of a site; those that an earlier version wrote down had only one. */
    static List<TrackedJob> tracked(Handle db, String site) {
        return db.createQuery(
                        "SELECT " + COLUMNS + " FROM tracked_job WHERE site IN ('', :site) ORDER BY intent, token")
                .bind("site", site)
                .map((rs, context) -> tracked(rs))
                .list();
    }

    private static TrackedJob tracked(ResultSet rs) throws SQLException {
        String id = rs.getString("scheduler_id");
        JobSnapshot last = new JobSnapshot(
                rs.getString("token"),
                JobState.valueOf(rs.getString("state")),
                id,
                rs.getString("word"),
                number(rs, "exit_code"),
                JobCause.valueOf(rs.getString("cause")));
        return new TrackedJob(
                TrackedJob.Phase.valueOf(rs.getString("phase")),
                Instant.ofEpochMilli(rs.getLong("intent")),
                rs.getInt("submissions"),
                Instant.ofEpochMilli(rs.getLong("quarantine_until")),
                id,
                rs.getString("cluster"),
                rs.getString("lost"),
                resources(rs.getString("resources")),
                ArrayTask.parse(rs.getString("arrays")),
                rs.getString("refusal"),
                rs.getInt("cancelled") == 1,
                rs.getString("node"),
                Instant.ofEpochMilli(rs.getLong("changed_at")),
                last);
    }

    // nodes, tasks, walltime in ms, memory of a task in MiB
    private static String text(Resources resources) {
        return resources.nodes() + " " + resources.tasks() + " "
                + resources.walltime().toMillis() + " " + resources.memoryPerTaskMiB();
    }

    private static Optional<Resources> resources(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] words = text.split(" ", 4);
        return Optional.of(new Resources(
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                Duration.ofMillis(Long.parseLong(words[2])),
                Integer.parseInt(words[3])));
    }

    private static OptionalInt number(ResultSet rs, String column) throws SQLException {
        int value = rs.getInt(column);
        return rs.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** Adds lines to stories, in the order given; each goes on where the story of its job stands. */
    static void add(Handle db, List<JobEvent> events) {
        List<JobEvent> lines = new ArrayList<>();
        for (JobEvent event : events) {
            lines.add(event);
            if (!event.files().isEmpty()) {
                // its files belong to the line that was written last
                addLines(db, lines);
                addFiles(db, event);
                lines.clear();
            }
        }
        addLines(db, lines);
    }

    private static void addLines(Handle db, List<JobEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        PreparedBatch batch = db.prepareBatch("INSERT INTO job_event (token, seq, at, from_stage, to_stage, cause,"
                + " evidence, command, command_hash, exit_code, bytes_out, bytes_in, duration) VALUES (:token,"
                + " (SELECT COALESCE(MAX(seq), 0) + 1 FROM job_event WHERE token = :token), :at,"
                + " COALESCE((SELECT to_stage FROM job_event WHERE token = :token ORDER BY seq DESC LIMIT 1), ''),"
                + " :stage, :cause, :evidence, :command, :hash, :exit, :out, :in, :duration)");
        for (JobEvent event : events) {
            batch.bind("token", event.token())
                    .bind("at", event.at().toEpochMilli())
                    .bind("stage", event.stage().name())
                    .bind("cause", event.cause())
                    .bind("evidence", event.evidence());
            bind(batch, event.command());
            batch.add();
        }
        var unused = batch.execute();
    }

    private static void bind(SqlStatement<?> statement, Optional<CommandRecord> command) {
        statement.bind("command", command.map(CommandRecord::kind).orElse(null));
        statement.bind("hash", command.map(CommandRecord::sha256).orElse(null));
        statement.bind("exit", command.map(found -> number(found.exitCode())).orElse(null));
        statement.bind("out", command.map(CommandRecord::bytesOut).orElse(null));
        statement.bind("in", command.map(CommandRecord::bytesIn).orElse(null));
        statement.bind(
                "duration", command.map(found -> found.duration().toMillis()).orElse(null));
    }

    private static void addFiles(Handle db, JobEvent event) {
        PreparedBatch batch = db.prepareBatch("INSERT INTO job_file (token, seq, position, name, bytes, hash) VALUES"
                + " (:token, (SELECT MAX(seq) FROM job_event WHERE token = :token), :position, :name, :bytes, :hash)");
        for (int i = 0; i < event.files().size(); i++) {
            FileDigest file = event.files().get(i);
            batch.bind("token", event.token())
                    .bind("position", i)
                    .bind("name", file.name())
                    .bind("bytes", file.bytes())
                    .bind("hash", file.sha256())
                    .add();
        }
        var unused = batch.execute();
    }

    static Map<String, JobStage> stages(Handle db) {
        Map<String, JobStage> stages = new LinkedHashMap<>();
        db.createQuery("SELECT token, to_stage FROM job_event AS line WHERE seq ="
                        + " (SELECT MAX(seq) FROM job_event WHERE token = line.token) ORDER BY at, token")
                .map((rs, context) -> Map.entry(rs.getString("token"), JobStage.valueOf(rs.getString("to_stage"))))
                .forEach(entry -> stages.put(entry.getKey(), entry.getValue()));
        return stages;
    }

    static List<StoryLine> story(Handle db, String token) {
        Map<Integer, List<FileDigest>> files = new LinkedHashMap<>();
        db.createQuery("SELECT seq, name, bytes, hash FROM job_file WHERE token = :token ORDER BY seq, position")
                .bind("token", token)
                .map((rs, context) -> Map.entry(
                        rs.getInt("seq"),
                        new FileDigest(rs.getString("name"), rs.getLong("bytes"), rs.getString("hash"))))
                .forEach(entry -> files.computeIfAbsent(entry.getKey(), seq -> new ArrayList<>())
                        .add(entry.getValue()));
        return db.createQuery("SELECT * FROM job_event WHERE token = :token ORDER BY seq")
                .bind("token", token)
                .map((rs, context) -> line(rs, files))
                .list();
    }

    private static StoryLine line(ResultSet rs, Map<Integer, List<FileDigest>> files) throws SQLException {
        int seq = rs.getInt("seq");
        String from = rs.getString("from_stage");
        JobEvent event = new JobEvent(
                rs.getString("token"),
                Instant.ofEpochMilli(rs.getLong("at")),
                JobStage.valueOf(rs.getString("to_stage")),
                rs.getString("cause"),
                rs.getString("evidence"),
                command(rs),
                files.getOrDefault(seq, List.of()));
        return new StoryLine(seq, from.isEmpty() ? Optional.empty() : Optional.of(JobStage.valueOf(from)), event);
    }

    private static Optional<CommandRecord> command(ResultSet rs) throws SQLException {
        String kind = rs.getString("command");
        return kind == null
                ? Optional.empty()
                : Optional.of(new CommandRecord(
                        kind,
                        rs.getString("command_hash"),
                        number(rs, "exit_code"),
                        rs.getLong("bytes_out"),
                        rs.getLong("bytes_in"),
                        Duration.ofMillis(rs.getLong("duration"))));
    }
}
