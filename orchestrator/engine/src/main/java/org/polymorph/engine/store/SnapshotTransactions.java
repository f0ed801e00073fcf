package org.polymorph.engine.store;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionHandler;

/** Transactions of PostgreSQL that see one state of the whole database, wait for nobody and write nothing. */
final class SnapshotTransactions extends DelegatingTransactionHandler {
    SnapshotTransactions() {
        this(LocalTransactionHandler.binding());
    }

    private SnapshotTransactions(TransactionHandler delegate) {
        super(delegate);
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
        return new SnapshotTransactions(getDelegate().specialize(handle));
    }

    @Override
    public void begin(Handle handle) {
        super.begin(handle);
        handle.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }
}
