package org.polymorph.engine.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * By what a server is asked later whether it has committed a transaction.
 *
 * @param number of the transaction; empty where it has written nothing
 * @param timeline of the server's log: another server that took its place may have given the number to another transaction
 */
record CommitReceipt(Optional<Long> number, String timeline) {
    private static final String TIMELINE = "substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8)";
    private static final String IN_PROGRESS = "in progress";
    private static final int MOST_LOOKS = 300;
    private static final long PAUSE_MILLIS = 200;

    /** Takes the receipt of a transaction that is about to be committed. */
    static CommitReceipt take(Handle db) {
        return db.createQuery("SELECT txid_current_if_assigned() AS number, " + TIMELINE + " AS timeline")
                .map((rs, context) -> new CommitReceipt(
                        Optional.ofNullable(rs.getObject("number", Long.class)), rs.getString("timeline")))
                .one();
    }

    /**
     * Returns whether the transaction was committed; if not, nothing of it has happened or will.
     *
     * @param place what people know the database by
     * @throws DatabaseAwayException if nobody can tell
     */
    boolean isCommitted(Handle db, String place) {
        if (number.isEmpty()) {
            return false;
        }
        String now = db.createQuery("SELECT " + TIMELINE).mapTo(String.class).one();
        String status = now.equals(timeline) ? status(db, number.get()) : "of a server that another has replaced";
        return switch (status) {
            case "committed" -> true;
            case "aborted" -> false;
            default ->
                throw new DatabaseAwayException(
                        place + ": the server went away during a commit, and whether that was done is not known ("
                                + status + "); nothing was done again",
                        new IllegalStateException("transaction " + number.get() + " is " + status));
        };
    }

    // the session that is gone may still be at it
    private static String status(Handle db, long number) {
        String status = IN_PROGRESS;
        for (int look = 0; look < MOST_LOOKS && status.equals(IN_PROGRESS); look++) {
            if (look > 0) {
                pause();
            }
            status = db.createQuery("SELECT COALESCE(txid_status(:number), 'too long ago')")
                    .bind("number", number)
                    .mapTo(String.class)
                    .one();
        }
        return status;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a commit was in doubt", e);
        }
    }
}
