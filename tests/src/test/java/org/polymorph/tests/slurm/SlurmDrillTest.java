package org.polymorph.tests.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

/** The drills D1–D12: what was seen to go wrong on SLURM 22.05, played again. */
class SlurmDrillTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LATE = Duration.ofMinutes(4);

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

    // so that later calls ask for nothing but what they are about
    private String warmUp(ClusterScheduler scheduler) {
        String token = Site.token();
        scheduler.submit(site.job(token, "true"));
        Site.awaitState(scheduler, token, SOON, JobState.COMPLETED);
        return token;
    }

    @Test
    void D1_a_job_accepted_by_a_controller_that_hung_runs_once() {
        String token = Site.token();
        try (ClusterScheduler scheduler = site.scheduler()) {
            warmUp(scheduler);
            testbed.fault("stop", "ctl");
            assertThat(scheduler.submit(site.job(token, "true")).state()).isEqualTo(JobState.UNKNOWN);
            testbed.fault("cont", "ctl");
            Site.awaitState(scheduler, token, LATE, JobState.COMPLETED);
            assertThat(site.executions(token)).isEqualTo(1);
            assertThat(site.ids(token)).hasSize(1);
        }
    }

    @Test
    void D2_a_submission_whose_client_died_runs_once() {
        String token = Site.token();
        FaultyTransport transport = new FaultyTransport(site.ssh());
        try (ClusterScheduler scheduler = site.scheduler(transport)) {
            warmUp(scheduler);
            testbed.fault("stop", "ctl");
            transport.cutNext("sbatch", Duration.ofSeconds(1));
            assertThat(scheduler.submit(site.job(token, "true")).state()).isEqualTo(JobState.UNKNOWN);
            testbed.fault("cont", "ctl");
            Site.awaitState(scheduler, token, LATE, JobState.COMPLETED);
            assertThat(site.executions(token)).isEqualTo(1);
            assertThat(site.ids(token)).hasSize(1);
        }
    }

    @Test
    @Tag("long")
    void D3_jobs_that_a_killed_controller_forgot_run_once_and_foreign_jobs_with_their_ids_are_left_alone() {
        List<String> tokens = IntStream.range(0, 12).mapToObj(i -> Site.token()).toList();
        try (ClusterScheduler scheduler = site.scheduler()) {
            warmUp(scheduler);
            // busy nodes: what is lost has not begun
            testbed.user("cd && sbatch --job-name=blocker --nodes=4 --exclusive --time=5 --wrap 'sleep 20'");
            tokens.forEach(token -> scheduler.submit(site.job(token, "true")));
            testbed.fault("kill", "ctl");
            testbed.fault("start", "ctl");
            testbed.user("cd && for i in 1 2 3; do sbatch --job-name=foreign --wrap 'true'; done");
            Site.awaitStates(scheduler, tokens, LATE, JobState.COMPLETED);
            tokens.forEach(token -> assertThat(site.executions(token)).isEqualTo(1));
            assertThat(testbed.user("squeue --noheader --states=all --name=foreign --format=%T")
                            .text()
                            .lines())
                    .doesNotContain("CANCELLED");
        }
    }

    @Test
    void D4_an_id_or_a_name_that_the_queue_does_not_know_proves_nothing() {
        assertThat(testbed.user("squeue -j 999999").text()).contains("Invalid job id");
        assertThat(testbed.user("squeue -h -j 999999,999998")).isEqualTo(new Testbed.Said(0, ""));
        assertThat(testbed.user("squeue -h --name=nosuch -t all")).isEqualTo(new Testbed.Said(0, ""));
        assertThat(testbed.user("scancel 999999").exit()).isZero();
        try (ClusterScheduler scheduler = site.scheduler()) {
            assertThat(Site.snapshot(scheduler, "nosuch").state()).isEqualTo(JobState.UNKNOWN);
            String token = warmUp(scheduler);
            // the end of a job that was cancelled after it had ended is not changed by that
            scheduler.cancel(List.of(token));
            assertThat(Site.snapshot(scheduler, token).state()).isEqualTo(JobState.COMPLETED);
        }
    }

    @Test
    @Tag("long")
    void D5_a_job_that_left_the_queue_unseen_is_found_by_its_marker() {
        testbed.configure("MinJobAge=3");
        String token = Site.token();
        try (ClusterScheduler scheduler = site.scheduler()) {
            scheduler.submit(site.job(token, "true"));
        }
        Site.within(SOON).until(() -> site.ids(token).isEmpty());
        try (ClusterScheduler scheduler = site.scheduler()) {
            Site.awaitState(scheduler, token, SOON, JobState.COMPLETED);
            assertThat(site.executions(token)).isEqualTo(1);
        }
    }

    @Test
    void D6_a_requeued_job_keeps_its_id_and_does_not_get_past_the_fence_again() {
        String token = Site.token();
        try (ClusterScheduler scheduler = site.scheduler()) {
            scheduler.submit(site.job(token, "exec sleep 200"));
            Site.awaitState(scheduler, token, SOON, JobState.RUNNING);
            String id = Site.snapshot(scheduler, token).schedulerId();
            Site.within(SOON).until(() -> site.executions(token) == 1);
            assertThat(testbed.root("scontrol update jobid=" + id + " requeue=1 && scontrol requeue " + id)
                            .exit())
                    .isZero();
            testbed.root("sleep 3; scontrol update jobid=" + id + " eligibletime=now");
            Site.awaitState(scheduler, token, LATE, JobState.LOST);
            JobSnapshot ended = Site.snapshot(scheduler, token);
            assertThat(ended.cause()).isEqualTo(JobCause.REQUEUED);
            assertThat(ended.schedulerId()).isEqualTo(id);
            assertThat(site.executions(token)).isEqualTo(1);
        }
    }

    @Test
    void D7_a_job_whose_directory_vanished_is_a_launch_failure() {
        String token = Site.token();
        try (ClusterScheduler scheduler = site.scheduler()) {
            testbed.user("cd && sbatch --job-name=blocker --nodes=4 --exclusive --time=5 --wrap 'sleep 60'");
            scheduler.submit(site.job(token, "true"));
            Site.awaitState(scheduler, token, SOON, JobState.PENDING);
            testbed.user("rm -rf " + site.workDir() + "/" + token + "; scancel --name=blocker");
            Site.awaitState(scheduler, token, SOON, JobState.LOST);
            assertThat(Site.snapshot(scheduler, token).cause()).isEqualTo(JobCause.LAUNCH_FAILURE);
            assertThat(Site.snapshot(scheduler, token).schedulerWord()).contains("JobLaunchFailure");
        }
    }

    @Test
    void D8_reasons_with_spaces_and_commas_after_a_restart_of_the_controller_are_read() {
        String token = Site.token();
        try (ClusterScheduler scheduler = site.scheduler()) {
            warmUp(scheduler);
            testbed.root("scontrol update nodename=ALL state=drain reason='a drill, with commas'");
            scheduler.submit(site.job(token, "true"));
            testbed.fault("restart", "ctl");
            Site.within(SOON)
                    .until(() -> Site.snapshot(scheduler, token).schedulerWord().matches("PENDING \\(.*,.* .*\\)"));
            assertThat(Site.snapshot(scheduler, token).state()).isEqualTo(JobState.PENDING);
            testbed.root("scontrol update nodename=ALL state=resume");
            Site.awaitState(scheduler, token, LATE, JobState.COMPLETED);
        }
    }

    @Test
    @Tag("long")
    void D9_a_full_controller_defers_a_job_and_it_runs_once() {
        testbed.configure("MaxJobCount=2", "MinJobAge=2");
        String token = Site.token();
        try (ClusterScheduler scheduler = site.scheduler()) {
            testbed.user("cd && for i in 1 2; do sbatch --job-name=blocker --time=5 --wrap 'sleep 45'; done");
            JobSnapshot first = scheduler.submit(site.job(token, "true"));
            assertThat(first.state()).isEqualTo(JobState.UNKNOWN);
            Site.awaitState(scheduler, token, LATE, JobState.COMPLETED);
            assertThat(site.executions(token)).isEqualTo(1);
        }
    }

    @Test
    void D10_of_two_jobs_with_one_token_in_one_directory_one_runs() {
        String token = Site.token();
        try (ClusterScheduler scheduler = site.scheduler()) {
            scheduler.submit(site.job(token, "sleep 1"));
            testbed.user("cd " + site.workDir() + "/" + token + " && sbatch --job-name=" + token + " job.sh");
            Site.awaitState(scheduler, token, SOON, JobState.COMPLETED);
            Site.within(SOON).until(() -> testbed.user("squeue --noheader --name=" + token)
                    .text()
                    .isBlank());
            assertThat(site.ids(token)).hasSize(2);
            assertThat(site.executions(token)).isEqualTo(1);
            assertThat(testbed.user("cat " + site.workDir() + "/" + token + "/slurm.log")
                            .text())
                    .contains("duplicate");
        }
    }

    @Test
    void D11_an_answer_that_names_the_cluster_is_read() {
        ClusterOptions plain = site.options(10);
        List<String> extra = new ArrayList<>(plain.extra());
        extra.add("--clusters=polymorph");
        ClusterOptions named = new ClusterOptions(
                plain.workDir(),
                plain.journal(),
                plain.results(),
                plain.queue(),
                plain.account(),
                testbed.get("TESTBED_ACCOUNTING").equals("yes") ? extra : plain.extra(),
                plain.pollInterval(),
                plain.maxQueued(),
                plain.policy());
        String token = Site.token();
        try (ClusterScheduler scheduler =
                new ClusterScheduler(site.transport(), new Slurm(), named, Clock.systemUTC())) {
            assertThat(scheduler.submit(site.job(token, "true")).schedulerId()).matches("\\d+");
            Site.awaitState(scheduler, token, SOON, JobState.COMPLETED);
        }
    }

    @Test
    void D12_a_token_that_no_query_would_find_is_refused() {
        String id = testbed.user("cd && sbatch --parsable --job-name=a,b --wrap true")
                .text()
                .strip();
        assertThat(testbed.user("squeue --noheader --states=all --name=a,b").text())
                .isBlank();
        assertThat(testbed.user("squeue --noheader --states=all --jobs=" + id + " --format=%j")
                        .text()
                        .strip())
                .isEqualTo("a,b");
        assertThatThrownBy(() -> new JobRequest("a,b", List.of(), "true", Resources.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a,b");
        // and a job of that user with such a name does not disturb the others
        try (ClusterScheduler scheduler = site.scheduler()) {
            warmUp(scheduler);
        }
    }

    @Test
    void an_answer_lost_on_the_wire_is_read_later() {
        String token = Site.token();
        FaultyTransport transport = new FaultyTransport(site.transport());
        try (ClusterScheduler scheduler = site.scheduler(transport)) {
            warmUp(scheduler);
            transport.loseNext("sbatch");
            assertThat(scheduler.submit(site.job(token, "sleep 1")).state()).isEqualTo(JobState.UNKNOWN);
            Site.awaitState(scheduler, token, SOON, JobState.COMPLETED);
            assertThat(site.ids(token)).hasSize(1);
        }
    }

    @Test
    void nothing_is_proved_while_the_controller_is_down_and_the_marker_still_counts() {
        String ends = Site.token();
        try (ClusterScheduler scheduler = site.scheduler()) {
            warmUp(scheduler);
            String waits = Site.token();
            scheduler.submit(site.job(ends, "sleep 2"));
            testbed.user("cd && sbatch --job-name=blocker --nodes=4 --exclusive --time=5 --wrap 'sleep 60'");
            scheduler.submit(site.job(waits, "true"));
            Site.awaitState(scheduler, ends, SOON, JobState.RUNNING);
            testbed.fault("restart", "ctl");
            testbed.fault("kill", "ctl");
            Site.awaitState(scheduler, ends, SOON, JobState.COMPLETED);
            // the accounting answers without the controller, and may have heard of the job
            assertThat(Site.snapshot(scheduler, waits).state()).isIn(JobState.UNKNOWN, JobState.PENDING);
            testbed.fault("start", "ctl");
            testbed.user("scancel --name=blocker");
            Site.awaitState(scheduler, waits, LATE, JobState.COMPLETED);
            assertThat(site.executions(waits)).isEqualTo(1);
        }
    }

    @Test
    @Tag("long")
    void a_node_that_fails_is_told_and_excluded_in_the_end() {
        try (ClusterScheduler scheduler = site.scheduler()) {
            for (int i = 0; i < 2; i++) {
                String token = Site.token();
                testbed.root("scontrol update nodename=n[2-4] state=drain reason=drill");
                scheduler.submit(site.job(token, "exec sleep 100"));
                Site.awaitState(scheduler, token, SOON, JobState.RUNNING);
                Site.within(SOON).until(() -> site.executions(token) == 1);
                testbed.root("scontrol update nodename=n1 state=down reason=drill");
                Site.awaitState(scheduler, token, SOON, JobState.LOST);
                assertThat(Site.snapshot(scheduler, token).cause()).isEqualTo(JobCause.NODE_FAILURE);
                testbed.root("scontrol update nodename=ALL state=resume");
            }
            String token = Site.token();
            scheduler.submit(site.job(token, "sleep 5"));
            assertThat(testbed.user("squeue --noheader --name=" + token + " --format=%x")
                            .text()
                            .strip())
                    .isEqualTo("n1");
        }
    }

    @Test
    void a_job_over_its_memory_is_told_so() {
        String token = Site.token();
        try (ClusterScheduler scheduler = site.scheduler()) {
            scheduler.submit(site.job(token, "x=$(head -c 300000000 /dev/zero | tr '\\0' x)\nsleep 30"));
            Site.within(SOON)
                    .until(() -> Site.snapshot(scheduler, token).state().isTerminal());
            assertThat(Site.snapshot(scheduler, token).cause()).isEqualTo(JobCause.OUT_OF_MEMORY);
        }
    }
}
