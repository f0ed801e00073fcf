package org.polymorph.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what happened in one campaign or in all of a database, a few events at a time. Thread-safe. */
public final class EventLists {
    private static final String SELECT = "SELECT seq, campaign, at, kind, round, detail FROM event";

    private final Access jdbi;

    public EventLists(Database database) {
        this.jdbi = database.reading();
    }

    /** An event and the campaign that it belongs to. */
    public record Row(String campaign, LoggedEvent event) {
        public Cursor cursor() {
            return new Cursor(event.at(), event.seq(), campaign);
        }
    }

    /**
     * A place in the row of events: behind the event with this number. Events are ordered by time, campaign and number.
     *
     * @param at milliseconds since 1970-01-01 UTC
     * @param campaign empty for the place before all events
     */
    public record Cursor(long at, long seq, String campaign) {
        /** Before all events. */
        public static final Cursor START = new Cursor(-1, 0, "");

        private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\.(\\d{1,12})\\.([A-Za-z0-9_-]{1,64})");

        /**
         * Reads what {@link #toString} writes.
         *
         * @throws IllegalArgumentException if it is no such text
         */
        public static Cursor parse(String text) {
            if (text.equals("0")) {
                return START;
            }
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "expected 0 or the cursor of an event, such as 1795655855693.28.si8, found \"" + text + "\"");
            }
            return new Cursor(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3));
        }

        @Override
        public String toString() {
            return campaign.isEmpty() ? "0" : at + "." + seq + "." + campaign;
        }
    }

    /** Returns the events behind a cursor, oldest first, of one campaign or of all. */
    public List<Row> after(Cursor cursor, Optional<String> campaign, int limit) {
        if (campaign.isPresent()) {
            // the numbers of a campaign are in the order of its events, whatever the clock did
            boolean own = cursor.campaign().equals(campaign.get());
            return jdbi.withHandle(db -> db.createQuery(SELECT
                            + " WHERE campaign = :campaign AND seq > :seq AND at >= :at" + " ORDER BY seq LIMIT :limit")
                    .bind("campaign", campaign.get())
                    .bind("seq", own ? cursor.seq() : 0)
                    .bind("at", own ? Long.MIN_VALUE : cursor.at())
                    .bind("limit", limit)
                    .map((rs, context) -> row(rs))
                    .list());
        }
        return jdbi.withHandle(db -> db.createQuery(SELECT + " WHERE at > :at OR (at = :at AND (campaign > :campaign"
                        + " OR (campaign = :campaign AND seq > :seq))) ORDER BY at, campaign, seq LIMIT :limit")
                .bind("at", cursor.at())
                .bind("campaign", cursor.campaign())
                .bind("seq", cursor.seq())
                .bind("limit", limit)
                .map((rs, context) -> row(rs))
                .list());
    }

    /** Returns the events from a time on, oldest first, of all campaigns. */
    public List<Row> since(Instant time, int limit) {
        return jdbi.withHandle(db -> db.createQuery(SELECT + " WHERE at >= :at ORDER BY at, campaign, seq LIMIT :limit")
                .bind("at", time.toEpochMilli())
                .bind("limit", limit)
                .map((rs, context) -> row(rs))
                .list());
    }

    /** Returns the place behind everything that has happened. */
    public Cursor end(Optional<String> campaign) {
        return jdbi.withHandle(db -> db.createQuery(SELECT
                                + (campaign.isPresent()
                                        ? " WHERE campaign = :campaign ORDER BY seq DESC"
                                        : " ORDER BY at DESC, campaign DESC, seq DESC")
                                + " LIMIT 1")
                        .bindMap(campaign.<java.util.Map<String, ?>>map(name -> java.util.Map.of("campaign", name))
                                .orElse(java.util.Map.of()))
                        .map((rs, context) -> row(rs).cursor())
                        .findOne())
                .orElse(Cursor.START);
    }

    private static Row row(ResultSet rs) throws SQLException {
        return new Row(
                rs.getString("campaign"),
                new LoggedEvent(
                        rs.getLong("seq"),
                        rs.getLong("at"),
                        rs.getString("kind"),
                        rs.getInt("round"),
                        rs.getString("detail")));
    }
}
