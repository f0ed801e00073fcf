package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.campaign.Wish;
import org.polymorph.engine.store.StoredCampaign;
import org.polymorph.model.batch.JobState;
import org.polymorph.tests.PolymorphProcess;

/** Several campaigns in one daemon, and what people ask of them while they run. */
class DaemonTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long SEED = Long.getLong("drill.seed", 20_261_126);

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(DaemonCampaigns campaigns, String... arguments) throws IOException {
        Process process = campaigns.start(arguments);
        started.add(process);
        return process;
    }

    private Search search(String name, int seed) throws IOException {
        return Search.small(directory.resolve(name)).with("campaign=" + name, "seed=" + seed);
    }

    // jobs that wait for a file, so that the test says when they end
    private Search waiting(String name) throws IOException {
        return search(name, 1)
                .with("label.perRound=4", "calculate.structuresPerJob=1")
                .onSite("gate", """
                scheduler: {maxRunning: 2}
                codes:
                  potential: {prelude: ['while [ ! -e %s ]; do sleep 0.1; done']}
                """.formatted(directory.resolve("gate")));
    }

    private static List<ProcessHandle> running(DaemonCampaigns campaigns) {
        return new RunningJobs(campaigns.data().resolve("sites/gate")).leaders();
    }

    @Test
    @Tag("long")
    void campaigns_side_by_side_find_what_each_finds_alone_whatever_kills_the_daemon() throws Exception {
        Search first = search("first", 1);
        Search second = search("second", 2);
        first.run().exits(0);
        second.run().exits(0);
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("both"));
        campaigns.submit("first", first);
        campaigns.submit("second", second);

        SplittableRandom random = new SplittableRandom(SEED);
        for (int kill = 0; kill < 4; kill++) {
            Process daemon = start(campaigns);
            Thread.sleep(1500 + random.nextLong(3000));
            daemon.destroyForcibly().waitFor();
        }
        start(campaigns);

        campaigns.await(PATIENCE, "first", "second");
        assertThat(campaigns.findings("first")).as("seed %d", SEED).isEqualTo(first.findings());
        assertThat(campaigns.findings("second")).as("seed %d", SEED).isEqualTo(second.findings());
        Ledger.of(campaigns.data()).isComplete();
    }

    @Test
    void a_second_daemon_on_the_same_data_says_so_and_ends() throws Exception {
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("one"));
        Process first = start(campaigns);
        await().atMost(PATIENCE).until(() -> Files.exists(campaigns.data().resolve("holder")));

        PolymorphProcess.Ended second = campaigns.ask("daemon");

        second.exits(2);
        assertThat(second.err()).contains(Long.toString(first.pid()));
    }

    @Test
    void a_daemon_that_is_told_to_end_leaves_jobs_running() throws Exception {
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("one"));
        campaigns.submit("a", waiting("a"));
        Process daemon = start(campaigns);
        await().atMost(PATIENCE).until(() -> campaigns.jobs("a", JobState.RUNNING) == 2);

        daemon.destroy();

        assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(campaigns.said()).contains("nothing is lost");
        Files.createFile(directory.resolve("gate"));
        start(campaigns);
        campaigns.await(PATIENCE, "a");
        Ledger.of(campaigns.data()).isDone();
    }

    @Test
    void a_hard_stop_leaves_no_job() throws Exception {
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("one"));
        campaigns.submit("a", waiting("a"));
        start(campaigns);
        await().atMost(PATIENCE).until(() -> campaigns.jobs("a", JobState.RUNNING) == 2);

        PolymorphProcess.Ended stop = campaigns.ask("stop", "a", "--hard").exits(0);

        assertThat(stop.err()).contains("0 jobs left");
        assertThat(campaigns.state("a").state().exit()).isEqualTo(ExitReason.CANCELLED);
        assertThat(running(campaigns)).isEmpty();
        campaigns.ask("resume", "a").exits(2);
    }

    @Test
    void a_hard_stop_asked_while_nobody_works_is_carried_out_later() throws Exception {
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("one"));
        campaigns.submit("a", waiting("a"));
        Process daemon = start(campaigns);
        await().atMost(PATIENCE).until(() -> campaigns.jobs("a", JobState.RUNNING) == 2);
        daemon.destroyForcibly().waitFor();

        PolymorphProcess.Ended stop =
                campaigns.ask("stop", "a", "--hard", "--wait", "0").exits(0);

        assertThat(stop.err()).contains("nobody has ended");
        assertThat(running(campaigns)).hasSize(2);
        start(campaigns);
        assertThat(campaigns.await(PATIENCE, "a")).containsExactly(ExitReason.CANCELLED);
        assertThat(running(campaigns)).isEmpty();
    }

    @Test
    void a_paused_campaign_collects_its_jobs_and_begins_none_until_it_is_resumed() throws Exception {
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("one"));
        campaigns.submit("a", waiting("a"));
        start(campaigns);
        await().atMost(PATIENCE).until(() -> campaigns.jobs("a", JobState.RUNNING) == 2);
        campaigns.ask("pause", "a").exits(0);

        Files.createFile(directory.resolve("gate"));
        await().atMost(PATIENCE).until(() -> campaigns.jobs("a", JobState.COMPLETED) == 4);
        Thread.sleep(2000);
        StoredCampaign paused = campaigns.state("a");
        assertThat(paused.wish()).isEqualTo(Wish.PAUSE);
        assertThat(paused.state().round()).isZero();
        assertThat(paused.state().phase()).isEqualTo(Phase.TRAINING);

        campaigns.ask("resume", "a").exits(0);
        campaigns.await(PATIENCE, "a");
    }

    @Test
    void a_soft_stop_ends_with_a_result() throws Exception {
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("one"));
        campaigns.submit("a", waiting("a").with("stop.topK=3"));
        start(campaigns);
        await().atMost(PATIENCE).until(() -> campaigns.jobs("a", JobState.RUNNING) == 2);
        campaigns.ask("stop", "a").exits(0);
        campaigns.ask("pause", "a").exits(2);
        Files.createFile(directory.resolve("gate"));

        assertThat(campaigns.await(PATIENCE, "a")).containsExactly(ExitReason.STOPPED);
        assertThat(campaigns.state("a").state().round()).isZero();
        assertThat(campaigns.ask("results", "a", "--json").exits(0).json().get("results"))
                .isNotEmpty();
    }

    @Test
    void a_budget_changed_while_it_runs_ends_a_campaign() throws Exception {
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("one"));
        campaigns.submit("a", waiting("a"));
        start(campaigns);
        await().atMost(PATIENCE).until(() -> campaigns.jobs("a", JobState.RUNNING) == 2);
        campaigns.ask("set", "a", "stop.labels=4").exits(0);
        assertThat(campaigns.ask("set", "a", "stop.label=4").exits(2).err()).contains("stop.labels");
        Files.createFile(directory.resolve("gate"));

        assertThat(campaigns.await(PATIENCE, "a")).containsExactly(ExitReason.LABELS);
    }

    @Test
    @Tag("long")
    void trouble_with_a_site_halts_its_campaign_alone_until_it_is_resumed() throws Exception {
        Path program = directory.resolve("missing");
        Search broken = search("a", 1).onSite("broken", "codes: {potential: {command: " + program + "}}\n");
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("one"));
        campaigns.submit("a", broken);
        campaigns.submit("b", search("b", 2));
        start(campaigns);

        campaigns.await(PATIENCE, "b");
        await().atMost(PATIENCE).until(() -> !campaigns.state("a").trouble().isEmpty());
        assertThat(campaigns.state("a").trouble()).contains("broken", "missing");
        Files.createSymbolicLink(program, PolymorphProcess.launcher());
        campaigns.ask("resume", "a").exits(0);
        campaigns.await(PATIENCE, "a");
    }

    @Test
    void what_is_submitted_again_under_a_key_is_one_campaign() throws Exception {
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("one"));
        String file = PolymorphProcess.checkout().resolve("examples/si8.yaml").toString();
        campaigns.ask("submit", file, "--key", "k").exits(0);
        campaigns.ask("submit", file, "--key", "k").exits(0);
        assertThat(campaigns
                        .ask("submit", file, "--key", "k", "--set", "seed=9")
                        .exits(2)
                        .err())
                .contains("key k");
        assertThat(campaigns.ask("submit", file).exits(2).err()).contains("another name");
        assertThat(campaigns.ask("pause", "nobody").exits(2).err()).contains("nobody");
    }
}
