package org.polymorph.engine.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/**
 * A file of SQLite. Every commit is on the disk when it returns ({@code synchronous=FULL}); transactions come one after the
 * other, those of other processes among them.
 */
record SqliteFile(Path file, JournalMode journalMode) implements Backend {
    // a machine under load takes its time, and a step that gives up would end a search
    private static final Duration LONGEST_QUEUE = Duration.ofMinutes(10);

    static SqliteFile of(Path file) {
        return new SqliteFile(file, NetworkFileSystem.holds(file) ? JournalMode.DELETE : JournalMode.WAL);
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public HikariDataSource pool(boolean readOnly) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setSynchronous(SynchronousMode.FULL);
        sqlite.enforceForeignKeys(true);
        sqlite.setBusyTimeout(10_000);
        sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        if (readOnly) {
            // a reader of a WAL database must be able to write its shared memory file: only queries are refused
            sqlite.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
        } else {
            sqlite.setJournalMode(journalMode);
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

    @Override
    public FluentConfiguration migrations(HikariDataSource pool) {
        return Flyway.configure().dataSource(pool).locations("classpath:org/polymorph/engine/store/migration");
    }

    @Override
    public Jdbi writing(HikariDataSource pool, Fence fence) {
        return Jdbi.create(pool).define(FOR_UPDATE, "");
    }

    @Override
    public Jdbi reading(HikariDataSource pool, Jdbi writing) {
        return writing;
    }

    @Override
    public boolean hasTables(Handle db) {
        return db.createQuery("SELECT COUNT(*) FROM sqlite_master WHERE name = 'job_event'")
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }
}
