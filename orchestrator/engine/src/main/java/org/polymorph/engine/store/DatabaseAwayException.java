package org.polymorph.engine.store;

/** The server of a database has not answered for longer than anybody waits. What is in the database is as it was. */
public final class DatabaseAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
