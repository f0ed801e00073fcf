package org.polymorph.daemon.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * Which Polymorph this is, as its build wrote it down.
 *
 * @param commit of git, abbreviated; empty where it was built without git, as are the next two
 * @param time of that commit, ISO 8601, UTC
 * @param modified whether files differed from the commit
 */
record BuildInformation(String version, Optional<String> commit, Optional<String> time, Optional<Boolean> modified) {

    /** Reads it from the class path. */
    static BuildInformation ofThis() {
        Properties properties = new Properties();
        try (InputStream in = BuildInformation.class.getResourceAsStream("/org/polymorph/daemon/build.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(properties);
    }

    static BuildInformation of(Properties properties) {
        return new BuildInformation(
                value(properties, "version").orElse("(run from class files)"),
                value(properties, "commit"),
                value(properties, "time"),
                value(properties, "modified").map(Boolean::valueOf));
    }

    private static Optional<String> value(Properties properties, String key) {
        return Optional.ofNullable(properties.getProperty(key));
    }

    /** Returns the version, the commit and the Java in one line. */
    String line() {
        StringBuilder line = new StringBuilder("polymorph ").append(version).append(" (");
        commit.ifPresent(id -> {
            line.append("commit ").append(id);
            time.ifPresent(at -> line.append(" of ").append(at));
            line.append(modified.orElse(false) ? ", modified; " : "; ");
        });
        return line.append("Java ")
                .append(System.getProperty("java.version"))
                .append(')')
                .toString();
    }
}
