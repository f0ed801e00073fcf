package org.polymorph.tests.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.scheduler.batch.ClusterScheduler;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

/** Ordinary life of jobs on the testbed; each test within seconds. */
class SlurmJobsTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    private Testbed testbed;
    private Site site;

    @BeforeEach
    void up(@TempDir Path here) {
        testbed = Testbed.require();
        site = new Site(testbed, here);
    }

    @AfterEach
    void clean() {
        testbed.user("scancel --user=" + testbed.get("TESTBED_USER"));
    }

    @Test
    void a_job_runs_once_and_its_files_come_back() {
        String token = Site.token();
        try (ClusterScheduler scheduler = site.scheduler()) {
            assertThat(scheduler.submit(site.job(token, "echo hello; exit 3")).state())
                    .isEqualTo(JobState.PENDING);
            // a second submission changes nothing
            scheduler.submit(site.job(token, "exit 9"));
            Site.awaitState(scheduler, token, SOON, JobState.COMPLETED);
            assertThat(Site.snapshot(scheduler, token).exitCode()).hasValue(3);
            Path results = scheduler.retrieve(token);
            assertThat(results.resolve("stdout")).hasContent("hello");
            assertThat(results.resolve("output")).hasContent("42");
            assertThat(site.executions(token)).isEqualTo(1);
            assertThat(site.ids(token)).hasSize(1);
        }
    }

    @Test
    void jobs_wait_here_beyond_the_cap_that_can_be_changed_while_running() {
        List<String> tokens = new ArrayList<>();
        try (ClusterScheduler scheduler =
                new ClusterScheduler(site.transport(), new Slurm(), site.options(1), java.time.Clock.systemUTC())) {
            for (int i = 0; i < 3; i++) {
                tokens.add(Site.token());
                scheduler.submit(site.job(tokens.get(i), "sleep 1"));
            }
            assertThat(Site.snapshot(scheduler, tokens.get(2)).schedulerWord()).contains("maxQueued is 1");
            assertThat(site.ids(tokens.get(2))).isEmpty();
            scheduler.cap(10);
            Site.awaitStates(scheduler, tokens, SOON, JobState.COMPLETED);
        }
    }

    @Test
    void cancelled_jobs_end_whether_they_run_wait_or_are_not_there_yet() {
        String runs = Site.token();
        String waits = Site.token();
        String here = Site.token();
        try (ClusterScheduler scheduler =
                new ClusterScheduler(site.transport(), new Slurm(), site.options(2), java.time.Clock.systemUTC())) {
            scheduler.submit(site.job(runs, "exec sleep 100"));
            Site.awaitState(scheduler, runs, SOON, JobState.RUNNING);
            scheduler.submit(new JobRequest(waits, List.of(), "true", new Resources(4, 8, Duration.ofMinutes(1), 0)));
            scheduler.submit(site.job(here, "true"));
            scheduler.cancel(List.of(runs, waits, here));
            Site.awaitStates(scheduler, List.of(runs, waits, here), SOON, JobState.CANCELLED);
            assertThat(site.executions(here)).isZero();
            assertThat(site.ids(here)).isEmpty();
        }
    }

    @Test
    @Tag("long")
    void the_graceful_stop_comes_before_the_time_limit_and_reaches_the_script() {
        String token = Site.token();
        try (ClusterScheduler scheduler = site.scheduler()) {
            // SLURM counts in minutes and may send the signal a minute early: of a job of one minute that may be before
            // its script has set its trap
            scheduler.submit(
                    site.job(token, "trap 'echo stopping; exit 5' TERM\nsleep 300 &\nwait", Duration.ofMinutes(2)));
            Site.awaitState(scheduler, token, Duration.ofMinutes(3), JobState.TIMEOUT);
            JobSnapshot ended = Site.snapshot(scheduler, token);
            assertThat(ended.cause()).isEqualTo(JobCause.TIME_LIMIT);
            assertThat(ended.exitCode()).hasValue(5);
            assertThat(scheduler.retrieve(token).resolve("stdout")).hasContent("stopping");
        }
    }

    @Test
    void impossible_requests_are_refused_with_the_words_of_slurm() {
        String time = Site.token();
        String nodes = Site.token();
        try (ClusterScheduler scheduler = site.scheduler()) {
            scheduler.submit(site.job(time, "true", Duration.ofDays(30)));
            scheduler.submit(new JobRequest(nodes, List.of(), "true", new Resources(50, 50, Duration.ofMinutes(1), 0)));
            Site.awaitStates(scheduler, List.of(time, nodes), SOON, JobState.REFUSED);
            // the scheduler's main and backfill cycles have each their own word for it; either may come first
            assertThat(Site.snapshot(scheduler, time).schedulerWord())
                    .containsAnyOf("PartitionTimeLimit", "PartitionConfig");
            assertThat(Site.snapshot(scheduler, time).cause()).isEqualTo(JobCause.IMPOSSIBLE_REQUEST);
            assertThat(site.executions(time)).isZero();
        }
    }

    @Test
    void what_a_user_types_reaches_the_job_as_it_is() {
        String token = Site.token();
        Site odd = site.under("odd 'dir' $(touch hacked) \"x\"");
        try (ClusterScheduler scheduler = odd.scheduler()) {
            scheduler.submit(new JobRequest(
                    token, List.of(), "printf '%s' '$(id) `id` \"quoted\"\n; second'", Resources.DEFAULT));
            Site.awaitState(scheduler, token, SOON, JobState.COMPLETED);
            assertThat(scheduler.retrieve(token).resolve("stdout")).hasContent("$(id) `id` \"quoted\"\n; second");
            assertThat(testbed.user("find " + testbed.get("TESTBED_HOME") + " -name hacked")
                            .text())
                    .isBlank();
        }
    }
}
