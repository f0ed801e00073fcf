package org.polymorph.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.job.StoryLine;
import org.polymorph.engine.store.Page.Range;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/** Reads the jobs of all campaigns of a database page by page. Thread-safe. */
public final class JobLists {
    private static final String SELECT = "SELECT token, campaign, site, round, attempt, state, cause, scheduler_id,"
            + " scheduler_word, exit_code, created_at, ended_at FROM job";
    private static final String OPEN = "state NOT IN ("
            + Arrays.stream(JobState.values())
                    .filter(JobState::isTerminal)
                    .map(state -> "'" + state + "'")
                    .collect(Collectors.joining(", "))
            + ")";

    private final Access jdbi;

    public JobLists(Database database) {
        this.jdbi = database.reading();
    }

    /**
     * Which jobs of a campaign are wanted.
     *
     * @param open whether they have ended: true for those that have not, false for those that have; empty for both
     */
    public record Choice(String campaign, Optional<JobState> state, Optional<Boolean> open) {}

    /**
     * One attempt to run some calculations, as {@link JobRow} tells it.
     *
     * @param site empty in books of an earlier version
     */
    public record Row(
            String token,
            String campaign,
            String site,
            int round,
            int attempt,
            JobState state,
            JobCause cause,
            String schedulerId,
            String schedulerWord,
            OptionalInt exitCode,
            Instant created,
            Optional<Instant> ended,
            List<String> calculations) {}

    /** Reads a page, the newest job first. */
    public Page<Row> page(Choice choice, Range range) {
        Conditions conditions = new Conditions()
                .is("campaign", choice.campaign())
                .is("state", choice.state().map(Enum::name));
        choice.open().ifPresent(open -> conditions.and(open ? OPEN : "NOT (" + OPEN + ")"));
        return jdbi.inTransaction(db -> new Page<>(
                conditions.count(db, "job"),
                complete(
                        db,
                        conditions
                                .rows(db, SELECT, "created_at DESC, token", range)
                                .map((rs, context) -> row(rs))
                                .list())));
    }

    /** Returns the jobs that calculations of a candidate were handed to, oldest first. */
    public List<Row> of(String campaign, String candidate) {
        return jdbi.inTransaction(db -> complete(
                db,
                db.createQuery(SELECT + " WHERE token IN (SELECT link.job FROM job_calculation AS link JOIN calculation"
                                + " ON calculation.campaign = link.campaign AND calculation.id = link.calculation"
                                + " WHERE calculation.campaign = :campaign AND calculation.candidate = :candidate)"
                                + " ORDER BY created_at, token")
                        .bind("campaign", campaign)
                        .bind("candidate", candidate)
                        .map((rs, context) -> row(rs))
                        .list()));
    }

    public Optional<Row> find(String token) {
        return jdbi.inTransaction(db -> complete(
                        db,
                        db.createQuery(SELECT + " WHERE token = :token")
                                .bind("token", token)
                                .map((rs, context) -> row(rs))
                                .list())
                .stream()
                .findFirst());
    }

    /** Returns all that happened to a job, in the order it was written down; empty for a job that is not known. */
    public List<StoryLine> story(String token) {
        return jdbi.inTransaction(db -> JobTable.story(db, token));
    }

    /** Counts the jobs of a campaign by state. */
    public Map<JobState, Integer> states(String campaign) {
        Map<JobState, Integer> states = new EnumMap<>(JobState.class);
        jdbi.useHandle(
                db -> db.createQuery("SELECT state, COUNT(*) AS n FROM job WHERE campaign = :campaign GROUP BY state")
                        .bind("campaign", campaign)
                        .map((rs, context) -> Map.entry(JobState.valueOf(rs.getString("state")), rs.getInt("n")))
                        .forEach(entry -> states.put(entry.getKey(), entry.getValue())));
        return states;
    }

    // one query for the calculations of all, whatever their number
    private static List<Row> complete(Handle db, List<Row> jobs) {
        if (jobs.isEmpty()) {
            return jobs;
        }
        Map<String, List<String>> calculations = new HashMap<>();
        db.createQuery("SELECT job, calculation FROM job_calculation WHERE job IN (<jobs>) ORDER BY job, position")
                .bindList("jobs", jobs.stream().map(Row::token).toList())
                .map((rs, context) -> Map.entry(rs.getString("job"), rs.getString("calculation")))
                .forEach(entry -> calculations
                        .computeIfAbsent(entry.getKey(), job -> new ArrayList<>())
                        .add(entry.getValue()));
        return jobs.stream()
                .map(job -> with(job, calculations.getOrDefault(job.token(), List.of())))
                .toList();
    }

    private static Row with(Row job, List<String> calculations) {
        return new Row(
                job.token(),
                job.campaign(),
                job.site(),
                job.round(),
                job.attempt(),
                job.state(),
                job.cause(),
                job.schedulerId(),
                job.schedulerWord(),
                job.exitCode(),
                job.created(),
                job.ended(),
                List.copyOf(calculations));
    }

    private static Row row(ResultSet rs) throws SQLException {
        int exit = rs.getInt("exit_code");
        OptionalInt exitCode = rs.wasNull() ? OptionalInt.empty() : OptionalInt.of(exit);
        long ended = rs.getLong("ended_at");
        Optional<Instant> endedAt = rs.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended));
        return new Row(
                rs.getString("token"),
                rs.getString("campaign"),
                rs.getString("site"),
                rs.getInt("round"),
                rs.getInt("attempt"),
                JobState.valueOf(rs.getString("state")),
                JobCause.valueOf(rs.getString("cause")),
                rs.getString("scheduler_id"),
                rs.getString("scheduler_word"),
                exitCode,
                Instant.ofEpochMilli(rs.getLong("created_at")),
                endedAt,
                List.of());
    }
}
