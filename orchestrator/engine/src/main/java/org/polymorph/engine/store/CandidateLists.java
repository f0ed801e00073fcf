package org.polymorph.engine.store;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.store.Page.Range;
import org.polymorph.model.crystal.Structure;

/**
 * Reads the pools of all campaigns of a database page by page, without their structures. Thread-safe.
 *
 * <p>Rows that an earlier version has written hold no volume; it is taken from the structure then, which is slow.
 */
public final class CandidateLists {
    private static final String SELECT = "SELECT f.candidate, f.round, f.object, f.position, f.energy, f.max_force,"
            + " f.energy_std, f.force_std, f.outcome, f.steps, f.cluster, f.volume, c.origin, c.rejected"
            + " FROM frame AS f JOIN candidate AS c ON c.campaign = f.campaign AND c.id = f.candidate";
    // c10000 comes after c9999
    private static final String BY_ID = "LENGTH(f.candidate), f.candidate";

    private final Access jdbi;
    private final StructureObjects structures;

    /** Makes a reader of a database whose objects lie in a directory. */
    public CandidateLists(Database database, Path directory) {
        this(database, new StructureObjects(DataDirectory.objects(directory)));
    }

    CandidateLists(Database database, StructureObjects structures) {
        this.jdbi = database.reading();
        this.structures = structures;
    }

    /** What a list is ordered by; rows without that number come last. */
    public enum Sort {
        ENTHALPY("f.energy"),
        ID(""),
        VOLUME("f.volume"),
        ENERGY_STD("f.energy_std"),
        MAX_FORCE("f.max_force");

        private final String column;

        Sort(String column) {
            this.column = column;
        }

        private String order(boolean descending) {
            String direction = descending ? " DESC" : "";
            return column.isEmpty()
                    ? "LENGTH(f.candidate)" + direction + ", f.candidate" + direction
                    : "CASE WHEN " + column + " IS NULL THEN 1 ELSE 0 END, " + column + direction + ", " + BY_ID;
        }
    }

    /**
     * Which candidates of a round are wanted.
     *
     * @param cluster only its members
     * @param outcome only those whose relaxation ended so
     */
    public record Choice(String campaign, int round, Optional<String> cluster, Optional<String> outcome) {}

    /**
     * Where a candidate stands after a round of relaxation.
     *
     * @param round −1 for the structure as generated
     * @param enthalpy per atom, eV, by the surrogate of that round; NaN where there is none
     * @param maxForce eV/Å
     * @param energyStd per atom, eV
     * @param forceStd eV/Å
     * @param volume per atom, Å³
     * @param rejected why it is not calculated again
     */
    public record Row(
            String candidate,
            String origin,
            int round,
            double enthalpy,
            double maxForce,
            double energyStd,
            double forceStd,
            double volume,
            String outcome,
            int steps,
            Optional<String> cluster,
            Optional<String> rejected) {}

    /**
     * A candidate in a plot of energy over volume.
     *
     * @param enthalpy per atom, eV
     * @param volume per atom, Å³
     */
    public record Point(
            String candidate,
            double enthalpy,
            double volume,
            @Nullable String cluster) {}

    /** Returns the last round whose pool is relaxed and clustered; −1 where there is none. */
    public int lastClusteredRound(String campaign) {
        return jdbi.withHandle(
                db -> db.createQuery("SELECT COALESCE(MAX(round), -1) FROM round WHERE campaign = :campaign"
                                + " AND verdict IS NOT NULL")
                        .bind("campaign", campaign)
                        .mapTo(Integer.class)
                        .one());
    }

    /** Reads a page of the pool as it stands after a round. */
    public Page<Row> page(Choice choice, Sort sort, boolean descending, Range range) {
        Conditions conditions = new Conditions()
                .is("f.campaign", choice.campaign())
                .is("f.round", choice.round())
                .is("f.cluster", choice.cluster())
                .is("f.outcome", choice.outcome());
        return jdbi.inTransaction(db -> new Page<>(
                conditions.count(db, "frame AS f"),
                conditions
                        .rows(db, SELECT, sort.order(descending), range)
                        .map((rs, context) -> row(rs))
                        .list()));
    }

    /** Returns one candidate's way through the rounds; empty where there is no such candidate. */
    public List<Row> history(String campaign, String candidate) {
        return jdbi.withHandle(db -> new Conditions()
                .is("f.campaign", campaign)
                .is("f.candidate", candidate)
                .rows(db, SELECT, "f.round")
                .map((rs, context) -> row(rs))
                .list());
    }

    /** Returns every candidate that has an energy and a volume after a round, in the order of their ids. */
    public List<Point> points(String campaign, int round) {
        List<Point> points = new ArrayList<>();
        jdbi.useHandle(db -> db.createQuery("SELECT f.candidate, f.object, f.position, f.energy, f.volume, f.cluster"
                        + " FROM frame AS f WHERE f.campaign = :campaign AND f.round = :round AND f.energy IS NOT NULL"
                        + " ORDER BY " + BY_ID)
                .bind("campaign", campaign)
                .bind("round", round)
                .map((rs, context) -> new Point(
                        rs.getString("candidate"), rs.getDouble("energy"), volume(rs), rs.getString("cluster")))
                .forEach(point -> {
                    if (Double.isFinite(point.volume())) {
                        points.add(point);
                    }
                }));
        return points;
    }

    /** Returns a candidate's structure after a round. */
    public Optional<Structure> structure(String campaign, String candidate, int round) {
        return jdbi.withHandle(db -> db.createQuery("SELECT object, position FROM frame"
                        + " WHERE campaign = :campaign AND candidate = :candidate AND round = :round")
                .bind("campaign", campaign)
                .bind("candidate", candidate)
                .bind("round", round)
                .map((rs, context) -> structures
                        .get(rs.getString("object"), rs.getInt("position"))
                        .structure())
                .findOne());
    }

    private Row row(ResultSet rs) throws SQLException {
        return new Row(
                rs.getString("candidate"),
                rs.getString("origin"),
                rs.getInt("round"),
                CandidateTable.number(rs, "energy"),
                CandidateTable.number(rs, "max_force"),
                CandidateTable.number(rs, "energy_std"),
                CandidateTable.number(rs, "force_std"),
                volume(rs),
                rs.getString("outcome"),
                rs.getInt("steps"),
                Optional.ofNullable(rs.getString("cluster")),
                Optional.ofNullable(rs.getString("rejected")));
    }

    private double volume(ResultSet rs) throws SQLException {
        double volume = CandidateTable.number(rs, "volume");
        if (Double.isFinite(volume)) {
            return volume;
        }
        Structure structure =
                structures.get(rs.getString("object"), rs.getInt("position")).structure();
        return structure.volume() / structure.size();
    }
}
