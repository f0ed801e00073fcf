package org.polymorph.tests.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.ClusterScheduler;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.engine.transport.Transport;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;

/** Jobs that go in one submission: each keeps its token, its directory, its fence and its marker. */
class SlurmArrayTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration LATE = Duration.ofMinutes(5);

    private Testbed testbed;
    private Site site;

    @BeforeEach
    void up(@TempDir Path here) {
        testbed = Testbed.require();
        site = new Site(testbed, here);
    }

    @AfterEach
    void clean() {
        testbed.recover();
    }

    private ClusterScheduler scheduler(Transport transport, int arraySize) {
        ClusterOptions alone = site.options(1000);
        ClusterOptions options = new ClusterOptions(
                alone.workDir(),
                alone.journal(),
                alone.results(),
                alone.queue(),
                alone.account(),
                alone.extra(),
                alone.pollInterval(),
                alone.maxQueued(),
                arraySize,
                alone.policy());
        return new ClusterScheduler(transport, new Slurm(), options, Clock.systemUTC());
    }

    private List<String> submit(ClusterScheduler scheduler, int jobs, String script) {
        List<String> tokens =
                IntStream.range(0, jobs).mapToObj(i -> Site.token()).toList();
        tokens.forEach(token -> scheduler.submit(site.job(token, script)));
        return tokens;
    }

    private static List<String> ids(ClusterScheduler scheduler, List<String> tokens) {
        return scheduler.status(tokens).values().stream()
                .map(JobSnapshot::schedulerId)
                .toList();
    }

    private void assertOnce(List<String> tokens) {
        tokens.forEach(token -> assertThat(site.executions(token)).isEqualTo(1));
    }

    // how many submissions there were, by the directories of arrays
    private long arrays() {
        return testbed.user("ls " + site.workDir() + "/.arrays").text().lines().count();
    }

    @Test
    void jobs_that_ask_for_the_same_go_in_one_submission_and_each_has_its_own_files() {
        try (ClusterScheduler scheduler = scheduler(site.transport(), 50)) {
            List<String> tokens = submit(scheduler, 5, "echo $PWD; exit 3");
            String other = Site.token();
            scheduler.submit(site.job(other, "true", Duration.ofMinutes(3)));
            Site.awaitStates(scheduler, tokens, SOON, JobState.COMPLETED);
            Site.awaitState(scheduler, other, SOON, JobState.COMPLETED);
            List<String> ids = ids(scheduler, tokens);
            String array = ids.get(0).substring(0, ids.get(0).indexOf('_'));
            assertThat(ids)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 5).mapToObj(i -> array + "_" + i).toList());
            assertThat(ids(scheduler, List.of(other)).get(0)).doesNotContain("_");
            for (String token : tokens) {
                Path results = scheduler.retrieve(token);
                assertThat(results.resolve("stdout")).content().contains(token);
                assertThat(results.resolve("output")).hasContent("42");
                assertThat(Site.snapshot(scheduler, token).exitCode()).hasValue(3);
            }
            assertOnce(tokens);
            assertThat(arrays()).isEqualTo(1);
        }
    }

    @Test
    void an_array_is_no_larger_than_the_site_says() {
        try (ClusterScheduler scheduler = scheduler(site.transport(), 2)) {
            List<String> tokens = submit(scheduler, 5, "true");
            Site.awaitStates(scheduler, tokens, SOON, JobState.COMPLETED);
            assertOnce(tokens);
            assertThat(arrays()).isEqualTo(2);
        }
    }

    @Test
    @Tag("long")
    void an_array_is_no_larger_than_the_cluster_takes() {
        testbed.configure("MaxArraySize=3");
        try (ClusterScheduler scheduler = scheduler(site.transport(), 50)) {
            List<String> tokens = submit(scheduler, 4, "true");
            Site.awaitStates(scheduler, tokens, SOON, JobState.COMPLETED);
            assertOnce(tokens);
            assertThat(ids(scheduler, tokens))
                    .filteredOn(id -> id.contains("_"))
                    .hasSize(3);
        }
    }

    @Test
    void the_lost_answer_to_an_array_is_read_later() {
        FaultyTransport transport = new FaultyTransport(site.transport());
        try (ClusterScheduler scheduler = scheduler(transport, 50)) {
            transport.loseNext("--array=0-");
            List<String> tokens = submit(scheduler, 3, "sleep 1");
            Site.awaitStates(scheduler, tokens, SOON, JobState.COMPLETED);
            assertOnce(tokens);
            assertThat(arrays()).isEqualTo(1);
        }
    }

    @Test
    void an_array_accepted_by_a_controller_that_hung_runs_once() {
        try (ClusterScheduler scheduler = scheduler(site.transport(), 50)) {
            List<String> first = submit(scheduler, 2, "true");
            Site.awaitStates(scheduler, first, SOON, JobState.COMPLETED);
            List<String> tokens = submit(scheduler, 3, "true");
            testbed.fault("stop", "ctl");
            scheduler.status(tokens);
            testbed.fault("cont", "ctl");
            Site.awaitStates(scheduler, tokens, LATE, JobState.COMPLETED);
            assertOnce(tokens);
        }
    }

    @Test
    @Tag("long")
    void an_array_that_a_killed_controller_forgot_runs_once() {
        try (ClusterScheduler scheduler = scheduler(site.transport(), 50)) {
            List<String> first = submit(scheduler, 2, "true");
            Site.awaitStates(scheduler, first, SOON, JobState.COMPLETED);
            testbed.user("cd && sbatch --job-name=blocker --nodes=4 --exclusive --time=5 --wrap 'sleep 20'");
            List<String> tokens = submit(scheduler, 4, "true");
            Site.within(SOON).until(() -> ids(scheduler, tokens).stream().allMatch(id -> id.contains("_")));
            testbed.fault("kill", "ctl");
            testbed.fault("start", "ctl");
            Site.awaitStates(scheduler, tokens, LATE, JobState.COMPLETED);
            assertOnce(tokens);
        }
    }

    @Test
    void one_job_of_an_array_is_cancelled_and_the_others_go_on() {
        try (ClusterScheduler scheduler = scheduler(site.transport(), 50)) {
            List<String> tokens = submit(scheduler, 3, "sleep 12");
            Site.awaitStates(scheduler, tokens, SOON, JobState.RUNNING);
            scheduler.cancel(tokens.subList(1, 2));
            Site.awaitState(scheduler, tokens.get(1), SOON, JobState.CANCELLED);
            Site.awaitStates(scheduler, List.of(tokens.get(0), tokens.get(2)), SOON, JobState.COMPLETED);
        }
    }

    @Test
    void a_later_process_knows_the_jobs_of_an_array() {
        List<String> tokens;
        try (ClusterScheduler scheduler = scheduler(site.transport(), 50)) {
            tokens = submit(scheduler, 3, "sleep 2");
            List<String> all = tokens;
            Site.within(SOON).until(() -> ids(scheduler, all).stream().allMatch(id -> id.contains("_")));
        }
        try (ClusterScheduler scheduler = scheduler(site.transport(), 1)) {
            Site.awaitStates(scheduler, tokens, SOON, JobState.COMPLETED);
            assertOnce(tokens);
        }
    }
}
