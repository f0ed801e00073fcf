package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes with one database: one is killed or stopped in the midst of writing, and the other takes over. */
class LeaseProcessesTest {
    private final OwnPostgres postgres = OwnPostgres.require();
    private final DatabaseUrl url = postgres.create();
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void makeTable() {
        Database.openForWriting(new PostgresServer(url, OwnPostgres.environment()))
                .close();
        // in the order of commits: the counter is taken under the lock of its row
        postgres.sql(
                url,
                "CREATE TABLE counter (n BIGINT)",
                "INSERT INTO counter VALUES (0)",
                "CREATE TABLE written (token BIGINT, row INTEGER, n BIGINT)",
                "CREATE FUNCTION number() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE counter SET n = n + 1"
                        + " RETURNING n INTO NEW.n; RETURN NEW; END'",
                "CREATE TRIGGER number BEFORE INSERT ON written FOR EACH ROW EXECUTE FUNCTION number()");
    }

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    private Process start(Duration duration) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeaseProcess.class.getName(),
                        url.url(),
                        duration.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(OwnPostgres.environment());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static long token(BufferedReader output) throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith("TOKEN ")) {
            line = output.readLine();
        }
        assertThat(line).isNotNull();
        return Long.parseLong(line.substring(6));
    }

    private long rows(long token) {
        try (Database database = Database.openReadOnly(new PostgresServer(url, OwnPostgres.environment()))) {
            return database.reading()
                    .withHandle(db -> db.createQuery("SELECT COUNT(*) FROM written WHERE token = :token")
                            .bind("token", token)
                            .mapTo(Long.class)
                            .one());
        }
    }

    private boolean inOrderOfTokens() {
        try (Database database = Database.openReadOnly(new PostgresServer(url, OwnPostgres.environment()))) {
            List<Long> tokens = database.reading()
                    .withHandle(db -> db.createQuery("SELECT token FROM written ORDER BY n")
                            .mapTo(Long.class)
                            .list());
            return tokens.equals(tokens.stream().sorted().toList());
        }
    }

    private static void signal(Process process, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void another_takes_over_within_thirty_seconds_of_a_kill() throws Exception {
        Process leader = start(Lease.DURATION);
        long first = token(leader.inputReader());
        Process standby = start(Lease.DURATION);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> rows(first) > 3);

        long killed = System.nanoTime();
        leader.destroyForcibly().waitFor();
        long second = token(standby.inputReader());
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(30));
        assertThat(second).isEqualTo(first + 1);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> rows(second) > 0);
        assertThat(inOrderOfTokens()).isTrue();
    }

    @Test
    void one_that_was_stopped_writes_nothing_after_another_took_over() throws Exception {
        Duration duration = Duration.ofSeconds(2);
        for (int attempt = 0; attempt < 3; attempt++) {
            Process leader = start(duration);
            BufferedReader output = leader.inputReader();
            long first = token(output);
            Process standby = start(duration);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> rows(first) > 3);

            signal(leader, "STOP");
            long second = token(standby.inputReader());
            // whatever rows the other one had locked
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> rows(second) > 3);
            long before = rows(first);
            signal(leader, "CONT");
            assertThat(output.lines()).last().isEqualTo("LOST");
            assertThat(leader.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(rows(first)).isEqualTo(before);
            assertThat(inOrderOfTokens()).isTrue();
            standby.destroyForcibly().waitFor();
        }
    }
}
