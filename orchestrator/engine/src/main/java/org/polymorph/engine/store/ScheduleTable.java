package org.polymorph.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.store.ScheduleControl.NewSchedule;

/** The table schedule. Every method runs in the caller's transaction. */
final class ScheduleTable {
    private static final String COLUMNS =
            "SELECT name, cron, zone, misfire, overlap, enabled, created_at, seen_until, last_time,"
                    + " last_fired, last_campaign, last_outcome FROM schedule ";

    private ScheduleTable() {}

    static void insert(Handle db, NewSchedule schedule, long now) {
        db.createUpdate(
                        "INSERT INTO schedule (name, cron, zone, misfire, overlap, spec, base, enabled, created_at, seen_until,"
                                + " last_outcome) VALUES (:name, :cron, :zone, :misfire, :overlap, :spec, :base, 1, :now, :now, '')")
                .bind("name", schedule.name())
                .bind("cron", schedule.cron())
                .bind("zone", schedule.zone())
                .bind("misfire", schedule.misfire().name())
                .bind("overlap", schedule.overlap().name())
                .bind("spec", Json.write(schedule.tree()))
                .bind("base", schedule.base())
                .bind("now", now)
                .execute();
    }

    static boolean delete(Handle db, String name) {
        return db.createUpdate("DELETE FROM schedule WHERE name = :name")
                        .bind("name", name)
                        .execute()
                == 1;
    }

    static List<StoredSchedule> all(Handle db) {
        return db.createQuery(COLUMNS + "ORDER BY name")
                .map((rs, context) -> stored(rs))
                .list();
    }

    /** Finds a schedule. In a transaction that may write, every other writer of it waits from here on. */
    static Optional<StoredSchedule> find(Handle db, String name) {
        return db.createQuery(COLUMNS + "WHERE name = :name <forUpdate>")
                .bind("name", name)
                .map((rs, context) -> stored(rs))
                .findOne();
    }

    private static StoredSchedule stored(ResultSet rs) throws SQLException {
        return new StoredSchedule(
                rs.getString("name"),
                rs.getString("cron"),
                rs.getString("zone"),
                MisfirePolicy.valueOf(rs.getString("misfire")),
                OverlapPolicy.valueOf(rs.getString("overlap")),
                rs.getInt("enabled") == 1,
                rs.getLong("created_at"),
                rs.getLong("seen_until"),
                time(rs, "last_time"),
                time(rs, "last_fired"),
                Optional.ofNullable(rs.getString("last_campaign")),
                rs.getString("last_outcome"));
    }

    private static OptionalLong time(ResultSet rs, String column) throws SQLException {
        long time = rs.getLong(column);
        return rs.wasNull() ? OptionalLong.empty() : OptionalLong.of(time);
    }

    /** The settings of a schedule's campaigns, and where relative paths in them start from. */
    record Template(Map<String, Object> tree, String base) {}

    static Template template(Handle db, String name) {
        return db.createQuery("SELECT spec, base FROM schedule WHERE name = :name")
                .bind("name", name)
                .map((rs, context) -> new Template(Json.readTree(rs.getString("spec")), rs.getString("base")))
                .one();
    }

    static void enable(Handle db, String name, boolean enabled, long seenUntil) {
        db.createUpdate("UPDATE schedule SET enabled = :enabled, seen_until = :seen WHERE name = :name")
                .bind("enabled", enabled ? 1 : 0)
                .bind("seen", seenUntil)
                .bind("name", name)
                .execute();
    }

    static void seen(Handle db, String name, long until) {
        db.createUpdate("UPDATE schedule SET seen_until = :until WHERE name = :name")
                .bind("until", until)
                .bind("name", name)
                .execute();
    }

    /** Writes down what came of a turn. */
    static void outcome(Handle db, String name, long time, String outcome) {
        db.createUpdate("UPDATE schedule SET last_time = :time, last_outcome = :outcome WHERE name = :name")
                .bind("time", time)
                .bind("outcome", outcome)
                .bind("name", name)
                .execute();
    }

    /** Writes down that a turn has begun a campaign. */
    static void fired(Handle db, String name, String campaign, long now) {
        db.createUpdate("UPDATE schedule SET last_campaign = :campaign, last_fired = :now WHERE name = :name")
                .bind("campaign", campaign)
                .bind("now", now)
                .bind("name", name)
                .execute();
    }
}
