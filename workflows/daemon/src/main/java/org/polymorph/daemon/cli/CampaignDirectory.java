package org.polymorph.daemon.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CampaignTables;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.DatabaseUrl;

/** A campaign found on the disk, open for reading. */
final class CampaignDirectory implements AutoCloseable {
    /** Where campaigns lie if nobody says otherwise: one directory each. */
    static final Path DEFAULT_ROOT = Path.of("polymorph-data");

    /** Where the daemon's campaigns lie if nobody says otherwise. */
    static final Path DAEMON = DEFAULT_ROOT.resolve("daemon");

    private final Path path;
    private final String campaign;
    private final Database database;

    private CampaignDirectory(Path path, String campaign, Database database) {
        this.path = path;
        this.campaign = campaign;
        this.database = database;
    }

    /** Returns the default directory of a campaign. */
    static Path of(String campaign) {
        return DEFAULT_ROOT.resolve(campaign);
    }

    /**
     * Opens a campaign by its name, by where it lies, or the only one there is.
     *
     * @throws UsageException if there is none, or it is not clear which is meant
     */
    static CampaignDirectory open(Optional<String> id, DataOptions data) {
        return open(id, data, CampaignDirectory::openReadOnly);
    }

    /**
     * Opens a campaign to ask something of it, also while another process works on it.
     *
     * @throws UsageException if there is none, or it is not clear which is meant
     */
    static CampaignDirectory openForWishes(Optional<String> id, DataOptions data) {
        return open(id, data, CampaignDirectory::openForWishes);
    }

    /**
     * Opens the rows that belong to a directory.
     *
     * @throws UsageException if they do not lie with a server and there are none in it
     */
    static Database openReadOnly(Path path, Optional<DatabaseUrl> server) {
        return server.map(Database::openReadOnly)
                .orElseGet(() -> Database.openReadOnly(DataDirectory.database(existing(path))));
    }

    /**
     * Opens the rows that belong to a directory to add a wish.
     *
     * @throws UsageException if they do not lie with a server and there are none in it
     */
    static Database openForWishes(Path path, Optional<DatabaseUrl> server) {
        return server.map(Database::open).orElseGet(() -> Database.open(DataDirectory.database(existing(path))));
    }

    private static Path existing(Path path) {
        if (!DataDirectory.holdsCampaign(path)) {
            throw new UsageException(path + ": expected the directory of a campaign, found "
                    + (Files.exists(path) ? "none in it" : "nothing") + known());
        }
        return path;
    }

    private static CampaignDirectory open(
            Optional<String> id, DataOptions data, BiFunction<Path, Optional<DatabaseUrl>, Database> opening) {
        Optional<DatabaseUrl> server = data.server();
        Path path = server.isPresent()
                ? data.directory()
                : data.named().orElseGet(() -> id.map(CampaignDirectory::find).orElseGet(CampaignDirectory::only));
        Database database = opening.apply(path, server);
        String place = server.map(DatabaseUrl::toString).orElse(path.toString());
        List<String> campaigns = CampaignReader.campaigns(database);
        if (id.isEmpty() && campaigns.size() > 1) {
            database.close();
            throw new UsageException(
                    place + ": expected the name of a campaign; known: " + String.join(", ", campaigns));
        }
        String name = id.orElseGet(() -> campaigns.isEmpty() ? "" : campaigns.get(0));
        if (!campaigns.contains(name)) {
            database.close();
            throw new UsageException(place + ": expected the campaign " + (name.isEmpty() ? "to be begun" : name)
                    + ", found " + (campaigns.isEmpty() ? "none" : String.join(", ", campaigns)));
        }
        return new CampaignDirectory(path, name, database);
    }

    // a directory of its own, or one that it shares with others
    private static Path find(String campaign) {
        Path own = of(campaign);
        if (DataDirectory.holdsCampaign(own)) {
            return own;
        }
        for (Path path : all()) {
            try (Database database = Database.openReadOnly(DataDirectory.database(path))) {
                if (CampaignReader.campaigns(database).contains(campaign)) {
                    return path;
                }
            }
        }
        return own;
    }

    private static Path only() {
        List<Path> all = all();
        if (all.size() != 1) {
            throw new UsageException("expected the name of a campaign or --dir DIR" + known());
        }
        return all.get(0);
    }

    private static String known() {
        List<Path> all = all();
        return all.isEmpty()
                ? "; there are no campaigns in " + DEFAULT_ROOT
                : "; known in " + DEFAULT_ROOT + ": "
                        + String.join(
                                ", ",
                                all.stream()
                                        .map(path -> path.getFileName().toString())
                                        .toList());
    }

    /** Lists the directories under the default root that hold a campaign. */
    static List<Path> all() {
        if (!Files.isDirectory(DEFAULT_ROOT)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(DEFAULT_ROOT)) {
            return entries.filter(DataDirectory::holdsCampaign).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    String campaign() {
        return campaign;
    }

    CampaignControl control() {
        return new CampaignControl(database, Clock.systemUTC());
    }

    /** Writes all tables of the campaign into a directory and returns the names of the files. */
    List<String> writeTables(Path files) {
        return CampaignTables.write(database, campaign, files);
    }

    CampaignReader reader() {
        return CampaignReader.of(campaign, database, path);
    }

    @Override
    public void close() {
        database.close();
    }
}
