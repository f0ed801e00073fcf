package org.polymorph.engine.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/**
 * The SQLite database of a data directory, migrated to the newest schema. Every commit is on the disk when it returns
 * ({@code synchronous=FULL}).
 */
public final class Database implements AutoCloseable {
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final JournalMode journalMode;

    private Database(HikariDataSource pool, JournalMode journalMode) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        this.journalMode = journalMode;
    }

    /** Opens a database for writing, making and migrating it as needed. */
    public static Database open(Path file) {
        JournalMode mode = NetworkFileSystem.holds(file) ? JournalMode.DELETE : JournalMode.WAL;
        Database database = new Database(pool(file, mode, false), mode);
        boolean ready = false;
        try {
            Flyway.configure()
                    .dataSource(database.pool)
                    .locations("classpath:org/polymorph/engine/store/migration")
                    .loggers("slf4j")
                    .load()
                    .migrate();
            ready = true;
            return database;
        } finally {
            if (!ready) {
                database.close();
            }
        }
    }

    /** Opens an existing database to look at it, beside a process that may be writing. */
    public static Database openReadOnly(Path file) {
        JournalMode mode = NetworkFileSystem.holds(file) ? JournalMode.DELETE : JournalMode.WAL;
        return new Database(pool(file, mode, true), mode);
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
