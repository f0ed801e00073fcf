package org.polymorph.engine.store;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.spi.ConfigurationException;

/**
 * The database of a data directory, SQLite's in a file there or one of a PostgreSQL server, migrated to the newest schema. Every
 * commit is on the disk when it returns. A step waits for a server that does not answer, and is not done twice. Thread-safe.
 */
public final class Database implements AutoCloseable {
    /** How long a step waits for a server that does not answer, before it fails. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Backend backend;
    private final HikariDataSource pool;
    private final Fence fence;
    private final Access jdbi;
    private final Access reading;
    private final Runnable closing;

    private Database(Backend backend, HikariDataSource pool, Duration patience) {
        this.backend = backend;
        this.pool = pool;
        this.fence = new Fence();
        Jdbi writing = backend.writing(pool, fence);
        this.jdbi = new Access(writing, backend.place(), patience);
        this.reading = new Access(backend.reading(pool, writing), backend.place(), patience);
        this.closing = pool::close;
    }

    private Database(Database other, Duration patience) {
        this.backend = other.backend;
        this.pool = other.pool;
        this.fence = other.fence;
        this.jdbi = other.jdbi.waiting(patience);
        this.reading = other.reading.waiting(patience);
        this.closing = () -> {};
    }

    /**
     * Opens a file of SQLite for writing, making and migrating it as needed.
     *
     * @throws ConfigurationException if the file is damaged, no database, or one of another program or a newer version
     */
    public static Database open(Path file) {
        return openForWriting(SqliteFile.of(file));
    }

    /**
     * Opens a database of a PostgreSQL server for writing, migrating it as needed. User and password come from PGUSER and
     * PGPASSWORD, or as the driver finds them (~/.pgpass).
     *
     * @throws ConfigurationException if it cannot be reached or entered, or is one of another program or a newer version
     */
    public static Database open(DatabaseUrl url) {
        return openForWriting(new PostgresServer(url, System.getenv()));
    }

    static Database openForWriting(Backend backend) {
        return openForWriting(backend, PATIENCE);
    }

    static Database openForWriting(Backend backend, Duration patience) {
        return open(backend, false, patience, database -> backend.migrations(database.pool)
                .ignoreMigrationPatterns(new String[0])
                .loggers("slf4j")
                .load()
                .migrate());
    }

    /**
     * Opens a database with tables of an earlier version.
     *
     * @throws ConfigurationException if it has tables of a later one, or this program knows none of that version
     */
    static Database openAt(Backend backend, String schema) {
        return open(backend, false, Duration.ZERO, database -> {
            backend.migrations(database.pool)
                    .ignoreMigrationPatterns(new String[0])
                    .loggers("slf4j")
                    .target(schema)
                    .load()
                    .migrate();
            String found = database.jdbi.withHandle(Database::schema);
            if (!found.equals(schema)) {
                throw new ConfigurationException(
                        backend.place() + ": expected tables of version " + schema + ", found version " + found);
            }
        });
    }

    /** Returns the version of the tables. */
    static String schema(Handle db) {
        return db.createQuery("SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL"
                        + " ORDER BY installed_rank DESC LIMIT 1")
                .mapTo(String.class)
                .one();
    }

    /**
     * Opens an existing file of SQLite to look at it, beside a process that may be writing.
     *
     * @throws ConfigurationException if the file is damaged, no database, or not one of this version
     */
    public static Database openReadOnly(Path file) {
        return openReadOnly(SqliteFile.of(file));
    }

    /**
     * Opens an existing database of a PostgreSQL server to look at it.
     *
     * @throws ConfigurationException if it cannot be reached or entered, or is not one of this version
     */
    public static Database openReadOnly(DatabaseUrl url) {
        return openReadOnly(new PostgresServer(url, System.getenv()));
    }

    static Database openReadOnly(Backend backend) {
        return open(backend, true, Duration.ZERO, database -> {
            String found = database.requireTables();
            if (!found.equals(SchemaVersions.newest())) {
                throw UnusableDatabase.ofVersion(backend.place(), found);
            }
        });
    }

    /**
     * Opens an existing database of this or an earlier version to save it.
     *
     * @param file of SQLite, where there is no server
     * @throws ConfigurationException if it is damaged, cannot be reached, or is none of this program
     */
    public static Database openForBackup(Path file, Optional<DatabaseUrl> url) {
        Backend backend = url.isPresent() ? new PostgresServer(url.get(), System.getenv()) : SqliteFile.of(file);
        return openForBackup(backend);
    }

    static Database openForBackup(Backend backend) {
        return open(backend, true, Duration.ZERO, Database::requireTables);
    }

    private String requireTables() {
        if (!reading.withHandle(backend::hasTables)) {
            throw UnusableDatabase.withoutTables(backend.place());
        }
        return reading.withHandle(Database::schema);
    }

    private static Database open(Backend backend, boolean readOnly, Duration patience, Consumer<Database> check) {
        @Nullable Database database = null;
        try {
            database = new Database(backend, backend.pool(readOnly), patience);
            check.accept(database);
            return database;
        } catch (RuntimeException e) {
            if (database != null) {
                database.close();
            }
            throw UnusableDatabase.explained(backend.place(), e);
        }
    }

    /** Returns what tells people of a failure, where the file is to blame; else the failure itself. */
    RuntimeException explained(RuntimeException failure) {
        return UnusableDatabase.explained(backend.place(), failure);
    }

    /**
     * Returns the same database for those who would rather be told at once that its server does not answer than wait: they ask
     * again anyway. Closing it closes nothing.
     */
    public Database prompt() {
        return new Database(this, Duration.ZERO);
    }

    /** Returns what people know the database by: its file, or its address without any secret. */
    public String place() {
        return backend.place();
    }

    /** Returns whether the rows lie with a server that several processes may write to at a time. */
    public boolean isShared() {
        return server().isPresent();
    }

    Optional<PostgresServer> server() {
        return backend instanceof PostgresServer server ? Optional.of(server) : Optional.empty();
    }

    /** Returns DELETE on network file systems, where WAL does not work, else WAL; empty for a database of a server. */
    public String journalMode() {
        return backend instanceof SqliteFile sqlite ? sqlite.journalMode().name() : "";
    }

    /** Returns a tree as it comes back after it was stored: what is equal here is equal there. */
    public Map<String, Object> canonical(Map<String, Object> tree) {
        return Json.readTree(Json.write(tree));
    }

    /** Returns access whose transactions may write. */
    Access jdbi() {
        return jdbi;
    }

    /** Returns access whose transactions see one state and write nothing. */
    Access reading() {
        return reading;
    }

    Fence fence() {
        return fence;
    }

    @Override
    public void close() {
        closing.run();
    }
}
