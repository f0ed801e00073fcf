package org.polymorph.engine.store;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.engine.store.Page.Range;
import org.polymorph.model.format.Frame;

/**
 * Reads the calculations of all campaigns of a database page by page, without their structures. Thread-safe.
 *
 * <p>Rows that an earlier version has written lack what is told per atom; it is taken from the structure then, which is slow.
 */
public final class CalculationLists {
    private static final String SELECT = "SELECT id, purpose, round, candidate, stage, input_set, state, energy, atoms,"
            + " max_force, volume, converged, ionic_steps, failure, detail, result_object, result_position FROM calculation";

    private final Access jdbi;
    private final StructureObjects structures;

    /** Makes a reader of a database whose objects lie in a directory. */
    public CalculationLists(Database database, Path directory) {
        this.jdbi = database.reading();
        this.structures = new StructureObjects(DataDirectory.objects(directory));
    }

    /** Which calculations of a campaign are wanted. */
    public record Choice(String campaign, Optional<Purpose> purpose, Optional<State> state, Optional<Integer> round) {}

    /**
     * One structure handed to the DFT code.
     *
     * @param energy per atom, eV; NaN unless DONE
     * @param maxForce eV/Å; NaN unless DONE
     * @param volume per atom, Å³, of the structure as it came back; NaN unless DONE
     * @param failure why it failed, in words; empty unless FAILED
     */
    public record Row(
            String id,
            Purpose purpose,
            int round,
            String candidate,
            int stage,
            String inputSet,
            State state,
            double energy,
            double maxForce,
            double volume,
            boolean converged,
            int steps,
            String failure) {}

    /** Reads a page in the order of ids. */
    public Page<Row> page(Choice choice, Range range) {
        Conditions conditions = new Conditions()
                .is("campaign", choice.campaign())
                .is("purpose", choice.purpose().map(Enum::name))
                .is("state", choice.state().map(Enum::name))
                .is("round", choice.round());
        return jdbi.inTransaction(db -> new Page<>(
                conditions.count(db, "calculation"),
                conditions
                        .rows(db, SELECT, "id", range)
                        .map((rs, context) -> row(rs))
                        .list()));
    }

    /** Returns the calculations of one candidate: its labels, then its final relaxations. */
    public List<Row> of(String campaign, String candidate) {
        return jdbi.withHandle(db -> new Conditions()
                .is("campaign", campaign)
                .is("candidate", candidate)
                .rows(db, SELECT, "CASE WHEN purpose = 'LABEL' THEN 0 ELSE 1 END, round, stage, id")
                .map((rs, context) -> row(rs))
                .list());
    }

    /** Returns a structure as sent; empty where there is no such calculation. */
    public Optional<Frame> input(String campaign, String calculation) {
        return frame(campaign, calculation, "object", "position");
    }

    /** Returns a structure as it came back, with what was calculated; empty where nothing has come. */
    public Optional<Frame> result(String campaign, String calculation) {
        return frame(campaign, calculation, "result_object", "result_position");
    }

    private Optional<Frame> frame(String campaign, String calculation, String object, String position) {
        return jdbi.withHandle(db -> db.createQuery("SELECT " + object + " AS object, " + position + " AS position"
                        + " FROM calculation WHERE campaign = :campaign AND id = :id AND " + object + " IS NOT NULL")
                .bind("campaign", campaign)
                .bind("id", calculation)
                .map((rs, context) -> structures.get(rs.getString("object"), rs.getInt("position")))
                .findOne());
    }

    private Row row(ResultSet rs) throws SQLException {
        State state = State.valueOf(rs.getString("state"));
        double energy = Double.NaN;
        double maxForce = Double.NaN;
        double volume = Double.NaN;
        if (state == State.DONE) {
            int atoms = rs.getInt("atoms");
            @Nullable
            Frame old = atoms > 0 ? null : structures.get(rs.getString("result_object"), rs.getInt("result_position"));
            energy = rs.getDouble("energy")
                    / (old == null ? atoms : old.structure().size());
            maxForce = old == null
                    ? CandidateTable.number(rs, "max_force")
                    : old.evaluation().orElseThrow().maxForce();
            volume = old == null
                    ? CandidateTable.number(rs, "volume")
                    : old.structure().volume() / old.structure().size();
        }
        String failure = rs.getString("failure");
        return new Row(
                rs.getString("id"),
                Purpose.valueOf(rs.getString("purpose")),
                rs.getInt("round"),
                rs.getString("candidate"),
                rs.getInt("stage"),
                rs.getString("input_set"),
                state,
                energy,
                maxForce,
                volume,
                rs.getInt("converged") == 1,
                rs.getInt("ionic_steps"),
                failure == null ? "" : failure + ": " + rs.getString("detail"));
    }
}
