package org.polymorph.daemon.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.DatabaseUrl;
import picocli.CommandLine.Option;

/** Where campaigns lie: in a directory, and their rows there or with a server. */
final class DataOptions {
    @Option(
            names = {"--data", "--dir"},
            paramLabel = "DIR",
            description = "Directory of the campaigns' data; by default where the campaign is found, else"
                    + " polymorph-data/daemon.")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "Where the rows lie if not in DIR: jdbc:postgresql://HOST/NAME. The user comes from PGUSER, the"
                            + " password from PGPASSWORD or ~/.pgpass.")
    private Optional<String> database = Optional.empty();

    /** Returns the directory where one was named. */
    Optional<Path> named() {
        return directory;
    }

    /** Returns the directory, by default the daemon's. */
    Path directory() {
        return directory.orElse(CampaignDirectory.DAEMON);
    }

    /**
     * Returns the server that the rows lie with.
     *
     * @throws org.polymorph.model.spi.ConfigurationException if it is none of PostgreSQL, or a secret stands in it
     */
    Optional<DatabaseUrl> server() {
        return database.map(DatabaseUrl::parse);
    }

    /** Opens the database for writing, making it as needed. */
    Database open() {
        Optional<DatabaseUrl> server = server();
        if (server.isPresent()) {
            return Database.open(server.get());
        }
        try {
            Files.createDirectories(directory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Database.open(DataDirectory.database(directory()));
    }
}
