package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.polymorph.engine.store.ScheduleControl.NewSchedule;

/** Processes with one database, a schedule of every second, and kills. */
@Tag("long")
class ScheduleProcessesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LEASE = Duration.ofSeconds(2);

    private final OwnPostgres postgres = OwnPostgres.require();
    private final PostgresServer server = new PostgresServer(postgres.create(), OwnPostgres.environment());
    private final List<Process> processes = new ArrayList<>();
    private Database database;

    @BeforeEach
    void addSchedule() {
        database = Database.openForWriting(server);
        new ScheduleControl(database, Clock.systemUTC())
                .add(new NewSchedule(
                        "s", "* * * * * ?", "UTC", MisfirePolicy.ALL, OverlapPolicy.ALLOW, Map.of("seed", 1), "/"));
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        database.close();
    }

    private Process start(int hangsAt) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ScheduleProcess.class.getName(),
                        server.url().url(),
                        LEASE.toString(),
                        Integer.toString(hangsAt))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(OwnPostgres.environment());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static void awaitLine(BufferedReader output, String word) throws IOException {
        String line = output.readLine();
        while (line != null && !line.equals(word)) {
            line = output.readLine();
        }
        assertThat(line).isEqualTo(word);
    }

    private List<StoredCampaign> campaigns() {
        return new CampaignControl(database, Clock.systemUTC()).campaigns(10_000, 0);
    }

    // names tell the seconds: from the first to the last each has one
    private void everySecondHasOne() {
        List<Instant> seconds = campaigns().stream()
                .map(campaign -> CampaignReader.of(campaign.id(), database, java.nio.file.Path.of(""))
                        .events()
                        .get(0)
                        .detail())
                .map(detail -> Instant.parse(detail.replaceFirst("by s for ", "")))
                .sorted()
                .toList();
        List<Instant> all = new ArrayList<>();
        for (Instant time = seconds.get(0);
                !time.isAfter(seconds.get(seconds.size() - 1));
                time = time.plusSeconds(1)) {
            all.add(time);
        }
        assertThat(seconds).isEqualTo(all);
    }

    @Test
    void a_takeover_loses_no_time_and_doubles_none() throws Exception {
        int before = 0;
        Process leader = start(0);
        awaitLine(leader.inputReader(), "LEADS");
        for (int kill = 0; kill < 3; kill++) {
            Process standby = start(0);
            int least = before + 3;
            await().atMost(PATIENCE).until(() -> campaigns().size() >= least);
            leader.destroyForcibly().waitFor();
            awaitLine(standby.inputReader(), "LEADS");
            before = campaigns().size();
            leader = standby;
        }
        int least = before + 3;
        await().atMost(PATIENCE).until(() -> campaigns().size() >= least);
        everySecondHasOne();
    }

    @Test
    void a_kill_between_tick_and_commit_neither_loses_nor_doubles() throws Exception {
        for (int at = 3; at < 9; at++) {
            int before = campaigns().size();
            Process hangs = start(at);
            awaitLine(hangs.inputReader(), "HANGS");
            int during = campaigns().size();
            assertThat(during).isGreaterThanOrEqualTo(before);
            hangs.destroyForcibly().waitFor();
            Process next = start(0);
            await().atMost(PATIENCE).until(() -> campaigns().size() > during + 1);
            next.destroyForcibly().waitFor();
        }
        everySecondHasOne();
    }
}
