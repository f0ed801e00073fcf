package org.polymorph.engine.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The five characters by which PostgreSQL tells what kind of failure it was. */
final class PostgresState {
    private PostgresState() {}

    /** Returns the state of the first failure of the server or the driver behind an exception; empty if there is none. */
    static String of(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }
}
