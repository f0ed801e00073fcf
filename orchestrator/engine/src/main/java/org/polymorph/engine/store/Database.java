package org.polymorph.engine.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.spi.ConfigurationException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/**
 * The SQLite database of a data directory, migrated to the newest schema. Every commit is on the disk when it returns
 * ({@code synchronous=FULL}).
 */
public final class Database implements AutoCloseable {
    // a machine under load takes its time, and a step that gives up would end a search
    private static final Duration LONGEST_QUEUE = Duration.ofMinutes(10);

    private final Path file;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final JournalMode journalMode;

    private Database(Path file, HikariDataSource pool, JournalMode journalMode) {
        this.file = file;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        this.journalMode = journalMode;
    }

    /**
     * Opens a database for writing, making and migrating it as needed.
     *
     * @throws ConfigurationException if the file is damaged, no database, or one of another program or a newer version
     */
    public static Database open(Path file) {
        return open(file, false, database -> Flyway.configure()
                .dataSource(database.pool)
                .locations("classpath:org/polymorph/engine/store/migration")
                .ignoreMigrationPatterns(new String[0])
                .loggers("slf4j")
                .load()
                .migrate());
    }

    /**
     * Opens an existing database to look at it, beside a process that may be writing.
     *
     * @throws ConfigurationException if the file is damaged, no database, or not one of this version
     */
    public static Database openReadOnly(Path file) {
        return open(
                file,
                true,
                database -> database.jdbi.useHandle(db -> {
                    if (db.createQuery("SELECT COUNT(*) FROM sqlite_master WHERE name = 'job_event'")
                                    .mapTo(Integer.class)
                                    .one()
                            == 0) {
                        throw UnusableDatabase.withoutTables(file);
                    }
                }));
    }

    private static Database open(Path file, boolean readOnly, Consumer<Database> check) {
        JournalMode mode = NetworkFileSystem.holds(file) ? JournalMode.DELETE : JournalMode.WAL;
        @Nullable Database database = null;
        try {
            database = new Database(file, pool(file, mode, readOnly), mode);
            check.accept(database);
            return database;
        } catch (RuntimeException e) {
            if (database != null) {
                database.close();
            }
            throw UnusableDatabase.explained(file, e);
        }
    }

    /** Returns what tells people of a failure, where the file is to blame; else the failure itself. */
    RuntimeException explained(RuntimeException failure) {
        return UnusableDatabase.explained(file, failure);
    }

    private static HikariDataSource pool(Path file, JournalMode mode, boolean readOnly) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setSynchronous(SynchronousMode.FULL);
        sqlite.enforceForeignKeys(true);
        sqlite.setBusyTimeout(10_000);
        sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        if (readOnly) {
            // a reader of a WAL database must be able to write its shared memory file: only queries are refused
            sqlite.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
        } else {
            sqlite.setJournalMode(mode);
        }
        SQLiteDataSource source = new SQLiteDataSource(sqlite);
        source.setUrl("jdbc:sqlite:" + file);
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(1); // SQLite has one writer: queue here, not in busy waits
        config.setConnectionTimeout(LONGEST_QUEUE.toMillis());
        config.setPoolName("polymorph");
        return new HikariDataSource(config);
    }

    /** Returns DELETE on network file systems, where WAL does not work, else WAL. */
    public String journalMode() {
        return journalMode.name();
    }

    /** Returns a tree as it comes back after it was stored: what is equal here is equal there. */
    public java.util.Map<String, Object> canonical(java.util.Map<String, Object> tree) {
        return Json.readTree(Json.write(tree));
    }

    Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public void close() {
        pool.close();
    }
}
