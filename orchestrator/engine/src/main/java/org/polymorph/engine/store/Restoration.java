package org.polymorph.engine.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.job.Sha256;
import org.polymorph.engine.store.BackupManifest.Table;
import org.polymorph.model.spi.ConfigurationException;

/**
 * Makes a data directory of a backup. All is built in a directory beside it, checked, and then given its name, so that whatever
 * dies on the way leaves the place as it was. What an earlier attempt has left there goes.
 */
public final class Restoration {
    private static final Pattern OBJECT = Pattern.compile("objects/([0-9a-f]{2})/([0-9a-f]{62})");
    private static final Pattern TABLE = Pattern.compile("[a-z_]+");

    /** Lies in a directory whose rows are not yet there. */
    private static final String MARK = "restoring";

    private final Path backup;
    private final Path target;
    private final boolean incomplete;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> present = new HashSet<>();

    /**
     * Names what is to be restored.
     *
     * @param incomplete whether to do it although something is missing or damaged
     */
    public Restoration(Path backup, Path target, boolean incomplete) {
        this.backup = backup;
        this.target = target.toAbsolutePath();
        this.incomplete = incomplete;
    }

    /**
     * What was restored.
     *
     * @param problems what is missing or damaged; empty unless that was allowed
     */
    public record Restored(long rows, int objects, String created, List<String> problems) {}

    /**
     * Restores rows and objects into a directory.
     *
     * @param url where the rows go; empty for a file in the directory
     * @throws ConfigurationException if the place is not empty, or the backup is damaged or of a newer version; it names all that
     *     is missing
     * @throws DirectoryInUseException if another process is restoring there
     */
    public Restored run(Optional<DatabaseUrl> url) {
        return restore(url.map(address -> new PostgresServer(address, System.getenv())));
    }

    Restored restore(Optional<? extends Backend> server) {
        try {
            requireFree();
            Path scratch = target.resolveSibling("." + target.getFileName() + ".restoring");
            try (DataDirectory held = DataDirectory.open(scratch)) {
                boolean done = false;
                try {
                    clear(held.path());
                    Restored restored = restore(held.path(), server);
                    done = true;
                    return restored;
                } finally {
                    if (!done && Files.exists(held.path())) {
                        Directories.delete(held.path());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(target + ": cannot be restored", e);
        }
    }

    private void requireFree() throws IOException {
        if (Files.isRegularFile(target.resolve(MARK))) {
            Directories.delete(target); // of an attempt that died before its rows were there
        }
        if (!Directories.isFree(target)) {
            throw new ConfigurationException(target + ": expected nothing there or an empty directory, found "
                    + (Files.isDirectory(target) ? "one with something in it" : "a file"));
        }
    }

    private static void clear(Path scratch) throws IOException {
        try (Stream<Path> entries = Files.list(scratch)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (!name.equals("lock") && !name.equals("holder")) {
                    Directories.delete(entry);
                }
            }
        }
    }

    private Restored restore(Path scratch, Optional<? extends Backend> server) throws IOException, SQLException {
        BackupManifest saved = unpack(scratch);
        checkTables(saved, scratch);
        BackupManifest manifest = saved.schema().equals(SchemaVersions.newest()) ? saved : upToDate(saved, scratch);
        Backend backend = server.isPresent() ? server.get() : SqliteFile.of(DataDirectory.database(scratch));
        try (Database database = Database.openForWriting(backend)) {
            load(database, manifest, scratch);
        }
        return new Restored(saved.rows(), present.size(), saved.created(), List.copyOf(problems));
    }

    /** Brings tables of an earlier version up to date, in a file of SQLite of their own. */
    private BackupManifest upToDate(BackupManifest saved, Path scratch) throws IOException, SQLException {
        if (SchemaVersions.isBefore(SchemaVersions.newest(), saved.schema())) {
            throw damaged(
                    "one of a later version, with tables of " + saved.schema() + ", not " + SchemaVersions.newest());
        }
        Path place = Files.createDirectory(scratch.resolve("earlier"));
        Backend file = SqliteFile.of(place.resolve("polymorph.db"));
        try (Database earlier = Database.openAt(file, saved.schema());
                Handle db = earlier.jdbi().open()) {
            db.begin();
            read(db, saved, scratch);
            db.commit();
        }
        List<Table> tables = new ArrayList<>();
        try (Database now = Database.openForWriting(file);
                Handle db = now.reading().open()) {
            for (String name : BackupTables.names(db)) {
                Path rows = file(scratch, name);
                tables.add(new Table(name, BackupTables.write(db, name, rows), Sha256.of(rows)));
            }
        }
        Directories.delete(place);
        return new BackupManifest(
                saved.format(), SchemaVersions.newest(), saved.created(), tables, saved.objects(), saved.missing());
    }

    private void read(Handle db, BackupManifest manifest, Path scratch) throws IOException, SQLException {
        List<String> known = BackupTables.names(db);
        for (Table table : manifest.tables()) {
            if (!known.contains(table.name())) {
                throw damaged("one with a table " + table.name() + ", which is not of version " + manifest.schema());
            }
            BackupTables.read(db, table.name(), file(scratch, table.name()));
        }
    }

    // unpacks the tables into files and the objects into their store
    private BackupManifest unpack(Path scratch) throws IOException {
        Files.createDirectory(scratch.resolve("tables"));
        ObjectStore objects = DataDirectory.objects(scratch);
        @Nullable BackupManifest manifest = null;
        try (InputStream file = new BufferedInputStream(Files.newInputStream(backup));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (manifest == null) {
                    manifest = manifest(entry, tar);
                } else {
                    unpack(entry.getName(), tar, manifest, objects, scratch);
                }
            }
        } catch (UncheckedIOException e) {
            tell(Objects.requireNonNull(e.getCause()), scratch);
        } catch (IOException e) {
            tell(e, scratch);
        }
        if (manifest == null) {
            throw damaged("a file that is none or a damaged one");
        }
        return manifest;
    }

    // an archive that ends early, or a header that is none
    private void tell(IOException failure, Path scratch) throws IOException {
        if (failure instanceof FileSystemException || DiskFull.isCauseOf(failure, scratch)) {
            throw failure;
        }
        problems.add("the file is damaged or ends early: " + failure.getMessage());
    }

    private BackupManifest manifest(TarArchiveEntry entry, InputStream content) throws IOException {
        if (!entry.getName().equals(BackupManifest.NAME)) {
            throw damaged("an archive of something else, beginning with " + entry.getName());
        }
        BackupManifest manifest =
                Json.read(new String(content.readAllBytes(), StandardCharsets.UTF_8), BackupManifest.class);
        if (manifest.format() != BackupManifest.FORMAT) {
            throw damaged("one of format " + manifest.format() + ", which this version does not know");
        }
        return manifest;
    }

    private void unpack(String name, InputStream content, BackupManifest manifest, ObjectStore objects, Path scratch)
            throws IOException {
        Matcher object = OBJECT.matcher(name);
        if (object.matches()) {
            String hash = object.group(1) + object.group(2);
            String found = objects.put(file -> Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING));
            if (found.equals(hash)) {
                present.add(hash);
            } else {
                problems.add("object " + hash + ": damaged, its content has the SHA-256 " + found);
            }
            return;
        }
        for (Table table : manifest.tables()) {
            if (table.entry().equals(name) && TABLE.matcher(table.name()).matches()) {
                Files.copy(content, file(scratch, table.name()));
            }
        }
    }

    private static Path file(Path scratch, String table) {
        return scratch.resolve("tables").resolve(table + ".jsonl");
    }

    private void checkTables(BackupManifest manifest, Path scratch) throws IOException {
        List<String> unusable = new ArrayList<>();
        for (Table table : manifest.tables()) {
            Path file = file(scratch, table.name());
            if (!Files.exists(file)) {
                unusable.add("table " + table.name() + ": missing");
            } else if (!Sha256.of(file).equals(table.sha256())) {
                unusable.add("table " + table.name() + ": damaged, its content has another SHA-256");
            }
        }
        if (!unusable.isEmpty()) {
            problems.addAll(unusable);
            throw refused();
        }
    }

    private void load(Database database, BackupManifest manifest, Path scratch) throws SQLException, IOException {
        try (Handle db = database.jdbi().open()) {
            db.begin();
            String filled = BackupTables.filled(db);
            if (!filled.isEmpty()) {
                throw new ConfigurationException(
                        database.place() + ": expected an empty database, found rows in the table " + filled);
            }
            read(db, manifest, scratch);
            for (String hash : BackupTables.references(db)) {
                if (!present.contains(hash) && problems.stream().noneMatch(problem -> problem.contains(hash))) {
                    String reason = manifest.missing().getOrDefault(hash, "");
                    problems.add("object " + hash + ": missing"
                            + (reason.isEmpty() ? "" : ", as when the backup was made: " + reason));
                }
            }
            if (!problems.isEmpty() && !incomplete) {
                throw refused();
            }
            Directories.delete(scratch.resolve("tables"));
            if (database.isShared()) {
                // the rows come last: without them the directory is a leftover
                Files.createFile(scratch.resolve(MARK));
                publish(scratch);
                db.commit();
                Files.delete(target.resolve(MARK));
            } else {
                db.commit();
            }
        }
        if (!database.isShared()) {
            database.close();
            publish(scratch);
        }
    }

    private void publish(Path scratch) throws IOException {
        Files.move(scratch, target, StandardCopyOption.ATOMIC_MOVE);
        Directories.sync(target.resolveSibling("."));
    }

    private ConfigurationException damaged(String found) {
        return new ConfigurationException(backup + ": expected a backup of Polymorph, found " + found);
    }

    private ConfigurationException refused() {
        return new ConfigurationException(
                problems.stream().map(problem -> backup + ": " + problem).toList());
    }
}
