package org.polymorph.engine.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** The table lease, in PostgreSQL. Time is what the clock of the server shows. Every method runs in the caller's transaction. */
final class LeaseTable {
    private static final String NAME = "campaigns";
    private static final String NOW = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

    private static final long CLOCK_STEP_MILLIS = 1000;

    /** A process that is stopped between the check and the commit keeps others from taking the lease no longer than that. */
    private static final String LONGEST_COMMIT = "SET LOCAL idle_in_transaction_session_timeout = 5000";

    private LeaseTable() {}

    /** Takes the lease if nobody has it and nobody is committing under it at this moment, and returns its new token. */
    static OptionalLong take(Handle db, String host, long pid, Duration duration) {
        boolean free = db.createQuery("SELECT token FROM lease WHERE name = :name FOR UPDATE SKIP LOCKED")
                .bind("name", NAME)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
        if (!free) {
            return OptionalLong.empty();
        }
        // a clock that was put back must not make a lease longer than it was given
        db.createUpdate("UPDATE lease SET expires = " + NOW + " + duration WHERE name = :name AND expires - duration > "
                        + NOW + " + " + CLOCK_STEP_MILLIS)
                .bind("name", NAME)
                .execute();
        return db.createQuery("UPDATE lease SET token = token + 1, host = :host, pid = :pid, since = " + NOW
                        + ", expires = " + NOW
                        + " + :duration, duration = :duration WHERE name = :name AND (host IS NULL"
                        + " OR expires <= " + NOW + ") RETURNING token")
                .bind("host", host)
                .bind("pid", pid)
                .bind("duration", duration.toMillis())
                .bind("name", NAME)
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** Returns what sessions are called while they write under a token. */
    static String sign(long token) {
        return "polymorph lease " + token;
    }

    /**
     * Ends the sessions that earlier holders have in the midst of a transaction: a process that is stopped would keep its rows
     * locked. Sessions of another user stay, if the server says so, until the server ends them itself.
     */
    static void endEarlier(Handle db, long token) {
        var unused = db.createQuery("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                        + " current_database() AND usename = current_user AND application_name LIKE :signs"
                        + " AND application_name <> :sign")
                .bind("signs", sign(0).replace("0", "%"))
                .bind("sign", sign(token))
                .mapTo(Boolean.class)
                .list();
    }

    /** Renews a lease, also one that has ended if nobody has taken it since; false if somebody has. */
    static boolean renew(Handle db, long token) {
        return db.createUpdate("UPDATE lease SET expires = " + NOW + " + duration"
                                + " WHERE name = :name AND token = :token AND host IS NOT NULL")
                        .bind("name", NAME)
                        .bind("token", token)
                        .execute()
                == 1;
    }

    /** Gives a lease back if it is still held. */
    static void release(Handle db, long token) {
        db.createUpdate("UPDATE lease SET host = NULL, pid = NULL, expires = 0 WHERE name = :name AND token = :token")
                .bind("name", NAME)
                .bind("token", token)
                .execute();
    }

    /** Returns whether a token is the one in force, and has it stay so until the transaction has ended. */
    static boolean holds(Handle db, long token) {
        db.execute(LONGEST_COMMIT);
        return db.createQuery("SELECT token FROM lease WHERE name = :name AND host IS NOT NULL FOR SHARE")
                .bind("name", NAME)
                .mapTo(Long.class)
                .findOne()
                .filter(found -> found == token)
                .isPresent();
    }

    /** Returns who holds the lease. */
    static Optional<LeaseHolder> holder(Handle db) {
        return db.createQuery("SELECT host, pid, since, token, expires - " + NOW + " AS remaining FROM lease"
                        + " WHERE name = :name AND host IS NOT NULL")
                .bind("name", NAME)
                .map((rs, context) -> new LeaseHolder(
                        rs.getString("host"),
                        rs.getLong("pid"),
                        Instant.ofEpochMilli(rs.getLong("since")),
                        rs.getLong("token"),
                        Duration.ofMillis(rs.getLong("remaining"))))
                .findOne();
    }
}
