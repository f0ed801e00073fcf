package org.polymorph.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.calculation.InputChange;
import org.polymorph.model.calculation.Remedy;

/** The table remedy, and the rejected candidates. Every method runs in the caller's transaction. */
final class RepairTable {
    private final StructureObjects structures;
    private final Clock clock;

    RepairTable(StructureObjects structures, Clock clock) {
        this.structures = structures;
        this.clock = clock;
    }

    // the JSON column
    private record Column(
            String error,
            int step,
            String reason,
            List<ChangeColumn> changes,
            Remedy.Start start,
            boolean restart,
            List<String> dropped) {}

    private record ChangeColumn(
            String key, @Nullable String before, @Nullable String after) {}

    /**
     * Writes down that another attempt follows.
     *
     * @param object of the structure that it begins with; empty where it is the same again
     */
    void insert(
            Handle db,
            String campaign,
            String calculation,
            String job,
            CalculationFailure failure,
            Remedy remedy,
            Optional<String> object) {
        db.createUpdate("INSERT INTO remedy (campaign, calculation, attempt, job, failure, detail, remedy, counted,"
                        + " object, position, created_at) VALUES (:campaign, :calculation,"
                        + " (SELECT COALESCE(MAX(attempt), 0) + 1 FROM remedy"
                        + " WHERE campaign = :campaign AND calculation = :calculation),"
                        + " :job, :failure, :detail, :remedy, :counted, :object, :position, :now)")
                .bind("campaign", campaign)
                .bind("calculation", calculation)
                .bind("job", job)
                .bind("failure", failure.kind().name())
                .bind("detail", CalculationTable.detail(failure))
                .bind("remedy", Json.write(column(remedy)))
                .bind("counted", isRepair(failure, remedy) ? 1 : 0)
                .bind("object", object.orElse(null))
                .bind("position", object.isPresent() ? (Integer) 0 : null)
                .bind("now", clock.millis())
                .execute();
    }

    /** Returns whether a remedy is taken from the budget: going on where the time was up is no repair. */
    static boolean isRepair(CalculationFailure failure, Remedy remedy) {
        return failure.kind() != FailureKind.OUT_OF_WALLTIME
                || !remedy.changes().isEmpty();
    }

    private static Column column(Remedy remedy) {
        return new Column(
                remedy.error(),
                remedy.step(),
                remedy.reason(),
                remedy.changes().stream()
                        .map(change -> new ChangeColumn(
                                change.key(),
                                change.before().orElse(null),
                                change.after().orElse(null)))
                        .toList(),
                remedy.start(),
                remedy.restart(),
                remedy.dropped());
    }

    private static Remedy remedy(String json) {
        Column column = Json.read(json, Column.class);
        return new Remedy(
                column.error(),
                column.step(),
                Remedy.Action.RETRY,
                column.reason(),
                column.changes().stream()
                        .map(change -> new InputChange(
                                change.key(),
                                Optional.ofNullable(change.before()),
                                Optional.ofNullable(change.after())))
                        .toList(),
                column.start(),
                column.restart(),
                column.dropped());
    }

    /** Returns what was repaired of one calculation, oldest first. */
    List<Repair> of(Handle db, String campaign, String calculation) {
        return db.createQuery("SELECT * FROM remedy WHERE campaign = :campaign AND calculation = :calculation"
                        + " ORDER BY attempt")
                .bind("campaign", campaign)
                .bind("calculation", calculation)
                .map((rs, context) -> repair(rs))
                .list();
    }

    private Repair repair(ResultSet rs) throws SQLException {
        String object = rs.getString("object");
        return new Repair(
                rs.getString("calculation"),
                rs.getInt("attempt"),
                rs.getString("job"),
                rs.getString("failure"),
                rs.getString("detail"),
                remedy(rs.getString("remedy")),
                object == null
                        ? Optional.empty()
                        : Optional.of(
                                structures.get(object, rs.getInt("position")).structure()));
    }

    /** Returns how many repairs a candidate's calculations have had. */
    int count(Handle db, String campaign, String candidate) {
        return db.createQuery("SELECT COUNT(*) FROM remedy JOIN calculation ON calculation.campaign = remedy.campaign"
                        + " AND calculation.id = remedy.calculation WHERE remedy.campaign = :campaign"
                        + " AND calculation.candidate = :candidate AND remedy.counted = 1")
                .bind("campaign", campaign)
                .bind("candidate", candidate)
                .mapTo(Integer.class)
                .one();
    }
}
