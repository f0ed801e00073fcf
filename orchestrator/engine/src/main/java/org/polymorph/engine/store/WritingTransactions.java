package org.polymorph.engine.store;

import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions of PostgreSQL that write. They lock the rows that they are about ({@link Backend#FOR_UPDATE}); one that lost
 * against another is run again from its beginning, so that it must do nothing but what the transaction undoes. Before its commit
 * each passes the {@link Fence}.
 */
final class WritingTransactions extends DelegatingTransactionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WritingTransactions.class);

    /**
     * Serialization failure, deadlock, and a key that another has written between the look and the insertion: of the next number
     * of a list, or of what is written once.
     */
    private static final Set<String> LOST_AGAINST_ANOTHER = Set.of("40001", "40P01", "23505");

    private static final int MOST_ATTEMPTS = 10;
    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final Fence fence;

    WritingTransactions(Fence fence) {
        this(LocalTransactionHandler.binding(), fence);
    }

    private WritingTransactions(TransactionHandler delegate, Fence fence) {
        super(delegate);
        this.fence = fence;
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
        return new WritingTransactions(getDelegate().specialize(handle), fence);
    }

    @Override
    public void begin(Handle handle) {
        super.begin(handle);
        String sign = fence.sign();
        handle.execute(
                "SET TRANSACTION READ WRITE" + (sign.isEmpty() ? "" : "; SET LOCAL application_name = '" + sign + "'"));
        handle.define(Backend.FOR_UPDATE, "FOR UPDATE");
    }

    @Override
    public void commit(Handle handle) {
        fence.check(handle);
        CommitReceipt receipt = CommitReceipt.take(handle);
        try {
            super.commit(handle);
        } catch (RuntimeException e) {
            throw Outage.isAway(e) ? new UnknownCommitException(receipt, e) : e;
        }
        handle.define(Backend.FOR_UPDATE, "");
    }

    @Override
    public void rollback(Handle handle) {
        super.rollback(handle);
        handle.define(Backend.FOR_UPDATE, "");
    }

    @Override
    public <R, X extends Exception> R inTransaction(Handle handle, HandleCallback<R, X> callback) throws X {
        return repeating(() -> super.inTransaction(handle, callback));
    }

    @Override
    public <R, X extends Exception> R inTransaction(
            Handle handle, TransactionIsolationLevel level, HandleCallback<R, X> callback) throws X {
        return repeating(() -> super.inTransaction(handle, level, callback));
    }

    @FunctionalInterface
    private interface Attempt<R, X extends Exception> {
        R run() throws X;
    }

    private static <R, X extends Exception> R repeating(Attempt<R, X> attempt) throws X {
        for (int made = 1; ; made++) {
            try {
                return attempt.run();
            } catch (RuntimeException e) {
                if (made == MOST_ATTEMPTS || !LOST_AGAINST_ANOTHER.contains(PostgresState.of(e))) {
                    throw e;
                }
                LOG.debug("attempt {} at a transaction lost against another", made, e);
                pause(made);
            }
        }
    }

    private static void pause(int made) {
        try {
            Thread.sleep(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << made));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two attempts at a transaction", e);
        }
    }
}
