package org.polymorph.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.job.JobEvent;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.format.Frame;

/** The tables calculation, job and result. Every method runs in the caller's transaction. */
final class CalculationTable {
    private final StructureObjects structures;
    private final Clock clock;

    CalculationTable(StructureObjects structures, Clock clock) {
        this.structures = structures;
        this.clock = clock;
    }

    void insert(Handle db, String campaign, Calculation calculation, String object, int position) {
        db.createUpdate("INSERT INTO calculation (campaign, id, purpose, round, candidate, stage, input_set, object,"
                        + " position, state) VALUES (:campaign, :id, :purpose, :round, :candidate, :stage, :inputSet,"
                        + " :object, :position, 'PLANNED')")
                .bind("campaign", campaign)
                .bind("id", calculation.id())
                .bind("purpose", calculation.purpose().name())
                .bind("round", calculation.round())
                .bind("candidate", calculation.candidate())
                .bind("stage", calculation.stage())
                .bind("inputSet", calculation.inputSet())
                .bind("object", object)
                .bind("position", position)
                .execute();
    }

    /** Writes down a new job, its calculations in the order of the list, and the first line of its story. */
    void insertJob(Handle db, String campaign, PlannedJob job) {
        db.createUpdate("INSERT INTO job (token, campaign, site, cores, round, attempt, state, collected, scheduler_id,"
                        + " scheduler_word, created_at) VALUES (:token, :campaign, :site, :cores, :round, :attempt,"
                        + " 'CREATED', 0, '', '', :now)")
                .bind("token", job.token())
                .bind("campaign", campaign)
                .bind("site", job.site())
                .bind("cores", job.cores())
                .bind("round", job.round())
                .bind("attempt", job.attempt())
                .bind("now", clock.millis())
                .execute();
        for (int i = 0; i < job.calculations().size(); i++) {
            String id = job.calculations().get(i);
            db.createUpdate("UPDATE calculation SET job = :job, job_position = :position"
                            + " WHERE campaign = :campaign AND id = :id")
                    .bind("job", job.token())
                    .bind("position", i)
                    .bind("campaign", campaign)
                    .bind("id", id)
                    .execute();
            db.createUpdate("INSERT INTO job_calculation (job, position, campaign, calculation)"
                            + " VALUES (:job, :position, :campaign, :id)")
                    .bind("job", job.token())
                    .bind("position", i)
                    .bind("campaign", campaign)
                    .bind("id", id)
                    .execute();
        }
        JobTable.add(db, List.of(JobEvent.of(job.token(), clock.instant(), JobStage.PLANNED, job.story())));
    }

    /**
     * A job to be written down.
     *
     * @param cores that it holds while it runs
     * @param attempt 1 for the first
     * @param occasion why it is another attempt; empty for the first
     */
    record PlannedJob(
            String token, String site, int cores, int round, int attempt, List<String> calculations, String occasion) {
        String story() {
            String what = calculations.size() == 1 ? "" : calculations.size() + " calculations: ";
            return what + String.join(", ", calculations) + "; attempt " + attempt
                    + (occasion.isEmpty() ? "" : ", " + occasion);
        }
    }

    void updateJob(Handle db, JobSnapshot snapshot) {
        var update = db.createUpdate("UPDATE job SET state = :state, scheduler_id = :id, scheduler_word = :word,"
                        + " exit_code = :exit, cause = :cause, ended_at = :ended, started_at ="
                        + " COALESCE(started_at, :started) WHERE token = :token AND collected = 0")
                .bind("state", snapshot.state().name())
                .bind("id", snapshot.schedulerId())
                .bind("word", snapshot.schedulerWord())
                .bind("cause", snapshot.cause().name())
                .bind("token", snapshot.token());
        update.bind(
                "exit",
                snapshot.exitCode().isPresent() ? (Integer) snapshot.exitCode().getAsInt() : null);
        boolean ran = snapshot.state() == JobState.RUNNING || snapshot.state().isTerminal();
        update.bind("started", ran ? (Long) clock.millis() : null);
        update.bind("ended", snapshot.state().isTerminal() ? (Long) clock.millis() : null);
        update.execute();
    }

    boolean collect(Handle db, String token) {
        return db.createUpdate("UPDATE job SET collected = 1 WHERE token = :token AND collected = 0")
                        .bind("token", token)
                        .execute()
                == 1;
    }

    /** Counts the jobs of a campaign whose outcomes are not written down. */
    static int openJobs(Handle db, String campaign) {
        return db.createQuery("SELECT COUNT(*) FROM job WHERE campaign = :campaign AND collected = 0")
                .bind("campaign", campaign)
                .mapTo(Integer.class)
                .one();
    }

    /** Sums the core-hours of jobs until a time, those that run among them, as far as they were seen to run. */
    static double coreHours(Handle db, String campaign, long now) {
        long coreMillis = db.createQuery("SELECT COALESCE(SUM(cores * (COALESCE(ended_at, :now) - started_at)), 0)"
                        + " FROM job WHERE campaign = :campaign AND started_at IS NOT NULL")
                .bind("campaign", campaign)
                .bind("now", now)
                .mapTo(Long.class)
                .one();
        return coreMillis / 3.6e6;
    }

    /** Gives up all that is planned, and the jobs for it; returns how many jobs. */
    int abandon(Handle db, String campaign) {
        db.createUpdate(
                        "UPDATE calculation SET state = 'FAILED', failure = :kind, detail = 'the campaign was cancelled'"
                                + " WHERE campaign = :campaign AND state = 'PLANNED'")
                .bind("kind", FailureKind.CANCELLED.name())
                .bind("campaign", campaign)
                .execute();
        return db.createUpdate(
                        "UPDATE job SET collected = 1, state = CASE WHEN state = 'CREATED' THEN 'CANCELLED' ELSE state END,"
                                + " ended_at = COALESCE(ended_at, :now) WHERE campaign = :campaign AND collected = 0")
                .bind("now", clock.millis())
                .bind("campaign", campaign)
                .execute();
    }

    /** Returns what the calculations of a job have used of their budgets so far. */
    Map<String, RetryBudgets> retries(Handle db, String campaign, String token) {
        Map<String, RetryBudgets> retries = new java.util.TreeMap<>();
        db.createQuery("SELECT id, infrastructure_retries, dft_retries FROM calculation"
                        + " WHERE campaign = :campaign AND job = :job")
                .bind("campaign", campaign)
                .bind("job", token)
                .map((rs, context) -> Map.entry(
                        rs.getString("id"),
                        new RetryBudgets(rs.getInt("infrastructure_retries"), rs.getInt("dft_retries"))))
                .forEach(entry -> retries.put(entry.getKey(), entry.getValue()));
        return retries;
    }

    /** Charges a budget of a calculation with a retry. */
    void charge(Handle db, String campaign, String id, RetryCharge charge) {
        String column =
                switch (charge) {
                    case INFRASTRUCTURE -> "infrastructure_retries";
                    case DFT -> "dft_retries";
                };
        db.createUpdate("UPDATE calculation SET " + column + " = " + column + " + 1"
                        + " WHERE campaign = :campaign AND id = :id")
                .bind("campaign", campaign)
                .bind("id", id)
                .execute();
    }

    void succeed(Handle db, String campaign, String id, CalculationResult result, String object, int position) {
        db.createUpdate("UPDATE calculation SET state = 'DONE', result_object = :object, result_position = :position,"
                        + " energy = :energy, converged = :converged, ionic_steps = :steps, atoms = :atoms,"
                        + " max_force = :maxForce, volume = :volume"
                        + " WHERE campaign = :campaign AND id = :id AND state = 'PLANNED'")
                .bind("campaign", campaign)
                .bind("id", id)
                .bind("object", object)
                .bind("position", position)
                .bind("energy", result.evaluation().energy())
                .bind("converged", result.converged() ? 1 : 0)
                .bind("steps", result.ionicSteps())
                .bind("atoms", result.structure().size())
                .bind("maxForce", CandidateTable.finite(result.evaluation().maxForce()))
                .bind("volume", result.structure().volume() / result.structure().size())
                .execute();
    }

    void fail(Handle db, String campaign, String id, CalculationFailure failure) {
        db.createUpdate("UPDATE calculation SET state = 'FAILED', failure = :kind, detail = :detail"
                        + " WHERE campaign = :campaign AND id = :id AND state = 'PLANNED'")
                .bind("campaign", campaign)
                .bind("id", id)
                .bind("kind", failure.kind().name())
                .bind("detail", detail(failure))
                .execute();
    }

    static String detail(CalculationFailure failure) {
        return failure.detail() + (failure.evidence().isEmpty() ? "" : " | " + failure.evidence());
    }

    int count(Handle db, String campaign, Purpose purpose, State state) {
        return db.createQuery("SELECT COUNT(*) FROM calculation"
                        + " WHERE campaign = :campaign AND purpose = :purpose AND state = :state")
                .bind("campaign", campaign)
                .bind("purpose", purpose.name())
                .bind("state", state.name())
                .mapTo(Integer.class)
                .one();
    }

    int count(Handle db, String campaign, Purpose purpose, State state, int round) {
        return db.createQuery("SELECT COUNT(*) FROM calculation"
                        + " WHERE campaign = :campaign AND purpose = :purpose AND state = :state AND round = :round")
                .bind("campaign", campaign)
                .bind("purpose", purpose.name())
                .bind("state", state.name())
                .bind("round", round)
                .mapTo(Integer.class)
                .one();
    }

    /** Sums the geometries evaluated by calculations of one purpose: the price of a search in single points. */
    int ionicSteps(Handle db, String campaign, Purpose purpose) {
        return db.createQuery("SELECT COALESCE(SUM(ionic_steps), 0) FROM calculation"
                        + " WHERE campaign = :campaign AND purpose = :purpose")
                .bind("campaign", campaign)
                .bind("purpose", purpose.name())
                .mapTo(Integer.class)
                .one();
    }

    /**
     * Returns the enthalpies per atom of the labels of one round, in eV, by candidate; of one whose way was labelled too there are
     * several.
     *
     * @param pressure eV/Å³
     */
    Map<String, List<Double>> labelEnthalpies(Handle db, String campaign, int round, double pressure) {
        Map<String, List<Double>> enthalpies = new HashMap<>();
        db.createQuery("SELECT candidate, energy / atoms AS energy, volume FROM calculation"
                        + " WHERE campaign = :campaign AND purpose = 'LABEL' AND state = 'DONE' AND round = :round"
                        + " ORDER BY id")
                .bind("campaign", campaign)
                .bind("round", round)
                .map((rs, context) -> Map.entry(
                        rs.getString("candidate"), rs.getDouble("energy") + pressure * rs.getDouble("volume")))
                .forEach(label -> enthalpies
                        .computeIfAbsent(label.getKey(), candidate -> new ArrayList<>())
                        .add(label.getValue()));
        return enthalpies;
    }

    /** Returns the ids of all labels that came back lower than an enthalpy per atom, in eV, the lowest first; pressure in eV/Å³. */
    List<String> labelsBelow(Handle db, String campaign, double enthalpy, double pressure) {
        return db.createQuery("SELECT id FROM calculation"
                        + " WHERE campaign = :campaign AND purpose = 'LABEL' AND state = 'DONE'"
                        + " AND energy / atoms + :pressure * COALESCE(volume, 0) < :enthalpy"
                        + " ORDER BY energy / atoms + :pressure * COALESCE(volume, 0), id")
                .bind("campaign", campaign)
                .bind("pressure", pressure)
                .bind("enthalpy", enthalpy)
                .mapTo(String.class)
                .list();
    }

    Map<String, Integer> failures(Handle db, String campaign, Purpose purpose) {
        Map<String, Integer> failures = new java.util.TreeMap<>();
        db.createQuery("SELECT failure, COUNT(*) AS n FROM calculation"
                        + " WHERE campaign = :campaign AND purpose = :purpose AND state = 'FAILED' GROUP BY failure")
                .bind("campaign", campaign)
                .bind("purpose", purpose.name())
                .map((rs, context) -> Map.entry(rs.getString("failure"), rs.getInt("n")))
                .forEach(entry -> failures.put(entry.getKey(), entry.getValue()));
        return failures;
    }

    Optional<Calculation> find(Handle db, String campaign, String id) {
        return db.createQuery("SELECT * FROM calculation WHERE campaign = :campaign AND id = :id")
                .bind("campaign", campaign)
                .bind("id", id)
                .map((rs, context) -> calculation(rs))
                .findOne();
    }

    List<Calculation> all(Handle db, String campaign, Purpose purpose) {
        return db.createQuery("SELECT * FROM calculation WHERE campaign = :campaign AND purpose = :purpose ORDER BY id")
                .bind("campaign", campaign)
                .bind("purpose", purpose.name())
                .map((rs, context) -> calculation(rs))
                .list();
    }

    private Calculation calculation(ResultSet rs) throws SQLException {
        String resultObject = rs.getString("result_object");
        Optional<Frame> result = resultObject == null
                ? Optional.empty()
                : Optional.of(structures.get(resultObject, rs.getInt("result_position")));
        String failure = rs.getString("failure");
        return new Calculation(
                rs.getString("id"),
                Purpose.valueOf(rs.getString("purpose")),
                rs.getInt("round"),
                rs.getString("candidate"),
                rs.getInt("stage"),
                rs.getString("input_set"),
                structures.get(rs.getString("object"), rs.getInt("position")).structure(),
                State.valueOf(rs.getString("state")),
                result,
                rs.getInt("converged") == 1,
                rs.getInt("ionic_steps"),
                failure == null ? "" : failure + ": " + rs.getString("detail"));
    }

    void insertResult(Handle db, String campaign, RankedResult result, String object, int position) {
        db.createUpdate("INSERT INTO result (campaign, rank, candidate, calculation, object, position, energy, volume,"
                        + " max_force, converged, duplicates, above_hull) VALUES (:campaign, :rank, :candidate,"
                        + " :calculation, :object, :position, :energy, :volume, :maxForce, :converged, :duplicates,"
                        + " :above)")
                .bind("campaign", campaign)
                .bind("rank", result.rank())
                .bind("candidate", result.candidate())
                .bind("calculation", result.calculation())
                .bind("object", object)
                .bind("position", position)
                .bind("energy", result.enthalpy())
                .bind("volume", result.volume())
                .bind("maxForce", result.maxForce())
                .bind("converged", result.converged() ? 1 : 0)
                .bind("duplicates", result.duplicates())
                .bind("above", result.aboveHull().orElse(null))
                .execute();
    }

    List<RankedResult> results(Handle db, String campaign) {
        return db.createQuery("SELECT * FROM result WHERE campaign = :campaign ORDER BY rank")
                .bind("campaign", campaign)
                .map((rs, context) -> new RankedResult(
                        rs.getInt("rank"),
                        rs.getString("candidate"),
                        rs.getString("calculation"),
                        structures
                                .get(rs.getString("object"), rs.getInt("position"))
                                .structure(),
                        rs.getDouble("energy"),
                        rs.getDouble("volume"),
                        rs.getDouble("max_force"),
                        rs.getInt("converged") == 1,
                        rs.getInt("duplicates"),
                        CandidateTable.optional(rs, "above_hull")))
                .list();
    }
}
