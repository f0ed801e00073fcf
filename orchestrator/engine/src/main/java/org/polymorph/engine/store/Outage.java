package org.polymorph.engine.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time for which one step waits for a server that does not answer. Not thread-safe. */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    /**
     * Of PostgreSQL, besides class 08 of connections: shut down by its administrator, after a crash, not yet up, too many
     * connections, a session ended as it was silent for too long. In each the session is gone and its transaction with it.
     */
    private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "53300", "25P03", "57P05");

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private final String place;
    private final Duration patience;
    private long began;
    private int failures;

    Outage(String place, Duration patience) {
        this.place = place;
        this.patience = patience;
    }

    /**
     * Waits before another attempt.
     *
     * @throws DatabaseAwayException if the server has been away for too long, or the thread is interrupted
     * @throws RuntimeException the failure itself if it is another one, or nobody wants to wait
     */
    void waitOrThrow(RuntimeException failure) {
        if (patience.isZero() || !isAway(failure)) {
            throw failure;
        }
        if (failures++ == 0) {
            began = System.nanoTime();
            LOG.warn("{} does not answer, it is waited for: {}", place, reason(failure));
        }
        if (System.nanoTime() - began >= patience.toNanos()) {
            throw new DatabaseAwayException(
                    place + ": expected a PostgreSQL server that answers within " + patience.toSeconds() + " s, found: "
                            + reason(failure),
                    failure);
        }
        try {
            Thread.sleep(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseAwayException(place + ": interrupted while its server did not answer", failure);
        }
    }

    /** Notes that the server has answered. */
    void over() {
        if (failures > 0) {
            LOG.info("{} answers again", place);
            failures = 0;
        }
    }

    /** Returns whether a failure says that the server cannot be reached, and nothing of what it was asked. */
    static boolean isAway(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = String.valueOf(sql.getSQLState());
                // a pool without a free connection has no state of its own
                return state.startsWith("08")
                        || AWAY.contains(state)
                        || (sql instanceof SQLTransientConnectionException && sql.getSQLState() == null);
            }
        }
        return false;
    }

    // the driver's words name the address, and no password
    private static String reason(Throwable failure) {
        String reason = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException && cause.getMessage() != null) {
                reason = cause.getMessage().lines().findFirst().orElse("");
            }
        }
        return reason;
    }
}
