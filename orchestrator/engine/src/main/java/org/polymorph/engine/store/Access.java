package org.polymorph.engine.store;

import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Access to the rows of a database. Where its server does not answer, a step waits and is done again from its beginning, so that it
 * must do nothing but what a transaction undoes: what was not committed has not happened. Where the server went away during a
 * commit, it is asked what became of the transaction before anything is done again. Thread-safe.
 */
final class Access {
    private final Jdbi jdbi;
    private final String place;
    private final Duration patience;

    /**
     * Makes access that waits.
     *
     * @param place what people know the database by
     * @param patience how long a step waits for the server in all; zero to fail at once
     */
    Access(Jdbi jdbi, String place, Duration patience) {
        this.jdbi = jdbi;
        this.place = place;
        this.patience = patience;
    }

    /** Returns the same access with another patience. */
    Access waiting(Duration other) {
        return new Access(jdbi, place, other);
    }

    /** Opens a session that is closed by the caller and does not survive the server. */
    Handle open() {
        return jdbi.open();
    }

    /** Runs a transaction and returns what it returns. */
    <R, X extends Exception> R inTransaction(HandleCallback<R, X> callback) throws X {
        Outage outage = new Outage(place, patience);
        while (true) {
            Work<R, X> work = new Work<>(callback);
            try {
                R result = jdbi.inTransaction(work);
                outage.over();
                return result;
            } catch (UnknownCommitException e) {
                outage.waitOrThrow(e);
                if (isCommitted(e.receipt(), outage)) {
                    return work.result();
                }
            } catch (RuntimeException e) {
                outage.waitOrThrow(e);
            }
        }
    }

    /** Runs a transaction. */
    <X extends Exception> void useTransaction(HandleConsumer<X> callback) throws X {
        inTransaction(callback.asCallback());
    }

    /** Asks something that writes nothing, and returns the answer. */
    <R, X extends Exception> R withHandle(HandleCallback<R, X> callback) throws X {
        Outage outage = new Outage(place, patience);
        while (true) {
            try {
                R result = jdbi.withHandle(callback);
                outage.over();
                return result;
            } catch (RuntimeException e) {
                outage.waitOrThrow(e);
            }
        }
    }

    /** Does something that is no transaction of this program, once. */
    <X extends Exception> void useHandle(HandleConsumer<X> callback) throws X {
        jdbi.useHandle(callback);
    }

    private boolean isCommitted(CommitReceipt receipt, Outage outage) {
        while (true) {
            try {
                boolean committed = jdbi.withHandle(db -> receipt.isCommitted(db, place));
                outage.over();
                return committed;
            } catch (RuntimeException e) {
                outage.waitOrThrow(e);
            }
        }
    }

    // keeps what the transaction returns, which is lost with its commit's answer
    private static final class Work<R, X extends Exception> implements HandleCallback<R, X> {
        private final HandleCallback<R, X> callback;
        private @Nullable R result;

        Work(HandleCallback<R, X> callback) {
            this.callback = callback;
        }

        @Override
        public R withHandle(Handle handle) throws X {
            R returned = callback.withHandle(handle);
            result = returned;
            return returned;
        }

        // null where the transaction itself returns it
        @SuppressWarnings("NullAway")
        R result() {
            return result;
        }
    }
}
