package org.polymorph.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * What a person should know of, and how far each receiver was told. Alerts of campaigns are written together with what they tell
 * of; a receiver is told in their order, from a position that is written down after each delivery, so that a kill repeats the one
 * under way and loses none. Thread-safe.
 */
public final class AlertBook {
    private final Access jdbi;
    private final Access reading;
    private final Clock clock;

    public AlertBook(Database database, Clock clock) {
        this.jdbi = database.jdbi();
        this.reading = database.reading();
        this.clock = clock;
    }

    /**
     * An alert that is to be delivered.
     *
     * @param seq its place in the order
     */
    public record Due(long seq, Alert alert) {}

    /**
     * An alert as lists show it.
     *
     * @param ended when what it tells of was over; empty while it lasts
     */
    public record Listed(Alert alert, Optional<Instant> ended) {}

    /**
     * How far a receiver was told.
     *
     * @param waiting alerts that it was not told of yet, or that are not for it
     * @param failures attempts in a row that failed
     * @param nextAt no attempt before
     * @param problem what was wrong with the last attempt; empty where nothing was
     */
    public record Receiver(String name, long position, long waiting, int failures, Instant nextAt, String problem) {}

    /** Writes down what lasts until {@link #end}; what stands already, or was over only a while ago, is not told again. */
    public void raise(Alert alert) {
        jdbi.useTransaction(db -> AlertTable.raise(db, alert));
    }

    /** Writes down what has happened, and does not last. */
    public void tell(Alert alert) {
        jdbi.useTransaction(db -> AlertTable.tell(db, alert));
    }

    /** Notes that what a subject tells of is over. */
    public void end(String subject) {
        jdbi.useTransaction(db -> AlertTable.end(db, subject, clock.millis()));
    }

    /** Returns the subjects that stand and begin so. */
    public Set<String> standing(String beginning) {
        return reading.withHandle(db -> new TreeSet<>(db.createQuery(
                        "SELECT subject FROM alert WHERE ended_at IS NULL AND subject >= :from AND subject < :to")
                .bind("from", beginning)
                .bind("to", beginning + "~")
                .mapTo(String.class)
                .list()));
    }

    /** Returns alerts, those that last first, then the newest first. */
    public List<Listed> newest(int limit) {
        return reading.withHandle(db -> db.createQuery(
                        "SELECT * FROM alert ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, seq DESC LIMIT :limit")
                .bind("limit", limit)
                .map((rs, context) -> AlertTable.row(rs))
                .map(row -> new Listed(row.alert(), row.endedAt().map(Instant::ofEpochMilli)))
                .list());
    }

    /** Writes down a receiver that is new: it is told of what happens from now on. */
    public void admit(String receiver) {
        jdbi.useTransaction(db -> {
            if (find(db, receiver).isEmpty()) {
                db.createUpdate("INSERT INTO alert_receiver (name, position, failures, next_at, problem)"
                                + " VALUES (:name, (SELECT COALESCE(MAX(seq), 0) FROM alert), 0, 0, '')")
                        .bind("name", receiver)
                        .execute();
            }
        });
    }

    /** Returns all receivers that there ever were, by name. */
    public List<Receiver> receivers() {
        return reading.withHandle(db ->
                select(db, "ORDER BY name").map((rs, context) -> receiver(rs)).list());
    }

    private static Optional<Receiver> find(Handle db, String name) {
        return select(db, "WHERE name = :name")
                .bind("name", name)
                .map((rs, context) -> receiver(rs))
                .findOne();
    }

    private static org.jdbi.v3.core.statement.Query select(Handle db, String rest) {
        return db.createQuery(
                "SELECT alert_receiver.*, (SELECT COUNT(*) FROM alert WHERE seq > position) AS waiting FROM alert_receiver "
                        + rest);
    }

    private static Receiver receiver(ResultSet rs) throws SQLException {
        return new Receiver(
                rs.getString("name"),
                rs.getLong("position"),
                rs.getLong("waiting"),
                rs.getInt("failures"),
                Instant.ofEpochMilli(rs.getLong("next_at")),
                rs.getString("problem"));
    }

    /** Returns how far an admitted receiver was told. */
    public Receiver receiver(String name) {
        return reading.withHandle(db ->
                find(db, name).orElseThrow(() -> new IllegalArgumentException("no receiver " + name + " is admitted")));
    }

    /** Returns the next alert of some kinds behind a receiver's position; empty where there is none. */
    public Optional<Due> due(Receiver receiver, Set<AlertKind> kinds) {
        List<String> names = kinds.stream().map(Enum::name).sorted().toList();
        return reading.withHandle(db -> db.createQuery(
                        "SELECT * FROM alert WHERE seq > :position AND kind IN (<kinds>) ORDER BY seq LIMIT 1")
                .bindList("kinds", names)
                .bind("position", receiver.position())
                .map((rs, context) -> AlertTable.row(rs))
                .map(row -> new Due(row.seq(), row.alert()))
                .findOne());
    }

    /** Notes that a receiver has taken an alert. */
    public void delivered(String receiver, Due due) {
        move(receiver, due.seq(), 0, Instant.EPOCH, "");
    }

    /**
     * Notes that a receiver did not take its next alert.
     *
     * @param before how far it was told
     * @param next when it is tried again
     * @param problem in words, without any secret
     */
    public void failed(Receiver before, Instant next, String problem) {
        move(before.name(), before.position(), before.failures() + 1, next, problem);
    }

    private void move(String receiver, long position, int failures, Instant next, String problem) {
        jdbi.useTransaction(db -> db.createUpdate("UPDATE alert_receiver SET position = :position,"
                        + " failures = :failures, next_at = :next, problem = :problem WHERE name = :name")
                .bind("name", receiver)
                .bind("position", position)
                .bind("failures", failures)
                .bind("next", next.toEpochMilli())
                .bind("problem", problem)
                .execute());
    }
}
