package org.polymorph.engine.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

/** Knows a full disk behind the many exceptions that it shows itself in. */
public final class DiskFull {
    private static final long TINY = 64 * 1024;
    private static final Set<String> WORDS = Set.of("no space left", "disk is full", "sqlite_full", "quota exceeded");

    private DiskFull() {}

    /** Returns whether a message speaks of a full disk or quota. */
    static boolean isSaidIn(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(lower::contains);
    }

    /** Returns whether a failure to write came of a full disk or quota under a directory. */
    public static boolean isCauseOf(Throwable failure, Path directory) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof SQLException) {
                long room = directory.toFile().getUsableSpace();
                // the system's words may be in another language
                if (isSaidIn(String.valueOf(cause.getMessage()))
                        || (directory.toFile().exists() && room < TINY)) {
                    return true;
                }
            }
        }
        return false;
    }
}
