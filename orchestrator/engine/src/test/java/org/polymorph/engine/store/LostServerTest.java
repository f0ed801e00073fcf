package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of steps while their PostgreSQL server ends sessions, goes away and comes back. */
class LostServerTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final OwnPostgres postgres = OwnPostgres.require();
    private final DatabaseUrl url = postgres.create();
    private final AtomicInteger runs = new AtomicInteger();
    private Database database;

    @BeforeEach
    void open() {
        database = open(LONG);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Database open(Duration patience) {
        return Database.openForWriting(new PostgresServer(url, OwnPostgres.environment()), patience);
    }

    private void endSessions() {
        postgres.sql(
                postgres.admin(),
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '"
                        + url.toString().replaceFirst(".*/", "") + "'");
    }

    private static void insert(Handle db, String site) {
        db.execute("INSERT INTO site_cap (site, max_jobs) VALUES (?, 1)", site);
    }

    private List<String> sites() {
        return database.reading().withHandle(db -> db.createQuery("SELECT site FROM site_cap ORDER BY site")
                .mapTo(String.class)
                .list());
    }

    @Test
    void a_step_whose_session_is_ended_in_its_midst_is_done_again_and_once() {
        String answer = database.jdbi().inTransaction(db -> {
            insert(db, "a");
            if (runs.incrementAndGet() <= 2) {
                endSessions();
            }
            insert(db, "b");
            return "run " + runs.get();
        });

        assertThat(answer).isEqualTo("run 3");
        assertThat(sites()).containsExactly("a", "b");
    }

    @Test
    void queries_go_on_with_a_new_session() {
        endSessions();
        assertThat(sites()).isEmpty();
        endSessions();
        int counted = database.reading().inTransaction(db -> {
            if (runs.incrementAndGet() == 1) {
                endSessions();
            }
            return db.createQuery("SELECT COUNT(*) FROM site_cap")
                    .mapTo(Integer.class)
                    .one();
        });
        assertThat(counted).isZero();
        assertThat(runs).hasValue(2);
    }

    @Test
    void a_commit_that_was_done_without_an_answer_is_not_done_again() throws Exception {
        try (CuttingRelay relay = new CuttingRelay(url);
                Database behind =
                        Database.openForWriting(new PostgresServer(relay.url(), OwnPostgres.environment()), LONG)) {
            relay.cutNextCommit();
            String answer = behind.jdbi().inTransaction(db -> {
                insert(db, "a");
                return "run " + runs.incrementAndGet();
            });
            assertThat(relay.isArmed()).isFalse();
            assertThat(answer).isEqualTo("run 1");
        }
        assertThat(sites()).containsExactly("a");
    }

    @Test
    void a_commit_that_the_server_gave_up_is_done_again() {
        // at the commit, as the trigger is put off until then
        postgres.sql(
                url,
                "CREATE FUNCTION fall() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(9);"
                        + " RETURN NULL; END $$",
                "CREATE CONSTRAINT TRIGGER fall AFTER INSERT ON site_cap DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
                        + " WHEN (NEW.site = 'falls') EXECUTE FUNCTION fall()");
        database.jdbi().useTransaction(db -> insert(db, runs.incrementAndGet() == 1 ? "falls" : "stands"));

        assertThat(runs).hasValue(2);
        assertThat(sites()).containsExactly("stands");
    }

    @Test
    @Tag("long")
    void steps_wait_for_a_server_that_is_begun_again() throws Exception {
        List<CompletableFuture<Void>> steps = new ArrayList<>();
        postgres.stop();
        try {
            for (int i = 0; i < 4; i++) {
                String site = "s" + i;
                steps.add(CompletableFuture.runAsync(() -> database.jdbi().useTransaction(db -> insert(db, site))));
            }
            Thread.sleep(3000);
            assertThat(steps).noneMatch(CompletableFuture::isDone);
            assertThatThrownBy(() -> database.prompt().reading().withHandle(db -> db.execute("SELECT 1")))
                    .matches(Outage::isAway);
        } finally {
            postgres.start();
        }
        for (CompletableFuture<Void> step : steps) {
            step.get(60, TimeUnit.SECONDS);
        }
        assertThat(sites()).containsExactly("s0", "s1", "s2", "s3");
    }

    @Test
    @Tag("long")
    void a_server_that_stays_away_is_named_without_its_password() throws Exception {
        try (Database hasty = open(Duration.ofMillis(500))) {
            postgres.stop();
            try {
                assertThatThrownBy(() -> hasty.jdbi().useTransaction(db -> insert(db, "a")))
                        .isInstanceOf(DatabaseAwayException.class)
                        .hasMessageContaining(url.toString())
                        .hasMessageContaining("answers within")
                        .hasMessageNotContaining(OwnPostgres.environment().get("PGPASSWORD"));
            } finally {
                postgres.start();
            }
            assertThat(sites()).isEmpty();
        }
    }

    @Test
    @Tag("long")
    void whoever_waits_can_be_interrupted() throws Exception {
        postgres.stop();
        try {
            CompletableFuture<RuntimeException> end = new CompletableFuture<>();
            Thread waits = new Thread(() -> {
                try {
                    database.jdbi().useTransaction(db -> insert(db, "a"));
                } catch (RuntimeException e) {
                    end.complete(e);
                }
            });
            waits.start();
            Thread.sleep(1000);
            waits.interrupt();
            assertThat(end.get(5, TimeUnit.SECONDS)).isNotNull();
        } finally {
            postgres.start();
        }
    }

    @Test
    @Tag("long")
    void a_lease_outlives_its_server_where_nobody_else_wants_it() throws Exception {
        try (Lease lease = Lease.acquire(database, Duration.ofSeconds(2)).orElseThrow()) {
            postgres.stop();
            try {
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !lease.isCertain());
            } finally {
                postgres.start();
            }
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(lease::isCertain);
            database.jdbi().useTransaction(db -> insert(db, "a"));
            assertThat(lease.isLost()).isFalse();
        }
    }

    @Test
    void a_step_that_waits_is_not_done_under_a_lease_that_another_has_taken() throws Exception {
        try (Lease lease = Lease.acquire(database, Duration.ofSeconds(2)).orElseThrow()) {
            AtomicInteger attempts = new AtomicInteger();
            assertThatThrownBy(() -> database.jdbi().useTransaction(db -> {
                        insert(db, "a");
                        if (attempts.incrementAndGet() == 1) {
                            try (Connection server = postgres.connect(url);
                                    var taken = server.createStatement()) {
                                taken.execute("UPDATE lease SET token = token + 1, host = 'other'");
                            }
                            endSessions();
                        }
                        insert(db, "b");
                    }))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(attempts).hasValue(2);
            assertThat(lease.isLost()).isTrue();
        }
        assertThat(sites()).isEmpty();
    }
}
