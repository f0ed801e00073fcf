package org.polymorph.tests.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.dft.potential.PotentialCode;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.ClusterScheduler;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.engine.transport.ssh.SshTransport;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.tests.slurm.RemoteCalls.Plan;

/** The invariants I1–I6 of the scheduler, each against the real testbed; I7 is {@link KillDrillTest}. */
class InvariantsTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration LATE = Duration.ofMinutes(4);
    private static final byte[] NOTHING = new byte[0];

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

    private static List<String> tokens(int count) {
        return IntStream.range(0, count).mapToObj(i -> Site.token()).toList();
    }

    @Test
    void I1_of_many_starts_of_a_token_one_gets_past_the_fence() {
        List<String> tokens = tokens(8);
        try (ClusterScheduler scheduler = site.scheduler()) {
            for (String token : tokens) {
                scheduler.submit(site.job(token, "sleep 1"));
                testbed.user("cd " + site.workDir() + "/" + token + " && for i in 1 2 3; do sbatch --job-name=" + token
                        + " job.sh & done; wait");
            }
            Site.awaitStates(scheduler, tokens, SOON, JobState.COMPLETED);
            Site.within(SOON)
                    .until(() -> testbed.root("squeue --noheader").text().isBlank());
            for (String token : tokens) {
                assertThat(site.ids(token)).hasSize(4);
                assertThat(site.executions(token)).isEqualTo(1);
            }
        }
    }

    @Test
    void I2_nothing_is_COMPLETED_without_its_marker_and_nothing_done_without_a_whole_output() throws IOException {
        String whole = Site.token();
        String killed = Site.token();
        String unmarked = Site.token();
        List<String> all = List.of(whole, killed, unmarked);
        try (ClusterScheduler scheduler = site.scheduler()) {
            // exit status 0 throughout: SLURM calls the second one COMPLETED too
            scheduler.submit(site.job(
                    whole, "printf '8\\nLattice=\"5.4 0 0 0 5.4' > results.extxyz; cp input structures.extxyz"));
            scheduler.submit(site.job(killed, "kill -KILL $PPID"));
            scheduler.submit(site.job(unmarked, "rm -rf .claim; mkdir .claim; chmod 500 .claim"));
            Site.within(SOON)
                    .untilAsserted(() -> assertThat(scheduler.status(all).values())
                            .allMatch(job -> job.state().isTerminal()));
            assertThat(Site.snapshot(scheduler, whole).state()).isEqualTo(JobState.COMPLETED);
            assertThat(Path.of(site.workDir(), whole, "done")).exists();
            for (String token : List.of(killed, unmarked)) {
                assertThat(Path.of(site.workDir(), token, "done")).doesNotExist();
                assertThat(Site.snapshot(scheduler, token).state()).isEqualTo(JobState.LOST);
                assertThat(Site.snapshot(scheduler, token).cause()).isEqualTo(JobCause.VANISHED);
            }
            assertThat(new PotentialCode().parse(scheduler.retrieve(whole)))
                    .allMatch(CalculationFailure.class::isInstance);
        }
    }

    @Test
    @Tag("long")
    void I3_a_submission_of_unknown_outcome_is_repeated_after_its_quarantine_and_not_before() throws IOException {
        String token = Site.token();
        FaultyTransport wire = new FaultyTransport(site.transport());
        wire.dropNext("sbatch --parsable");
        Transport calls = new RemoteCalls(wire, site.here().resolve("calls"), Plan.NEVER);
        JobRequest job = site.job(token, "true");
        try (ClusterScheduler scheduler = site.scheduler(calls)) {
            assertThat(scheduler.submit(job).state()).isEqualTo(JobState.UNKNOWN);
            // whoever asks for it again meanwhile changes nothing
            scheduler.submit(job);
            Site.awaitState(scheduler, token, LATE, JobState.COMPLETED);
        }
        assertThat(Files.readAllLines(site.here().resolve("calls")).stream()
                        .filter(line -> line.contains("begin SUBMIT")))
                .hasSize(2);
        new Promises(site, List.of(job)).quarantinesAreKept();
        assertThat(site.executions(token)).isEqualTo(1);
    }

    @Test
    void I4_one_login_serves_all_work_and_each_reconnection_takes_one() throws Exception {
        long before = testbed.logins();
        long began = System.nanoTime();
        int cuts = 3;
        try (SshTransport session = site.session()) {
            manyCalls(session);
            assertThat(testbed.logins() - before).isEqualTo(1);
            for (int cut = 1; cut <= cuts; cut++) {
                cutSessions();
                manyCalls(session);
            }
        }
        long logins = testbed.logins() - before;
        assertThat(logins).isEqualTo(1 + cuts);
        long intervals = (System.nanoTime() - began) / Site.LOGIN_INTERVAL.toNanos();
        assertThat(logins).isLessThanOrEqualTo(1 + intervals);
    }

    private void manyCalls(Transport session) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(CompletableFuture.runAsync(() -> untilDone(session), threads));
            }
            CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void untilDone(Transport session) {
        Site.within(SOON).until(() -> {
            try {
                return session.run("echo here", NOTHING, Duration.ofSeconds(20))
                        .stdout()
                        .equals("here\n");
            } catch (NotDoneException | UnknownOutcomeException e) {
                return false;
            }
        });
    }

    // sshd's process for a log-in runs as the user
    private void cutSessions() {
        testbed.root("pkill -KILL -x sshd -u " + testbed.get("TESTBED_USER"));
    }

    @Test
    void I5_requests_stay_within_the_budget_whatever_the_number_of_jobs() {
        int burst = 8;
        double perSecond = 3;
        Duration poll = Duration.ofMillis(700);
        ClusterOptions.Policy hasty = Site.HASTY;
        ClusterOptions.Policy thrifty = new ClusterOptions.Policy(
                hasty.submitDeadline(),
                hasty.queryDeadline(),
                hasty.startDeadline(),
                hasty.messageTimeout(),
                hasty.markerGrace(),
                hasty.submissions(),
                hasty.nodeFailures(),
                hasty.nodeMemory(),
                burst,
                perSecond,
                hasty.gracefulStop());
        for (int jobs : List.of(2, 30)) {
            Site own = site.under(jobs + "-jobs");
            List<String> tokens = tokens(jobs);
            testbed.root("sdiag --reset");
            long began = System.nanoTime();
            ClusterOptions options = own.options(1000, poll, thrifty);
            try (ClusterScheduler scheduler =
                    new ClusterScheduler(own.transport(), new Slurm(), options, Clock.systemUTC())) {
                tokens.forEach(token -> scheduler.submit(own.job(token, "sleep 1")));
                Site.awaitStates(scheduler, tokens, LATE, JobState.COMPLETED);
                double seconds = (System.nanoTime() - began) / 1e9;
                Diagnosis said = new Diagnosis(testbed.root("sdiag").text());
                long queries = said.count("REQUEST_JOB_USER_INFO");
                long submissions = said.count("REQUEST_SUBMIT_BATCH_JOB");
                // the configuration is asked for once
                assertThat(queries + submissions + said.count("REQUEST_BUILD_INFO"))
                        .as("%d jobs in %.0f s", jobs, seconds)
                        .isLessThanOrEqualTo((long) (1 + burst + perSecond * seconds));
                assertThat(submissions).isEqualTo(jobs);
                assertThat(queries).isLessThanOrEqualTo(2 + (long) (seconds * 1000 / poll.toMillis()));
                assertThat(said.count("REQUEST_JOB_INFO_SINGLE") + said.count("REQUEST_JOB_INFO "))
                        .as("queries for single jobs or for everybody's")
                        .isZero();
            }
        }
    }

    /** Counts of requests in what sdiag says. */
    private record Diagnosis(String text) {
        long count(String message) {
            Matcher matcher = Pattern.compile("\\b" + message + "\\s*\\([ \\d]+\\) count:(\\d+)")
                    .matcher(text);
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        }
    }

    @Test
    void I6_no_transfer_that_is_cut_leaves_a_final_name_on_other_bytes() throws Exception {
        byte[] large = new byte[8 << 20];
        new java.util.Random(6).nextBytes(large);
        InputFile file = new InputFile("large", large);
        String token = Site.token();
        Path there = Path.of(site.workDir(), token);
        Path here = site.here().resolve("back");
        SplittableRandom random = new SplittableRandom(6);
        try (SshTransport session = site.session()) {
            for (int cut = 0; cut < 4; cut++) {
                CompletableFuture<Void> transfer = CompletableFuture.runAsync(
                        () -> session.upload(List.of(file), there.toString(), Duration.ofSeconds(60)));
                cutAmid(transfer, random);
                if (Files.exists(there.resolve("large"))) {
                    assertThat(there.resolve("large")).hasBinaryContent(large);
                }
            }
            Site.within(SOON).ignoreExceptions().untilAsserted(() -> {
                session.upload(List.of(file), there.toString(), Duration.ofSeconds(60));
                assertThat(there.resolve("large")).hasBinaryContent(large);
            });
            for (int cut = 0; cut < 4; cut++) {
                CompletableFuture<Void> transfer = CompletableFuture.runAsync(
                        () -> session.download(there.toString(), List.of("large"), here, Duration.ofSeconds(60)));
                cutAmid(transfer, random);
                if (Files.exists(here.resolve("large"))) {
                    assertThat(here.resolve("large")).hasBinaryContent(large);
                }
            }
            Site.within(SOON).ignoreExceptions().untilAsserted(() -> {
                session.download(there.toString(), List.of("large"), here, Duration.ofSeconds(60));
                assertThat(here.resolve("large")).hasBinaryContent(large);
            });
        }
    }

    // at some moment while it is under way, or right after
    private void cutAmid(CompletableFuture<Void> transfer, SplittableRandom random) {
        try {
            transfer.get(20 + random.nextInt(150), java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            cutSessions();
        } catch (java.util.concurrent.ExecutionException | InterruptedException e) {
            // a transfer that could not begin yet: the next log-in is due later
        }
        var unused = transfer.handle((done, failure) -> failure).join();
    }
}
