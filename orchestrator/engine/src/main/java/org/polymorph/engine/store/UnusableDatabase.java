package org.polymorph.engine.store;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.polymorph.model.spi.ConfigurationException;

/** Tells people which database cannot be worked with, and why. */
final class UnusableDatabase {
    private UnusableDatabase() {}

    static ConfigurationException withoutTables(String place) {
        return problem(place, "one without its tables: another program's, or of an older version");
    }

    static ConfigurationException ofVersion(String place, String found) {
        String expected = SchemaVersions.newest();
        return problem(
                place,
                SchemaVersions.isBefore(found, expected)
                        ? "one of an older version (its tables are of " + found + ", not " + expected
                                + "); `run` or `daemon` brings it up to date"
                        : "one of a later version (its tables are of " + found + ", not " + expected + ")");
    }

    /** Returns what tells people of a failure, where the database is to blame; else the failure itself. */
    static RuntimeException explained(String place, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof ConfigurationException configuration) {
                return configuration;
            }
            if (cause instanceof SQLException && message.contains("SQLITE_NOTADB")) {
                return problem(place, "a file that is not a database");
            }
            if (cause instanceof SQLException && message.contains("SQLITE_CORRUPT")) {
                return problem(place, "a damaged one; bring back a copy");
            }
            if (cause instanceof IllegalArgumentException && message.startsWith("No enum constant")) {
                return problem(place, "a damaged one (" + message + "); bring back a copy");
            }
            String unreachable = cause instanceof SQLException sql ? unreachable(sql) : "";
            if (!unreachable.isEmpty()) {
                return new ConfigurationException(place + ": " + unreachable);
            }
            if (cause instanceof FlywayException && message.contains("non-empty schema")) {
                return problem(place, "one of another program; name another directory");
            }
            if (cause instanceof FlywayException && message.contains("Validate failed")) {
                return problem(
                        place,
                        "one of another version: " + message.lines().findFirst().orElse(message));
            }
        }
        return failure;
    }

    // by PostgreSQL's states; its messages hold names, but no password
    private static String unreachable(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String said = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return switch (state) {
            case "08001", "08004", "08006", "57P03", "53300" ->
                "expected a PostgreSQL server that can be reached, found: " + said;
            case "28000", "28P01" ->
                "expected a user that may log in (PGUSER; PGPASSWORD or ~/.pgpass), found: " + said;
            case "3D000" -> "expected a database that exists, found: " + said;
            case "42501" -> "expected a user that may make and change tables there, found: " + said;
            default -> "";
        };
    }

    private static ConfigurationException problem(String place, String found) {
        return new ConfigurationException(place + ": expected a database of this version of Polymorph, found " + found);
    }
}
