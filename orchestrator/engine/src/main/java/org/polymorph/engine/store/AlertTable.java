package org.polymorph.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.campaign.Phase;

/** The tables alert and alert_receiver. Every method runs in the caller's transaction. */
final class AlertTable {
    /** What is over and back within this time is the same trouble. */
    static final Duration SAME = Duration.ofHours(1);

    /** Jobs in a row that fail for one reason before a person is told. */
    static final int FAILING_JOBS = 5;

    private AlertTable() {}

    /**
     * An alert as it is written down.
     *
     * @param seq in the order of their commits
     * @param endedAt milliseconds since 1970-01-01 UTC; empty while what it tells of lasts
     */
    record Row(long seq, Alert alert, Optional<Long> endedAt) {}

    /** Writes down what lasts until {@link #end}, unless it stands already or was over only a while ago: it stands again then. */
    static void raise(Handle db, Alert alert) {
        Optional<Row> last = last(db, alert.subject());
        if (last.isPresent()) {
            Optional<Long> ended = last.get().endedAt();
            boolean back = ended.isPresent() && alert.at().toEpochMilli() - ended.get() <= SAME.toMillis();
            if (back) {
                db.createUpdate("UPDATE alert SET ended_at = NULL WHERE seq = :seq")
                        .bind("seq", last.get().seq())
                        .execute();
            }
            if (back || ended.isEmpty()) {
                return;
            }
        }
        insert(db, alert, false);
    }

    /** Writes down what has happened, and does not last. */
    static void tell(Handle db, Alert alert) {
        insert(db, alert, true);
    }

    // the next number is taken by one transaction at a time: a reader that has seen it has seen all before
    private static void insert(Handle db, Alert alert, boolean over) {
        db.createUpdate("INSERT INTO alert (seq, id, at, kind, subject, campaign, site, message, ended_at) VALUES ("
                        + "(SELECT COALESCE(MAX(seq), 0) + 1 FROM alert),"
                        + " :id, :at, :kind, :subject, :campaign, :site, :message, :ended)")
                .bind("id", alert.id())
                .bind("at", alert.at().toEpochMilli())
                .bind("kind", alert.kind().name())
                .bind("subject", alert.subject())
                .bind("campaign", alert.campaign().orElse(null))
                .bind("site", alert.site().orElse(null))
                .bind("message", alert.message())
                .bind("ended", over ? (Long) alert.at().toEpochMilli() : null)
                .execute();
    }

    /** Notes that what subjects with this beginning tell of is over. */
    static void end(Handle db, String beginning, long now) {
        db.createUpdate(
                        "UPDATE alert SET ended_at = :now WHERE ended_at IS NULL AND subject >= :from AND subject < :to")
                .bind("now", now)
                .bind("from", beginning)
                .bind("to", beginning + "~")
                .execute();
    }

    /** Tells of a campaign's step, where it has used up a budget or is done. */
    static void step(Handle db, String campaign, CampaignState before, CampaignState after, Instant now) {
        ExitReason exit = after.exit();
        if (exit == null) {
            return;
        }
        if (before.exit() == null && AlertKind.isBudget(exit)) {
            tell(db, Alert.ofCampaign(AlertKind.BUDGET, campaign, exit.sentence(), now));
        }
        if (after.phase() == Phase.DONE && before.phase() != Phase.DONE) {
            end(db, "campaign/" + campaign + "/", now.toEpochMilli());
            String message = exit.sentence() + "; " + after.labels() + " labels in " + (after.round() + 1) + " rounds";
            tell(db, Alert.ofCampaign(AlertKind.of(exit), campaign, message, now));
        }
    }

    /** Tells of a campaign whose last jobs have all failed for one reason, and notes when one succeeds again. */
    static void jobEnded(Handle db, String campaign, Instant now) {
        String last = "(SELECT to_stage || ' ' || cause FROM job_event WHERE job_event.token = job.token"
                + " ORDER BY seq DESC LIMIT 1)";
        List<String> ends = db.createQuery("SELECT " + last + " FROM job WHERE campaign = :campaign AND collected = 1"
                        + " ORDER BY ended_at DESC, token DESC LIMIT :most")
                .bind("campaign", campaign)
                .bind("most", FAILING_JOBS)
                .mapTo(String.class)
                .list();
        boolean failing = ends.size() == FAILING_JOBS
                && ends.stream().distinct().count() == 1
                && ends.get(0).startsWith("FAILED ");
        if (failing) {
            String cause = ends.get(0).substring("FAILED ".length());
            String message = "the last " + FAILING_JOBS + " jobs gave nothing: " + cause
                    + "; `polymorph status` and `polymorph show` tell more";
            raise(db, Alert.ofCampaign(AlertKind.JOBS, campaign, message, now));
        } else if (!ends.isEmpty() && !ends.get(0).startsWith("FAILED ")) {
            end(db, "campaign/" + campaign + "/" + AlertKind.JOBS.word(), now.toEpochMilli());
        }
    }

    private static Optional<Row> last(Handle db, String subject) {
        return db.createQuery("SELECT * FROM alert WHERE subject = :subject ORDER BY seq DESC LIMIT 1")
                .bind("subject", subject)
                .map((rs, context) -> row(rs))
                .findOne();
    }

    static Row row(ResultSet rs) throws SQLException {
        long ended = rs.getLong("ended_at");
        Optional<Long> endedAt = rs.wasNull() ? Optional.empty() : Optional.of(ended);
        return new Row(
                rs.getLong("seq"),
                new Alert(
                        rs.getString("id"),
                        Instant.ofEpochMilli(rs.getLong("at")),
                        AlertKind.valueOf(rs.getString("kind")),
                        rs.getString("subject"),
                        Optional.ofNullable(rs.getString("campaign")),
                        Optional.ofNullable(rs.getString("site")),
                        rs.getString("message")),
                endedAt);
    }
}
