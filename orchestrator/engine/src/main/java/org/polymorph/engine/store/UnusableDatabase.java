package org.polymorph.engine.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.polymorph.model.spi.ConfigurationException;

/** Tells people which database file cannot be worked with, and why. */
final class UnusableDatabase {
    private UnusableDatabase() {}

    static ConfigurationException withoutTables(Path file) {
        return problem(file, "one without its tables: another program's, or of an older version");
    }

    /** Returns what tells people of a failure, where the file is to blame; else the failure itself. */
    static RuntimeException explained(Path file, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof ConfigurationException configuration) {
                return configuration;
            }
            if (cause instanceof SQLException && message.contains("SQLITE_NOTADB")) {
                return problem(file, "a file that is not a database");
            }
            if (cause instanceof SQLException && message.contains("SQLITE_CORRUPT")) {
                return problem(file, "a damaged one; bring back a copy");
            }
            if (cause instanceof IllegalArgumentException && message.startsWith("No enum constant")) {
                return problem(file, "a damaged one (" + message + "); bring back a copy");
            }
            if (cause instanceof FlywayException && message.contains("non-empty schema")) {
                return problem(file, "one of another program; name another directory");
            }
            if (cause instanceof FlywayException && message.contains("Validate failed")) {
                return problem(
                        file,
                        "one of another version: " + message.lines().findFirst().orElse(message));
            }
        }
        return failure;
    }

    private static ConfigurationException problem(Path file, String found) {
        return new ConfigurationException(file + ": expected a database of this version of Polymorph, found " + found);
    }
}
