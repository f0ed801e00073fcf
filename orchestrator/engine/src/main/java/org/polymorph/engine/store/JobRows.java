package org.polymorph.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/** Reads the table job together with what was handed to each. Every method runs in the caller's transaction. */
final class JobRows {
    private JobRows() {}

    static Optional<JobRow> job(Handle db, String token) {
        return select(db, "token = :token", Map.of("token", token)).stream().findFirst();
    }

    /** Returns the jobs of a campaign, oldest first. */
    static List<JobRow> of(Handle db, String campaign, boolean onlyOpen) {
        return select(
                db, "campaign = :campaign" + (onlyOpen ? " AND collected = 0" : ""), Map.of("campaign", campaign));
    }

    /** Returns the jobs that calculations of one candidate were handed to, those of earlier attempts among them. */
    static List<JobRow> ofCandidate(Handle db, String campaign, String candidate) {
        return select(
                db,
                "token IN (SELECT link.job FROM job_calculation AS link JOIN calculation ON calculation.campaign ="
                        + " link.campaign AND calculation.id = link.calculation"
                        + " WHERE link.campaign = :campaign AND calculation.candidate = :candidate)",
                Map.of("campaign", campaign, "candidate", candidate));
    }

    // two queries, however many jobs there are
    private static List<JobRow> select(Handle db, String which, Map<String, String> values) {
        Map<String, List<String>> calculations = new HashMap<>();
        db.createQuery("SELECT job, calculation FROM job_calculation WHERE job IN (SELECT token FROM job WHERE " + which
                        + ") ORDER BY job, position")
                .bindMap(values)
                .map((rs, context) -> Map.entry(rs.getString("job"), rs.getString("calculation")))
                .forEach(link -> calculations
                        .computeIfAbsent(link.getKey(), none -> new ArrayList<>())
                        .add(link.getValue()));
        return db.createQuery("SELECT * FROM job WHERE " + which + " ORDER BY created_at, token")
                .bindMap(values)
                .map((rs, context) -> jobRow(rs, calculations.getOrDefault(rs.getString("token"), List.of())))
                .list();
    }

    /** Counts the jobs of a campaign that have not ended. */
    static int unended(Handle db, String campaign) {
        List<String> ended = Arrays.stream(JobState.values())
                .filter(JobState::isTerminal)
                .map(Enum::name)
                .toList();
        return db.createQuery("SELECT COUNT(*) FROM job WHERE campaign = :campaign AND collected = 0"
                        + " AND state NOT IN (<ended>)")
                .bind("campaign", campaign)
                .bindList("ended", ended)
                .mapTo(Integer.class)
                .one();
    }

    private static JobRow jobRow(ResultSet rs, List<String> calculations) throws SQLException {
        int exit = rs.getInt("exit_code");
        OptionalInt exitCode = rs.wasNull() ? OptionalInt.empty() : OptionalInt.of(exit);
        return new JobRow(
                rs.getString("token"),
                rs.getString("site"),
                rs.getInt("round"),
                rs.getInt("attempt"),
                JobState.valueOf(rs.getString("state")),
                rs.getInt("collected") == 1,
                rs.getString("scheduler_id"),
                rs.getString("scheduler_word"),
                exitCode,
                JobCause.valueOf(rs.getString("cause")),
                rs.getLong("created_at"),
                calculations);
    }
}
