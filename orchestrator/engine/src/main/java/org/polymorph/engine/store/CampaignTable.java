package org.polymorph.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.campaign.BudgetChanges;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.Command;
import org.polymorph.engine.campaign.CommandKind;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.campaign.Wish;

/** The tables campaign, command and event. Every method runs in the caller's transaction. */
final class CampaignTable {
    private final Clock clock;

    CampaignTable(Clock clock) {
        this.clock = clock;
    }

    /**
     * A campaign to be written down.
     *
     * @param base directory that relative paths in its settings start from
     * @param submission idempotency key of who submitted it
     */
    record NewCampaign(String id, Map<String, Object> spec, String base, Optional<String> submission) {}

    void insert(Handle db, NewCampaign campaign) {
        db.createUpdate("INSERT INTO campaign (id, spec, state, version, base, submission, created_at, updated_at)"
                        + " VALUES (:id, :spec, :state, 0, :base, :submission, :now, :now)")
                .bind("id", campaign.id())
                .bind("spec", Json.write(campaign.spec()))
                .bind("state", Json.write(CampaignState.initial()))
                .bind("base", campaign.base())
                .bind("submission", campaign.submission().orElse(null))
                .bind("now", clock.millis())
                .execute();
    }

    /** Returns whether nothing has been done for a campaign yet. */
    boolean isNew(Handle db, String campaign) {
        return db.createQuery("SELECT version FROM campaign WHERE id = :id")
                        .bind("id", campaign)
                        .mapTo(Long.class)
                        .one()
                == 0;
    }

    /** Finds a campaign. In a transaction that may write, every other writer of it waits from here on. */
    Optional<StoredCampaign> find(Handle db, String campaign) {
        return db.createQuery("SELECT * FROM campaign WHERE id = :id <forUpdate>")
                .bind("id", campaign)
                .map((rs, context) -> stored(rs))
                .findOne();
    }

    /** Has every other writer of a campaign wait until the caller's transaction has ended. */
    void lock(Handle db, String campaign) {
        var unused = db.createQuery("SELECT id FROM campaign WHERE id = :id <forUpdate>")
                .bind("id", campaign)
                .mapTo(String.class)
                .findOne();
    }

    Optional<StoredCampaign> submittedAs(Handle db, String key) {
        return db.createQuery("SELECT * FROM campaign WHERE submission = :key")
                .bind("key", key)
                .map((rs, context) -> stored(rs))
                .findOne();
    }

    /** Returns campaigns, the one made last first. */
    List<StoredCampaign> all(Handle db, int limit, int offset) {
        return db.createQuery("SELECT * FROM campaign ORDER BY created_at DESC, id LIMIT :limit OFFSET :offset")
                .bind("limit", limit)
                .bind("offset", offset)
                .map((rs, context) -> stored(rs))
                .list();
    }

    /** Returns the campaigns that are not done, the one made first first. */
    List<StoredCampaign> unfinished(Handle db) {
        return db
                .createQuery(
                        "SELECT * FROM campaign WHERE state NOT LIKE '%\"phase\":\"DONE\"%' ORDER BY created_at, id")
                .map((rs, context) -> stored(rs))
                .list()
                .stream()
                .filter(campaign -> campaign.state().phase() != Phase.DONE)
                .toList();
    }

    /** Returns the campaigns that a schedule has begun and that are not done, the one made last first. */
    List<StoredCampaign> scheduledBy(Handle db, String schedule) {
        return db.createQuery("SELECT * FROM campaign WHERE schedule = :schedule"
                        + " AND state NOT LIKE '%\"phase\":\"DONE\"%' ORDER BY created_at DESC, id DESC")
                .bind("schedule", schedule)
                .map((rs, context) -> stored(rs))
                .list();
    }

    /** Writes down which schedule has begun a campaign, and which other one has to be done before it is worked on. */
    void scheduled(Handle db, String campaign, String schedule, Optional<String> waitsFor) {
        db.createUpdate("UPDATE campaign SET schedule = :schedule, waits_for = :waitsFor WHERE id = :id")
                .bind("id", campaign)
                .bind("schedule", schedule)
                .bind("waitsFor", waitsFor.orElse(null))
                .execute();
    }

    int count(Handle db) {
        return db.createQuery("SELECT COUNT(*) FROM campaign")
                .mapTo(Integer.class)
                .one();
    }

    static StoredCampaign stored(ResultSet rs) throws SQLException {
        @Nullable String budgets = rs.getString("budgets");
        return new StoredCampaign(
                rs.getString("id"),
                Json.readTree(rs.getString("spec")),
                Json.read(rs.getString("state"), CampaignState.class),
                Wish.valueOf(rs.getString("wish")),
                budgets == null ? BudgetChanges.NONE : Json.read(budgets, BudgetChanges.class),
                Objects.requireNonNullElse(rs.getString("trouble"), ""),
                Objects.requireNonNullElse(rs.getString("base"), ""),
                Optional.ofNullable(rs.getString("schedule")),
                Optional.ofNullable(rs.getString("waits_for")),
                rs.getLong("created_at"),
                rs.getLong("updated_at"));
    }

    Wish wish(Handle db, String campaign) {
        return Wish.valueOf(db.createQuery("SELECT wish FROM campaign WHERE id = :id")
                .bind("id", campaign)
                .mapTo(String.class)
                .one());
    }

    /** Writes down a wish; what was wrong with the campaign is forgotten. */
    void wish(Handle db, String campaign, Wish wish) {
        db.createUpdate("UPDATE campaign SET wish = :wish, trouble = NULL, updated_at = :now WHERE id = :id")
                .bind("id", campaign)
                .bind("wish", wish.name())
                .bind("now", clock.millis())
                .execute();
    }

    void trouble(Handle db, String campaign, String trouble) {
        db.createUpdate("UPDATE campaign SET trouble = :trouble, updated_at = :now WHERE id = :id")
                .bind("id", campaign)
                .bind("trouble", trouble)
                .bind("now", clock.millis())
                .execute();
    }

    void budgets(Handle db, String campaign, BudgetChanges budgets) {
        db.createUpdate("UPDATE campaign SET budgets = :budgets, updated_at = :now WHERE id = :id")
                .bind("id", campaign)
                .bind("budgets", Json.write(budgets))
                .bind("now", clock.millis())
                .execute();
    }

    /** Drops the commands not yet done. */
    void abandon(Handle db, String campaign) {
        db.createUpdate(
                        "UPDATE command SET state = 'DROPPED', done_at = :now WHERE campaign = :id AND state = 'PENDING'")
                .bind("id", campaign)
                .bind("now", clock.millis())
                .execute();
    }

    List<String> ids(Handle db) {
        return db.createQuery("SELECT id FROM campaign ORDER BY id")
                .mapTo(String.class)
                .list();
    }

    void update(Handle db, String campaign, CampaignState state) {
        db.createUpdate("UPDATE campaign SET state = :state, version = version + 1, updated_at = :now WHERE id = :id")
                .bind("id", campaign)
                .bind("state", Json.write(state))
                .bind("now", clock.millis())
                .execute();
    }

    void issue(Handle db, List<Command> commands) {
        for (Command command : commands) {
            db.createUpdate("INSERT INTO command (id, campaign, kind, round, part, seq, state, created_at)"
                            + " VALUES (:id, :campaign, :kind, :round, :part,"
                            + " (SELECT COALESCE(MAX(seq), 0) + 1 FROM command WHERE campaign = :campaign),"
                            + " 'PENDING', :now)")
                    .bind("id", command.id())
                    .bind("campaign", command.campaign())
                    .bind("kind", command.kind().name())
                    .bind("round", command.round())
                    .bind("part", command.part())
                    .bind("now", clock.millis())
                    .execute();
        }
    }

    /** Marks a command as done; false if it already was. */
    boolean finish(Handle db, Command command) {
        return db.createUpdate("UPDATE command SET state = 'DONE', done_at = :now WHERE id = :id AND state = 'PENDING'")
                        .bind("id", command.id())
                        .bind("now", clock.millis())
                        .execute()
                == 1;
    }

    List<Command> pending(Handle db, String campaign) {
        return db.createQuery("SELECT kind, round, part FROM command"
                        + " WHERE campaign = :campaign AND state = 'PENDING' ORDER BY seq")
                .bind("campaign", campaign)
                .map((rs, context) -> new Command(
                        campaign, CommandKind.valueOf(rs.getString("kind")), rs.getInt("round"), rs.getInt("part")))
                .list();
    }

    void log(Handle db, String campaign, String kind, int round, String detail) {
        log(db, campaign, new Entry(kind, round, detail, null, null));
    }

    /** Writes down a step of the state machine. */
    void logStep(Handle db, String campaign, String kind, String detail, CampaignState before, CampaignState after) {
        log(db, campaign, new Entry(kind, after.round(), detail, before.phase(), after.phase()));
    }

    private record Entry(
            String kind,
            int round,
            String detail,
            @Nullable Phase before,
            @Nullable Phase after) {}

    private void log(Handle db, String campaign, Entry entry) {
        db.createUpdate("INSERT INTO event (seq, campaign, at, kind, round, detail, from_phase, to_phase) VALUES ("
                        + "(SELECT COALESCE(MAX(seq), 0) + 1 FROM event WHERE campaign = :campaign),"
                        + " :campaign, :now, :kind, :round, :detail, :before, :after)")
                .bind("before", entry.before() == null ? null : entry.before().name())
                .bind("after", entry.after() == null ? null : entry.after().name())
                .bind("campaign", campaign)
                .bind("now", clock.millis())
                .bind("kind", entry.kind())
                .bind("round", entry.round())
                .bind("detail", entry.detail())
                .execute();
    }

    List<LoggedEvent> events(Handle db, String campaign) {
        return db.createQuery("SELECT seq, at, kind, round, detail FROM event WHERE campaign = :campaign ORDER BY seq")
                .bind("campaign", campaign)
                .map((rs, context) -> new LoggedEvent(
                        rs.getLong("seq"),
                        rs.getLong("at"),
                        rs.getString("kind"),
                        rs.getInt("round"),
                        rs.getString("detail")))
                .list();
    }
}
