package org.polymorph.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads how states of campaigns, rounds and jobs have changed, from the histories of all campaigns and jobs. Thread-safe. */
public final class StateChanges {
    private final Access reading;

    public StateChanges(Database database) {
        this.reading = database.reading();
    }

    /** What has a state. */
    public enum Thing {
        CAMPAIGN,
        ROUND,
        JOB
    }

    /**
     * A change.
     *
     * @param id tells it from every other change
     * @param campaign empty for a job that belongs to none
     * @param round of the campaign at the time; empty for a job that belongs to none
     * @param from state before, in lower case; empty where there was none, or what changed is no state of the machine
     * @param to state after, in lower case; for wishes of people the wish
     * @param reason in words
     */
    public record Change(
            String id,
            Instant at,
            Thing thing,
            Optional<String> campaign,
            Optional<Integer> round,
            Optional<String> job,
            Optional<String> site,
            Optional<String> from,
            String to,
            String event,
            String reason) {}

    /**
     * Returns changes from a time on, the oldest first: so many rows of each history at most, so that a caller who goes on from
     * the last one sees all.
     */
    public List<Change> since(Instant time, int limit) {
        return reading.inTransaction(db -> {
            List<Change> changes = new ArrayList<>();
            db.createQuery("SELECT * FROM event WHERE at >= :at ORDER BY at, campaign, seq LIMIT :limit")
                    .bind("at", time.toEpochMilli())
                    .bind("limit", limit)
                    .map((rs, context) -> ofCampaign(rs))
                    .forEach(changes::addAll);
            db.createQuery("SELECT line.*, job.campaign, job.round, COALESCE(job.site, tracked.site) AS place"
                            + " FROM job_event AS line LEFT JOIN job ON job.token = line.token"
                            + " LEFT JOIN tracked_job AS tracked ON tracked.token = line.token"
                            + " WHERE line.at >= :at AND line.from_stage <> line.to_stage"
                            + " ORDER BY line.at, line.token, line.seq LIMIT :limit")
                    .bind("at", time.toEpochMilli())
                    .bind("limit", limit)
                    .map((rs, context) -> ofJob(rs))
                    .forEach(changes::add);
            changes.sort(Comparator.comparing(Change::at));
            return List.copyOf(changes);
        });
    }

    private static List<Change> ofCampaign(ResultSet rs) throws SQLException {
        String kind = rs.getString("kind");
        Optional<String> from = word(rs.getString("from_phase"));
        Optional<String> to = word(rs.getString("to_phase"));
        List<Change> changes = new ArrayList<>();
        String detail = rs.getString("detail");
        // a part of a step moves nothing yet
        if (to.isEmpty() || !from.equals(to) || kind.equals("Started")) {
            changes.add(
                    ofCampaign(rs, Thing.CAMPAIGN, from, to.orElse(kind.equals("Wish") ? lower(detail) : lower(kind))));
        }
        if (kind.equals("Selected")) {
            changes.add(ofCampaign(rs, Thing.ROUND, Optional.empty(), "begun"));
        } else if (kind.equals("Clustered")) {
            changes.add(ofCampaign(rs, Thing.ROUND, Optional.of("begun"), "clustered"));
        }
        return changes;
    }

    private static Change ofCampaign(ResultSet rs, Thing thing, Optional<String> from, String to) throws SQLException {
        String campaign = rs.getString("campaign");
        int round = rs.getInt("round");
        String detail = rs.getString("detail");
        // the event of the step that ends a round stands in the next one
        boolean ended = rs.getString("kind").equals("Clustered") && "SELECTING".equals(rs.getString("to_phase"));
        return new Change(
                campaign + "/" + rs.getLong("seq") + (thing == Thing.ROUND ? "/round" : ""),
                Instant.ofEpochMilli(rs.getLong("at")),
                thing,
                Optional.of(campaign),
                Optional.of(thing == Thing.ROUND && ended ? round - 1 : round),
                Optional.empty(),
                Optional.empty(),
                from,
                to,
                rs.getString("kind"),
                detail);
    }

    private static Change ofJob(ResultSet rs) throws SQLException {
        String token = rs.getString("token");
        Optional<String> campaign = Optional.ofNullable(rs.getString("campaign"));
        int round = rs.getInt("round");
        String cause = rs.getString("cause");
        String evidence = rs.getString("evidence");
        return new Change(
                token + "/" + rs.getLong("seq"),
                Instant.ofEpochMilli(rs.getLong("at")),
                Thing.JOB,
                campaign,
                campaign.map(name -> round),
                Optional.of(token),
                Optional.ofNullable(rs.getString("place")).filter(site -> !site.isEmpty()),
                word(rs.getString("from_stage")),
                lower(rs.getString("to_stage")),
                cause.isEmpty() ? "" : cause,
                evidence);
    }

    private static Optional<String> word(@org.jspecify.annotations.Nullable String name) {
        return Optional.ofNullable(name).filter(text -> !text.isEmpty()).map(StateChanges::lower);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
