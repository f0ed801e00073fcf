package org.polymorph.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.job.Sha256;
import org.polymorph.engine.store.BackupManifest.Table;

/**
 * Saves all rows of a database as they were at one moment, and the objects that they refer to, in one file. Others may write to
 * the database meanwhile: objects are never changed or taken away, so those of that moment are there. The file is the same for
 * every kind of database, and appears under its name when it is whole.
 */
public final class Backup {
    private final Path directory;
    private final Clock clock;

    /** Saves from a data directory. */
    public Backup(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * What was saved.
     *
     * @param bytes size of the file
     * @param missing objects that rows refer to but that are not there or have changed, with the reason
     */
    public record Saved(long rows, int objects, long bytes, Map<String, String> missing) {}

    /**
     * Saves a database to a file.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public Saved write(Database database, Path target) {
        Path parent = target.toAbsolutePath().getParent();
        try {
            Path scratch = Files.createTempDirectory(parent, ".polymorph-backup");
            try {
                return database.isShared() ? write(database, scratch, target) : writeCopy(database, scratch, target);
            } finally {
                Directories.delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // a long look would keep writers of a file on a network file system waiting: a copy is made in little time
    private Saved writeCopy(Database database, Path scratch, Path target) {
        Path copy = scratch.resolve("polymorph.db");
        database.jdbi().useHandle(db -> db.execute("VACUUM INTO ?", copy.toString()));
        try (Database still = Database.openForBackup(SqliteFile.of(copy))) {
            return write(still, scratch, target);
        }
    }

    private Saved write(Database database, Path scratch, Path target) {
        return database.reading().inTransaction(db -> {
            try {
                return write(db, scratch, target);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(database.place() + ": cannot be read", e);
            }
        });
    }

    private Saved write(Handle db, Path scratch, Path target) throws IOException, SQLException {
        List<Table> tables = new ArrayList<>();
        for (String name : BackupTables.names(db)) {
            Path file = scratch.resolve(name + ".jsonl");
            long rows = BackupTables.write(db, name, file);
            tables.add(new Table(name, rows, Sha256.of(file)));
        }
        Set<String> referred = BackupTables.references(db);
        String schema = Database.schema(db);
        Map<String, String> missing = new TreeMap<>();
        ObjectStore objects = DataDirectory.objects(directory);
        for (String hash : referred) {
            try {
                objects.get(hash);
            } catch (UncheckedIOException e) {
                missing.put(hash, String.valueOf(e.getCause()));
            }
        }
        List<String> sound =
                referred.stream().filter(hash -> !missing.containsKey(hash)).toList();
        BackupManifest manifest = new BackupManifest(
                BackupManifest.FORMAT, schema, clock.instant().toString(), tables, sound, missing);
        Path archive = scratch.resolve("archive");
        pack(manifest, scratch, objects, archive);
        long bytes = Files.size(archive);
        Files.move(archive, target, StandardCopyOption.ATOMIC_MOVE);
        return new Saved(manifest.rows(), sound.size(), bytes, missing);
    }

    private static void pack(BackupManifest manifest, Path scratch, ObjectStore objects, Path archive)
            throws IOException {
        try (TarArchiveOutputStream tar = Archives.open(archive, true)) {
            Path list = Files.writeString(scratch.resolve("manifest"), Json.write(manifest) + "\n");
            Archives.add(tar, BackupManifest.NAME, list);
            for (Table table : manifest.tables()) {
                Archives.add(tar, table.entry(), scratch.resolve(table.name() + ".jsonl"));
            }
            for (String hash : manifest.objects()) {
                Archives.add(tar, BackupManifest.entry(hash), objects.get(hash));
            }
        }
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
