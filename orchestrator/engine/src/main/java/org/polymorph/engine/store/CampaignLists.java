package org.polymorph.engine.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.engine.store.Page.Range;

/** Reads the campaigns of a database page by page. Thread-safe. */
public final class CampaignLists {
    private static final String SELECT = "SELECT * FROM campaign";
    // the state is JSON as Json writes it
    private static final String DONE = "state LIKE '%\"phase\":\"DONE\"%'";

    private final Access jdbi;

    public CampaignLists(Database database) {
        this.jdbi = database.reading();
    }

    /**
     * A campaign with what it has found so far.
     *
     * @param labels calculations that gave a label
     * @param failedLabels label calculations that failed
     * @param best the lowest structure so far
     */
    public record Row(StoredCampaign campaign, int labels, int failedLabels, Optional<Best> best) {}

    /**
     * The first structure of a campaign's ranking.
     *
     * @param enthalpy per atom, eV; where the composition varies it is that of one composition and compares with no other
     * @param isResult whether the DFT code has relaxed it; else the enthalpy is the surrogate's
     * @param onHull how many structures of the ranking lie on its convex hull; empty where the composition does not vary
     */
    public record Best(String candidate, double enthalpy, boolean isResult, OptionalInt onHull) {}

    /**
     * Reads a page, the campaign that changed last first.
     *
     * @param active true for those that are not done, false for those that are; empty for both
     */
    public Page<Row> page(Optional<Boolean> active, Range range) {
        Conditions conditions = new Conditions();
        active.ifPresent(wanted -> conditions.and(wanted ? "NOT (" + DONE + ")" : DONE));
        return jdbi.inTransaction(db -> new Page<>(
                conditions.count(db, "campaign"),
                conditions
                        .rows(db, SELECT, "updated_at DESC, id", range)
                        .map((rs, context) -> CampaignTable.stored(rs))
                        .list()
                        .stream()
                        .map(campaign -> row(db, campaign))
                        .toList()));
    }

    public Optional<Row> find(String campaign) {
        return jdbi.inTransaction(db -> db.createQuery(SELECT + " WHERE id = :id")
                .bind("id", campaign)
                .map((rs, context) -> CampaignTable.stored(rs))
                .findOne()
                .map(found -> row(db, found)));
    }

    public boolean exists(String campaign) {
        return jdbi.withHandle(db -> db.createQuery("SELECT COUNT(*) FROM campaign WHERE id = :id")
                        .bind("id", campaign)
                        .mapTo(Integer.class)
                        .one()
                > 0);
    }

    /** Counts the calculations of one purpose by state, over all rounds or in one of them. */
    public Map<State, Integer> calculations(String campaign, Purpose purpose, Optional<Integer> round) {
        return jdbi.withHandle(db -> counts(db, campaign, purpose, round));
    }

    /** Returns the core-hours that a campaign's jobs have used until a point of time. */
    public double coreHours(String campaign, Instant now) {
        return jdbi.withHandle(db -> CalculationTable.coreHours(db, campaign, now.toEpochMilli()));
    }

    /** Counts the candidates that have been relaxed in a round so far. */
    public int relaxed(String campaign, int round) {
        return jdbi.withHandle(
                db -> db.createQuery("SELECT COUNT(*) FROM frame WHERE campaign = :campaign AND round = :round")
                        .bind("campaign", campaign)
                        .bind("round", round)
                        .mapTo(Integer.class)
                        .one());
    }

    private static Row row(Handle db, StoredCampaign campaign) {
        Map<State, Integer> labels = counts(db, campaign.id(), Purpose.LABEL, Optional.empty());
        return new Row(
                campaign,
                labels.getOrDefault(State.DONE, 0),
                labels.getOrDefault(State.FAILED, 0),
                best(db, campaign.id()));
    }

    private static Map<State, Integer> counts(Handle db, String campaign, Purpose purpose, Optional<Integer> round) {
        Map<State, Integer> counts = new HashMap<>();
        db.createQuery("SELECT state, COUNT(*) AS n FROM calculation WHERE campaign = :campaign AND purpose = :purpose"
                        + (round.isPresent() ? " AND round = :round" : "") + " GROUP BY state")
                .bind("campaign", campaign)
                .bind("purpose", purpose.name())
                .bindMap(round.<Map<String, ?>>map(wanted -> Map.of("round", wanted))
                        .orElse(Map.of()))
                .map((rs, context) -> Map.entry(State.valueOf(rs.getString("state")), rs.getInt("n")))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    private static Optional<Best> best(Handle db, String campaign) {
        return first(db, campaign, "result WHERE campaign = :campaign", true)
                .or(() -> first(
                        db,
                        campaign,
                        "cluster WHERE campaign = :campaign AND round ="
                                + " (SELECT MAX(round) FROM cluster WHERE campaign = :campaign)",
                        false));
    }

    private static Optional<Best> first(Handle db, String campaign, String ranking, boolean isResult) {
        return db.createQuery("SELECT candidate, energy, above_hull, (SELECT COUNT(*) FROM " + ranking
                        + " AND above_hull <= 0) AS on_hull FROM " + ranking + " AND rank = 1")
                .bind("campaign", campaign)
                .map((rs, context) -> new Best(
                        rs.getString("candidate"),
                        rs.getDouble("energy"),
                        isResult,
                        CandidateTable.optional(rs, "above_hull").isPresent()
                                ? OptionalInt.of(rs.getInt("on_hull"))
                                : OptionalInt.empty()))
                .findOne();
    }
}
