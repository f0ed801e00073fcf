package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who works on the campaigns of a shared database; the server's clock is one that a test may put forward and back. */
class LeaseTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(1500);

    private final OwnPostgres postgres = OwnPostgres.require();
    private DatabaseUrl url = postgres.create();

    @BeforeEach
    void replaceClock() {
        postgres.sql(
                url,
                "CREATE SCHEMA clock",
                "CREATE TABLE clock.shift (ms BIGINT)",
                "INSERT INTO clock.shift VALUES (0)",
                "CREATE FUNCTION clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT"
                        + " pg_catalog.clock_timestamp() + (SELECT ms FROM clock.shift) * interval ''1 millisecond'''",
                // before the functions of the system, which come first where they are not named
                "ALTER DATABASE " + url.toString().replaceFirst(".*/", "")
                        + " SET search_path = public, clock, pg_catalog");
        open().close();
    }

    private void shiftClock(Duration shift) {
        postgres.sql(url, "UPDATE clock.shift SET ms = ms + " + shift.toMillis());
    }

    private Database open() {
        return Database.openForWriting(new PostgresServer(url, OwnPostgres.environment()));
    }

    private static void write(Database database, int row) {
        database.jdbi()
                .useTransaction(
                        db -> db.execute("INSERT INTO site_cap (site, max_jobs) VALUES (?, ?)", "row" + row, row));
    }

    private static int rows(Database database) {
        return database.reading().withHandle(db -> db.createQuery("SELECT COUNT(*) FROM site_cap")
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void one_at_a_time_holds_it_and_others_are_told_which() {
        try (Database first = open();
                Database second = open()) {
            assertThat(Lease.holder(second)).isEmpty();
            try (Lease lease = Lease.acquire(first, LONG).orElseThrow()) {
                assertThat(Lease.acquire(second, LONG)).isEmpty();
                LeaseHolder holder = Lease.holder(second).orElseThrow();
                assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid());
                assertThat(holder.host()).isEqualTo(LeaseHolder.thisHost());
                assertThat(holder.token()).isEqualTo(lease.token());
                assertThat(holder.since()).isBetween(Instant.now().minusSeconds(60), Instant.now());
                assertThat(holder.left()).isBetween(LONG.minusMinutes(1), LONG);
                assertThat(lease.isCertain()).isTrue();
            }
        }
    }

    @Test
    void a_lease_given_back_is_taken_at_once_with_a_higher_token() {
        try (Database first = open();
                Database second = open()) {
            Lease lease = Lease.acquire(first, LONG).orElseThrow();
            lease.close();
            try (Lease next = Lease.acquire(second, LONG).orElseThrow()) {
                assertThat(next.token()).isGreaterThan(lease.token());
            }
            assertThatThrownBy(() -> write(first, 1)).isInstanceOf(LeaseLostException.class);
            assertThat(rows(second)).isZero();
        }
    }

    @Test
    void nothing_is_written_after_a_lease_was_given_back() {
        try (Database database = open()) {
            Lease.acquire(database, LONG).orElseThrow().close();
            assertThatThrownBy(() -> write(database, 1)).isInstanceOf(LeaseLostException.class);
            assertThat(rows(database)).isZero();
        }
    }

    @Test
    void a_database_is_leased_once() {
        try (Database database = open()) {
            Lease.acquire(database, LONG).orElseThrow().close();
            assertThatThrownBy(() -> Lease.acquire(database, LONG))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has or had one");
        }
    }

    @Test
    void a_file_is_not_leased(@TempDir Path directory) {
        try (Database database = Database.open(DataDirectory.database(directory))) {
            assertThatThrownBy(() -> Lease.acquire(database, LONG))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(directory.toString());
            assertThat(Lease.holder(database)).isEmpty();
        }
    }

    @Test
    void it_is_renewed_for_longer_than_it_lasts() throws Exception {
        try (Database first = open();
                Database second = open();
                Lease lease = Lease.acquire(first, SHORT).orElseThrow()) {
            CountDownLatch lost = new CountDownLatch(1);
            lease.onLost(lost::countDown);
            assertThat(lost.await(3 * SHORT.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
            assertThat(Lease.acquire(second, SHORT)).isEmpty();
            write(first, 1);
            assertThat(rows(second)).isEqualTo(1);
        }
    }

    @Test
    void a_clock_put_forward_ends_it_and_the_earlier_holder_writes_nothing_more() {
        try (Database first = open();
                Database second = open();
                Lease old = Lease.acquire(first, LONG).orElseThrow()) {
            AtomicInteger told = new AtomicInteger();
            old.onLost(told::incrementAndGet);
            write(first, 1);
            shiftClock(LONG.plusSeconds(1));
            write(first, 2); // nobody has taken over yet
            try (Lease next = Lease.acquire(second, LONG).orElseThrow()) {
                assertThat(next.token()).isEqualTo(old.token() + 1);
                assertThatThrownBy(() -> write(first, 3))
                        .isInstanceOf(LeaseLostException.class)
                        .hasMessageContaining("lease " + old.token());
                write(second, 4);
            }
            assertThat(rows(second)).isEqualTo(3);
            assertThat(told).hasValue(1);
            assertThat(old.isLost()).isTrue();
            assertThat(old.isCertain()).isFalse();
            old.onLost(told::incrementAndGet);
            assertThat(told).hasValue(2);
        }
    }

    @Test
    void a_clock_put_back_makes_no_lease_longer_than_it_was_given() {
        try (Database first = open();
                Database second = open()) {
            postgres.sql(
                    url,
                    "UPDATE lease SET token = 7, host = 'gone', pid = 1, duration = 1000, expires ="
                            + " CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) + 1000");
            shiftClock(Duration.ofDays(-365));
            assertThat(Lease.acquire(first, LONG)).isEmpty();
            shiftClock(Duration.ofMillis(1100));
            assertThat(Lease.acquire(second, LONG).map(Lease::token)).contains(8L);
        }
    }

    @Test
    void a_holder_that_missed_its_renewals_goes_on_if_nobody_has_taken_over() {
        try (Database first = open();
                Database second = open();
                Lease lease = Lease.acquire(first, SHORT).orElseThrow()) {
            shiftClock(LONG);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Lease.holder(second)
                    .filter(holder -> holder.left().toMillis() > 0)
                    .isPresent());
            write(first, 1);
            assertThat(lease.isLost()).isFalse();
            assertThat(Lease.acquire(second, SHORT)).isEmpty();
        }
    }

    @Test
    void a_holder_finds_out_by_itself_that_it_was_replaced() throws Exception {
        try (Database first = open();
                Lease lease = Lease.acquire(first, SHORT).orElseThrow()) {
            CountDownLatch lost = new CountDownLatch(1);
            lease.onLost(lost::countDown);
            postgres.sql(url, "UPDATE lease SET token = token + 1");
            assertThat(lost.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** A transaction stopped right before its commit ends before anybody takes over: what it wrote counts, or is not there. */
    @Test
    void nobody_takes_over_between_the_check_and_the_commit() throws Exception {
        try (Database first = open();
                Database second = open();
                Lease old = Lease.acquire(first, LONG).orElseThrow()) {
            shiftClock(LONG.plusSeconds(1));
            CountDownLatch checked = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            CompletableFuture<Void> writer =
                    CompletableFuture.runAsync(() -> first.jdbi().useTransaction(db -> {
                        db.execute("INSERT INTO site_cap (site, max_jobs) VALUES ('late', 1)");
                        assertThat(LeaseTable.holds(db, old.token())).isTrue();
                        checked.countDown();
                        Awaitility.await().until(() -> goOn.await(10, TimeUnit.SECONDS));
                    }));
            assertThat(checked.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(Lease.acquire(second, LONG)).isEmpty();
            goOn.countDown();
            writer.get(20, TimeUnit.SECONDS);
            try (Lease next = Lease.acquire(second, LONG).orElseThrow()) {
                assertThat(rows(second)).isEqualTo(1);
                assertThat(next.token()).isGreaterThan(old.token());
            }
        }
    }

    @Test
    void nothing_is_written_outside_of_a_transaction() {
        try (Database database = open()) {
            assertThatThrownBy(() -> database.jdbi()
                            .useHandle(db -> db.execute("INSERT INTO site_cap (site, max_jobs) VALUES ('x', 1)")))
                    .hasMessageContaining("read-only transaction");
            assertThatThrownBy(() -> database.reading()
                            .useTransaction(db -> db.execute("INSERT INTO site_cap (site, max_jobs) VALUES ('x', 1)")))
                    .hasMessageContaining("read-only transaction");
        }
    }
}
