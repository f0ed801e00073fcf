package org.polymorph.engine.scheduler.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

/** What holds for every dialect, here on a {@link StandIn} of its commands: jobs run, and each runs once. */
public abstract class DialectContract {
    private static final ClusterOptions.Policy PATIENT = new ClusterOptions.Policy(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            5,
            2,
            Duration.ofHours(1),
            1000,
            100,
            Duration.ofSeconds(20));

    /** After it a submission has surely come to an end, and so has any patience. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private final MovableClock clock = new MovableClock();
    private @Nullable StandIn machine;
    private Path directory = Path.of("");

    protected abstract Dialect dialect();

    /** Returns the names of the commands that the stand-in has. */
    protected abstract List<String> commands();

    /** Returns a command line that submits {@code job.sh} of the current directory under a name. */
    protected abstract String submission(String name);

    /** Returns the name of the command that submits. */
    protected abstract String submits();

    @BeforeEach
    void up(@TempDir Path temporary) {
        directory = temporary;
        machine = new StandIn(temporary.resolve("standin"), dialect().name(), commands());
    }

    @AfterEach
    void down() throws IOException {
        machine().letNoMore("hold");
        // a running job would write into the directory while it is deleted
        Path jobs = directory.resolve("standin/jobs");
        if (Files.isDirectory(jobs)) {
            machine().sh("for n in $(ls " + jobs + "); do vanish $n; done");
        }
        machine().close();
    }

    private StandIn machine() {
        if (machine == null) {
            throw new IllegalStateException("not set up");
        }
        return machine;
    }

    private ClusterScheduler scheduler() {
        return scheduler("");
    }

    private ClusterScheduler scheduler(String queue) {
        ClusterOptions options = new ClusterOptions(
                directory.resolve("work dir").toString(),
                directory.resolve("journal"),
                directory.resolve("results"),
                queue,
                "",
                List.of(),
                Duration.ofMillis(1),
                100,
                PATIENT);
        return new ClusterScheduler(machine(), dialect(), options, clock);
    }

    private static String token() {
        return "pm-contract-" + UUID.randomUUID();
    }

    private JobRequest job(String token, String script) {
        return new JobRequest(
                token,
                List.of(InputFile.text("input", "42\n")),
                "echo " + token + " >> " + directory + "/executions\ncat input > output\n" + script,
                new Resources(1, 1, Duration.ofMinutes(10), 0));
    }

    private long executions(String token) {
        Path file = directory.resolve("executions");
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().filter(token::equals).count()
                    : 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static JobSnapshot look(ClusterScheduler scheduler, String token) {
        return List.copyOf(scheduler.status(List.of(token)).values()).get(0);
    }

    private static void awaitState(ClusterScheduler scheduler, String token, JobState state) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(look(scheduler, token))
                        .extracting(JobSnapshot::state)
                        .isEqualTo(state));
    }

    private String number(JobSnapshot snapshot) {
        return snapshot.schedulerId().split("\\.", 2)[0];
    }

    @Test
    void a_job_runs_once_and_its_files_come_back() {
        String token = token();
        try (ClusterScheduler scheduler = scheduler()) {
            JobSnapshot first = scheduler.submit(job(token, "echo hello; exit 3"));
            assertThat(first.state()).isEqualTo(JobState.PENDING);
            assertThat(first.schedulerId()).isNotEmpty();
            scheduler.submit(job(token, "exit 9"));
            awaitState(scheduler, token, JobState.COMPLETED);
            assertThat(look(scheduler, token).exitCode()).hasValue(3);
            assertThat(look(scheduler, token).schedulerId()).isEqualTo(first.schedulerId());
            Path results = scheduler.retrieve(token);
            assertThat(results.resolve("stdout")).hasContent("hello");
            assertThat(results.resolve("output")).hasContent("42");
            assertThat(executions(token)).isEqualTo(1);
        }
    }

    @Test
    void a_job_is_seen_to_wait_and_to_run() {
        String token = token();
        machine().let("hold");
        try (ClusterScheduler scheduler = scheduler()) {
            scheduler.submit(job(token, "exec sleep 300"));
            awaitState(scheduler, token, JobState.PENDING);
            assertThat(executions(token)).isZero();
            machine().letNoMore("hold");
            awaitState(scheduler, token, JobState.RUNNING);
        }
    }

    @Test
    void a_token_that_is_no_name_there_is_another_name() {
        String token = "-7-" + token() + "-of-a-name-that-is-far-longer-than-one-line-of-output-is";
        try (ClusterScheduler scheduler = scheduler()) {
            scheduler.submit(job(token, "true"));
            awaitState(scheduler, token, JobState.COMPLETED);
            assertThat(executions(token)).isEqualTo(1);
        }
    }

    @Test
    void an_answer_lost_on_the_wire_is_read_later() {
        String token = token();
        try (ClusterScheduler scheduler = scheduler()) {
            machine().loseNext(submits());
            assertThat(scheduler.submit(job(token, "true")).state()).isEqualTo(JobState.UNKNOWN);
            awaitState(scheduler, token, JobState.COMPLETED);
            assertThat(executions(token)).isEqualTo(1);
        }
    }

    @Test
    void a_job_waiting_under_the_name_of_a_lost_answer_is_found() {
        String token = token();
        machine().let("hold");
        try (ClusterScheduler scheduler = scheduler()) {
            machine().loseNext(submits());
            scheduler.submit(job(token, "true"));
            machine().sh("rm " + quoted(directory.resolve("work dir").resolve(token)) + "/submit.id");
            awaitState(scheduler, token, JobState.PENDING);
            assertThat(look(scheduler, token).schedulerId()).isNotEmpty();
        }
    }

    private static String quoted(Path path) {
        return org.polymorph.model.batch.ShellWord.quote(path.toString());
    }

    @Test
    void of_two_jobs_with_one_token_one_runs() {
        String token = token();
        try (ClusterScheduler scheduler = scheduler()) {
            scheduler.submit(job(token, "sleep 1"));
            String second = machine()
                    .sh("cd " + quoted(directory.resolve("work dir").resolve(token)) + " && "
                            + submission(dialect().jobName(token)));
            assertThat(second).isNotEmpty();
            awaitState(scheduler, token, JobState.COMPLETED);
            Path log = directory.resolve("work dir").resolve(token).resolve(JobDirectoryNames.log(dialect()));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(log).content().contains("duplicate: this job was started before"));
            assertThat(executions(token)).isEqualTo(1);
        }
    }

    @Test
    void cancelled_jobs_end_whether_they_run_or_wait() {
        String runs = token();
        String waits = token();
        try (ClusterScheduler scheduler = scheduler()) {
            scheduler.submit(job(runs, "exec sleep 300"));
            awaitState(scheduler, runs, JobState.RUNNING);
            await().atMost(Duration.ofSeconds(30)).until(() -> executions(runs) == 1);
            machine().let("hold");
            scheduler.submit(job(waits, "true"));
            scheduler.cancel(List.of(runs, waits));
            awaitState(scheduler, runs, JobState.CANCELLED);
            awaitState(scheduler, waits, JobState.CANCELLED);
            machine().letNoMore("hold");
            assertThat(executions(waits)).isZero();
        }
    }

    @Test
    void a_job_that_vanished_before_it_began_is_submitted_again_after_the_quarantine_only() {
        String token = token();
        machine().let("hold");
        try (ClusterScheduler scheduler = scheduler()) {
            JobSnapshot first = scheduler.submit(job(token, "true"));
            machine().sh("vanish " + number(first));
            for (int i = 0; i < 5; i++) {
                assertThat(look(scheduler, token).state()).isEqualTo(JobState.UNKNOWN);
            }
            machine().letNoMore("hold");
            clock.move(LONG);
            look(scheduler, token);
            clock.move(LONG);
            awaitState(scheduler, token, JobState.COMPLETED);
            assertThat(look(scheduler, token).schedulerId()).isNotEqualTo(first.schedulerId());
            assertThat(executions(token)).isEqualTo(1);
        }
    }

    @Test
    void a_job_that_vanished_while_it_ran_is_lost_and_not_run_again() {
        String token = token();
        try (ClusterScheduler scheduler = scheduler()) {
            scheduler.submit(job(token, "exec sleep 300"));
            await().atMost(Duration.ofSeconds(30)).until(() -> executions(token) == 1);
            machine().sh("vanish " + number(look(scheduler, token)));
            for (int i = 0; i < 4; i++) {
                clock.move(LONG);
                look(scheduler, token);
            }
            assertThat(look(scheduler, token).state()).isEqualTo(JobState.LOST);
            assertThat(look(scheduler, token).cause()).isEqualTo(JobCause.VANISHED);
            assertThat(executions(token)).isEqualTo(1);
        }
    }

    @Test
    void nothing_is_proved_while_commands_fail() {
        String token = token();
        machine().let("hold");
        try (ClusterScheduler scheduler = scheduler()) {
            scheduler.submit(job(token, "true"));
            machine().let("down");
            for (int i = 0; i < 4; i++) {
                clock.move(LONG);
                assertThat(look(scheduler, token).state()).isEqualTo(JobState.UNKNOWN);
            }
            machine().letNoMore("down");
            machine().letNoMore("hold");
            awaitState(scheduler, token, JobState.COMPLETED);
            assertThat(executions(token)).isEqualTo(1);
        }
    }

    @Test
    void a_limit_defers_a_job() {
        String token = token();
        machine().let("full");
        try (ClusterScheduler scheduler = scheduler()) {
            JobSnapshot first = scheduler.submit(job(token, "true"));
            assertThat(first.state()).isEqualTo(JobState.UNKNOWN);
            assertThat(first.schedulerWord()).startsWith("deferred: ");
            machine().letNoMore("full");
            clock.move(LONG);
            look(scheduler, token);
            clock.move(LONG);
            awaitState(scheduler, token, JobState.COMPLETED);
            assertThat(executions(token)).isEqualTo(1);
        }
    }

    @Test
    void a_request_that_cannot_be_met_is_refused() {
        String token = token();
        try (ClusterScheduler scheduler = scheduler("nosuch")) {
            JobSnapshot refused = scheduler.submit(job(token, "true"));
            assertThat(refused.state()).isEqualTo(JobState.REFUSED);
            assertThat(refused.cause()).isEqualTo(JobCause.IMPOSSIBLE_REQUEST);
            assertThat(refused.schedulerWord()).contains("queue");
            assertThat(executions(token)).isZero();
        }
    }

    @Test
    void a_later_process_knows_the_jobs_of_an_earlier_one() {
        String token = token();
        machine().let("hold");
        try (ClusterScheduler scheduler = scheduler()) {
            scheduler.submit(job(token, "true"));
        }
        machine().letNoMore("hold");
        try (ClusterScheduler scheduler = scheduler()) {
            awaitState(scheduler, token, JobState.COMPLETED);
            assertThat(executions(token)).isEqualTo(1);
        }
    }
}
