package org.polymorph.engine.store;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.Command;
import org.polymorph.engine.campaign.CommandKind;

/** The tables campaign, command and event. Every method runs in the caller's transaction. */
final class CampaignTable {
    private final Clock clock;

    CampaignTable(Clock clock) {
        this.clock = clock;
    }

    void insert(Handle db, String campaign, Map<String, Object> spec, CampaignState state) {
        db.createUpdate("INSERT INTO campaign (id, spec, state, version, created_at, updated_at)"
                        + " VALUES (:id, :spec, :state, 0, :now, :now)")
                .bind("id", campaign)
                .bind("spec", Json.write(spec))
                .bind("state", Json.write(state))
                .bind("now", clock.millis())
                .execute();
    }

    Optional<StoredCampaign> find(Handle db, String campaign) {
        return db.createQuery("SELECT id, spec, state, created_at, updated_at FROM campaign WHERE id = :id")
                .bind("id", campaign)
                .map((rs, context) -> new StoredCampaign(
                        rs.getString("id"),
                        Json.readTree(rs.getString("spec")),
                        Json.read(rs.getString("state"), CampaignState.class),
                        rs.getLong("created_at"),
                        rs.getLong("updated_at")))
                .findOne();
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
        db.createUpdate("INSERT INTO event (seq, campaign, at, kind, round, detail) VALUES ("
                        + "(SELECT COALESCE(MAX(seq), 0) + 1 FROM event WHERE campaign = :campaign),"
                        + " :campaign, :now, :kind, :round, :detail)")
                .bind("campaign", campaign)
                .bind("now", clock.millis())
                .bind("kind", kind)
                .bind("round", round)
                .bind("detail", detail)
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
