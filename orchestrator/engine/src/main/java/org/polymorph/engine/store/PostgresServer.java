package org.polymorph.engine.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of a PostgreSQL server. Sessions cannot write but in a transaction that says so, for the {@link Fence} stands at the
 * end of those.
 *
 * @param environment where user and password come from: PGUSER, PGPASSWORD; what is missing there, the driver looks for in
 *     PGPASSFILE or ~/.pgpass
 */
record PostgresServer(DatabaseUrl url, Map<String, String> environment) implements Backend {
    private static final int CONNECTIONS = 8;
    private static final int CONNECT_SECONDS = 10;
    private static final int SILENCE_SECONDS = 300;

    private static final Duration LONGEST_QUEUE = Duration.ofSeconds(10);

    /** A process that is stopped in the middle of a transaction holds its locks no longer than that. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    @Override
    public String place() {
        return url.toString();
    }

    @Override
    public HikariDataSource pool(boolean readOnly) {
        return pool(CONNECTIONS, Duration.ofSeconds(SILENCE_SECONDS));
    }

    /**
     * Opens connections.
     *
     * @param silence after which a server that says nothing is taken for gone
     */
    HikariDataSource pool(int connections, Duration silence) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source(silence));
        config.setConnectionInitSql("SET default_transaction_read_only = on; SET idle_in_transaction_session_timeout = "
                + LONGEST_PAUSE.toMillis());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Math.min(LONGEST_QUEUE.toMillis(), Math.max(1000, silence.toMillis())));
        config.setPoolName("polymorph");
        return new HikariDataSource(config);
    }

    private PGSimpleDataSource source(Duration silence) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setApplicationName("polymorph");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout((int) Math.max(1, silence.toSeconds()));
        source.setTcpKeepAlive(true);
        source.setURL(url.url()); // what it says goes before the settings above
        String user = environment.getOrDefault("PGUSER", "");
        if (!url.has("user") && !user.isEmpty()) {
            source.setUser(user);
        }
        String password = environment.getOrDefault("PGPASSWORD", "");
        if (!password.isEmpty()) {
            source.setPassword(password);
        }
        return source;
    }

    @Override
    public FluentConfiguration migrations(HikariDataSource pool) {
        // not from the pool: its sessions do not write
        return Flyway.configure()
                .dataSource(source(Duration.ofSeconds(SILENCE_SECONDS)))
                .locations(
                        "classpath:org/polymorph/engine/store/migration",
                        "classpath:org/polymorph/engine/store/postgresql");
    }

    @Override
    public Jdbi writing(HikariDataSource pool, Fence fence) {
        return Jdbi.create(pool).define(FOR_UPDATE, "").setTransactionHandler(new WritingTransactions(fence));
    }

    @Override
    public Jdbi reading(HikariDataSource pool, Jdbi writing) {
        return Jdbi.create(pool).define(FOR_UPDATE, "").setTransactionHandler(new SnapshotTransactions());
    }

    @Override
    public boolean hasTables(Handle db) {
        return db.createQuery("SELECT COUNT(*) FROM information_schema.tables"
                                + " WHERE table_schema = current_schema() AND table_name = 'job_event'")
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** Shows nothing of the environment. */
    @Override
    public String toString() {
        return place();
    }
}
