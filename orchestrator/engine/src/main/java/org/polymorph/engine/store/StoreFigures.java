package org.polymorph.engine.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.campaign.Phase;

/** Sums up a database for those who watch over it. Thread-safe. */
public final class StoreFigures {
    private final Access jdbi;

    public StoreFigures(Database database) {
        this.jdbi = database.reading();
    }

    /** How many rows have the same words, such as jobs of one site in one state. */
    public record Count(String site, String state, long rows) {}

    /** How long a job waited on its site before it was seen to run. */
    public record Wait(String site, Instant started, Duration duration) {}

    /**
     * A campaign that is not done.
     *
     * @param coreHours of its jobs so far
     * @param heldOut errors of its surrogate on the newest labels that it had not seen, as they were handed in; empty where unknown
     */
    public record Active(StoredCampaign campaign, double coreHours, Optional<Map<String, Object>> heldOut) {}

    /** Counts jobs by site and state. */
    public List<Count> jobs() {
        return jdbi.withHandle(
                db -> db.createQuery("SELECT site, state, COUNT(*) AS n FROM job GROUP BY site, state ORDER BY 1, 2")
                        .map((rs, context) -> new Count(rs.getString("site"), rs.getString("state"), rs.getLong("n")))
                        .list());
    }

    /** Counts calculations by purpose, in place of the site, and state. */
    public List<Count> calculations() {
        return jdbi.withHandle(db -> db.createQuery(
                        "SELECT purpose, state, COUNT(*) AS n FROM calculation GROUP BY purpose, state ORDER BY 1, 2")
                .map((rs, context) -> new Count(rs.getString("purpose"), rs.getString("state"), rs.getLong("n")))
                .list());
    }

    /** Counts the campaigns that are done. */
    public long done() {
        return jdbi.withHandle(db -> db.createQuery(
                        "SELECT COUNT(*) FROM campaign WHERE state LIKE '%\"phase\":\"" + Phase.DONE + "\"%'")
                .mapTo(Long.class)
                .one());
    }

    /** Returns the waits of jobs that were seen to run since a point of time, the one that began first first. */
    public List<Wait> waits(Instant since) {
        return jdbi.withHandle(db -> db.createQuery("SELECT site, created_at, started_at FROM job"
                        + " WHERE started_at > :since ORDER BY started_at, token")
                .bind("since", since.toEpochMilli())
                .map((rs, context) -> new Wait(
                        rs.getString("site"),
                        Instant.ofEpochMilli(rs.getLong("started_at")),
                        Duration.ofMillis(Math.max(0, rs.getLong("started_at") - rs.getLong("created_at")))))
                .list());
    }

    /** Returns the campaigns that are not done, by name. */
    public List<Active> active(Instant now) {
        return jdbi.inTransaction(db -> db
                .createQuery(
                        "SELECT * FROM campaign WHERE state NOT LIKE '%\"phase\":\"" + Phase.DONE + "\"%' ORDER BY id")
                .map((rs, context) -> CampaignTable.stored(rs))
                .list()
                .stream()
                .map(campaign -> new Active(
                        campaign,
                        CalculationTable.coreHours(db, campaign.id(), now.toEpochMilli()),
                        heldOut(db, campaign.id())))
                .toList());
    }

    private static Optional<Map<String, Object>> heldOut(Handle db, String campaign) {
        return db.createQuery("SELECT held_out FROM round WHERE campaign = :campaign AND held_out IS NOT NULL"
                        + " ORDER BY round DESC LIMIT 1")
                .bind("campaign", campaign)
                .mapTo(String.class)
                .findOne()
                .map(Json::readTree);
    }
}
