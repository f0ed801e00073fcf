package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.store.DatabaseUrl;
import org.polymorph.engine.store.OwnPostgres;
import org.polymorph.tests.PolymorphProcess;

/** Daemons, each a process of its own, on one database of a PostgreSQL server. */
@Tag("long")
class TakeoverTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration TAKEOVER = Duration.ofSeconds(30);

    @TempDir
    private static Path undisturbed;

    private static Search alone;

    @TempDir
    private Path directory;

    private final OwnPostgres postgres = OwnPostgres.require();
    private final DatabaseUrl url = postgres.create();
    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void runAlone() throws Exception {
        alone = Search.small(undisturbed).with("campaign=s");
        alone.run().exits(0);
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private PolymorphProcess process(String streams) throws IOException {
        PolymorphProcess process = PolymorphProcess.in(Files.createDirectories(directory.resolve(streams)));
        for (Map.Entry<String, String> variable : OwnPostgres.environment().entrySet()) {
            process = process.withEnvironment(variable.getKey(), variable.getValue());
        }
        return process;
    }

    private static String[] words(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private List<String> daemon() {
        return List.of("daemon", "--no-http", "--data", data().toString(), "--database", url.toString());
    }

    private Process start(String streams, String... more) throws IOException {
        Process process = process(streams).start(words(daemon(), more));
        started.add(process);
        return process;
    }

    private String said(String streams) throws IOException {
        return Files.readString(directory.resolve(streams).resolve("stderr"));
    }

    private PolymorphProcess.Ended ask(String... command) throws IOException, InterruptedException {
        return process("asking").run(words(List.of(command), "--dir", data().toString(), "--database", url.toString()));
    }

    private List<String> rows(String query) {
        try (Connection server = postgres.connect(url);
                Statement statement = server.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    private void awaitPhase(String... phases) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> List.of(phases)
                .containsAll(rows("SELECT lower(CAST(state AS json) ->> 'phase') FROM campaign")));
    }

    private void awaitLeader(Process process) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions() // no tables yet, or no server
                .until(() ->
                        rows("SELECT pid FROM lease WHERE host IS NOT NULL").contains(Long.toString(process.pid())));
    }

    private void submit() throws Exception {
        List<String> words = new ArrayList<>(List.of("submit", alone.campaign().toString()));
        words.addAll(alone.arguments());
        process("asking")
                .run(words(words, "--data", data().toString(), "--database", url.toString()))
                .exits(0);
    }

    private void endedUndisturbed() throws Exception {
        awaitPhase("done");
        assertThat(rows("SELECT trouble FROM campaign WHERE trouble <> ''")).isEmpty();
        String found = ask("results", "s", "--json").exits(0).out()
                + ask("export", "s", "--what", "labels", "-o", "-").exits(0).out();
        assertThat(found).isEqualTo(alone.findings());
    }

    /** Asserts that each job that the books know was begun once, and no other. */
    private void noJobRanTwice() throws IOException {
        List<String> jobs = rows("SELECT token FROM job");
        assertThat(rows("SELECT token FROM job WHERE attempt > 1")).isEmpty();
        TreeSet<String> begun = new TreeSet<>();
        for (Path job : Ledger.jobDirectories(data())) {
            assertThat(job.resolve(".claim")).isDirectory();
            assertThat(job.resolve(".start.log")).as("second starts").isEmptyFile();
            begun.add(job.getFileName().toString());
        }
        assertThat(begun).isEqualTo(new TreeSet<>(jobs));
    }

    @Test
    void a_second_daemon_that_is_not_to_wait_says_so_and_ends() throws Exception {
        Process first = start("first");
        awaitLeader(first);

        PolymorphProcess.Ended second = process("second").run(words(daemon())).exits(2);

        assertThat(second.err())
                .contains(url.toString())
                .contains("another daemon works on these campaigns")
                .contains(Long.toString(first.pid()))
                .contains("--standby")
                .doesNotContain(OwnPostgres.environment().get("PGPASSWORD"));
        assertThat(first.isAlive()).isTrue();
    }

    @Test
    void one_that_stands_by_takes_over_from_one_that_is_killed_and_nothing_is_done_twice() throws Exception {
        submit();
        Process first = start("first");
        awaitLeader(first);
        Process second = start("second", "--standby");
        await().atMost(PATIENCE).until(() -> said("second").contains("takes over when it ends"));
        awaitPhase("labelling", "training", "relaxing");

        first.destroyForcibly().waitFor();
        long killed = System.nanoTime();
        awaitLeader(second);
        Duration took = Duration.ofNanos(System.nanoTime() - killed);

        System.out.println("takeover: after " + took.toMillis() + " ms");
        assertThat(took).isLessThan(TAKEOVER);
        endedUndisturbed();
        noJobRanTwice();
    }

    @Test
    void a_server_that_goes_away_for_a_while_only_holds_the_campaign_up() throws Exception {
        submit();
        Process only = start("first");
        for (String phase : List.of("labelling", "training")) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> rows("SELECT lower(CAST(state AS json) ->> 'phase') FROM campaign")
                            .contains(phase));
            postgres.stop();
            Thread.sleep(8000);
            postgres.start();
        }

        endedUndisturbed();
        noJobRanTwice();
        assertThat(only.isAlive()).isTrue();
        assertThat(said("first")).doesNotContain("met trouble");
    }

    @Test
    void of_two_daemons_one_works_after_their_server_was_away_for_longer_than_a_lease() throws Exception {
        submit();
        Process first = start("first");
        awaitLeader(first);
        Process second = start("second", "--standby");
        await().atMost(PATIENCE).until(() -> said("second").contains("takes over when it ends"));
        awaitPhase("labelling", "training", "relaxing");

        postgres.stop();
        Thread.sleep(20_000);
        postgres.start();

        endedUndisturbed();
        noJobRanTwice();
        // whichever has the lease: the other waits for it, or has ended as it lost it
        Process leader = rows("SELECT pid FROM lease").contains(Long.toString(first.pid())) ? first : second;
        assertThat(leader.isAlive()).isTrue();
        if (leader == second) {
            assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(said("first")).contains("another daemon has taken over");
        }
    }

    @Test
    void a_daemon_ends_when_it_is_told_to_though_its_server_is_away() throws Exception {
        submit();
        Process only = start("first");
        awaitPhase("labelling", "training", "relaxing");
        postgres.stop();
        try {
            Thread.sleep(3000);
            only.destroy();
            assertThat(only.waitFor(40, TimeUnit.SECONDS)).isTrue();
        } finally {
            postgres.start();
        }
    }
}
