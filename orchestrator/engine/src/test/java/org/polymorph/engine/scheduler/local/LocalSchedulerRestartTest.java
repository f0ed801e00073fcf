package org.polymorph.engine.scheduler.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

class LocalSchedulerRestartTest {
    private static final List<String> TOKENS = List.of("job0", "job1", "job2");

    private final Path workDir;

    LocalSchedulerRestartTest(@TempDir Path workDir) {
        this.workDir = workDir;
    }

    private LocalScheduler scheduler() {
        return new LocalScheduler(new LocalScheduler.Options(workDir, 2, Duration.ofMillis(50)), Clock.systemUTC());
    }

    private static JobState state(LocalScheduler scheduler, String token) {
        JobSnapshot snapshot = scheduler.status(List.of(token)).get(token);
        return snapshot == null ? JobState.UNKNOWN : snapshot.state();
    }

    // returns once the other process has said the word
    private Process startOther(int jobs, String word) throws IOException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SubmittingProcess.class.getName(),
                        workDir.toString(),
                        Integer.toString(jobs))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = other.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.equals(word)) {
            line = out.readLine();
        }
        assertThat(line).isEqualTo(word);
        return other;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void whenever_the_parent_is_killed_each_job_runs_exactly_once(int seed) throws Exception {
        Files.createFile(workDir.resolve("go"));
        Process other = startOther(40, "ready");
        other.waitFor(new Random(seed).nextInt(400), TimeUnit.MILLISECONDS);
        other.destroyForcibly().waitFor();
        try (LocalScheduler scheduler = scheduler()) {
            List<JobRequest> requests = SubmittingProcess.requests(40);
            requests.forEach(scheduler::submit);
            List<String> tokens = requests.stream().map(JobRequest::token).toList();
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(scheduler.status(tokens).values())
                            .extracting(JobSnapshot::state)
                            .containsOnly(JobState.COMPLETED));
            for (String token : tokens) {
                assertThat(scheduler.retrieve(token).resolve("log")).hasContent("begin\nend");
            }
        }
    }

    @Test
    void jobs_survive_the_kill_of_their_parent_and_are_found_again() throws Exception {
        Process other = startOther(3, "submitted");
        await().until(() -> Files.exists(workDir.resolve("job0/log")) && Files.exists(workDir.resolve("job1/log")));
        assertThatThrownBy(this::scheduler)
                .isInstanceOf(WorkDirectoryInUseException.class)
                .hasMessageContaining("process " + other.pid())
                .hasMessageContaining(workDir.toRealPath().toString());
        other.destroyForcibly().waitFor();

        try (LocalScheduler scheduler = scheduler()) {
            Map<String, JobSnapshot> found = scheduler.status(TOKENS);
            assertThat(found.values())
                    .extracting(JobSnapshot::state)
                    .containsExactly(JobState.RUNNING, JobState.RUNNING, JobState.PENDING);
            // a second submission of what runs changes nothing
            assertThat(scheduler
                            .submit(new JobRequest("job0", List.of(), "exit 9", Resources.DEFAULT))
                            .state())
                    .isEqualTo(JobState.RUNNING);
            Files.createFile(workDir.resolve("go"));
            await().untilAsserted(() -> assertThat(scheduler.status(TOKENS).values())
                    .extracting(JobSnapshot::state)
                    .containsOnly(JobState.COMPLETED));
            assertThat(scheduler.status(TOKENS).values())
                    .allSatisfy(job -> assertThat(job.exitCode()).hasValue(3));
            for (String token : TOKENS) {
                assertThat(scheduler.retrieve(token).resolve("log")).hasContent("begin\nend");
            }
        }
        try (LocalScheduler scheduler = scheduler()) {
            assertThat(scheduler.status(TOKENS).values())
                    .extracting(JobSnapshot::state)
                    .containsOnly(JobState.COMPLETED);
        }
    }

    @Test
    void a_second_scheduler_of_this_process_is_refused_and_takes_no_lock_away() throws IOException {
        try (LocalScheduler first = scheduler()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(this::scheduler)
                        .isInstanceOf(WorkDirectoryInUseException.class)
                        .hasMessageContaining("another scheduler of this process");
            }
            assertThat(state(first, "none")).isEqualTo(JobState.UNKNOWN);
        }
        try (LocalScheduler second = scheduler()) {
            assertThat(state(second, "none")).isEqualTo(JobState.UNKNOWN);
        }
    }

    @Test
    void a_job_killed_while_nobody_looked_is_lost() throws IOException {
        try (LocalScheduler scheduler = scheduler()) {
            scheduler.submit(new JobRequest("a", List.of(), "touch up; exec sleep 100", Resources.DEFAULT));
            await().until(() -> Files.exists(workDir.resolve("a/up")));
        }
        JobProcess process = new JobDirectory(workDir.resolve("a")).process().orElseThrow();
        process.members().forEach(ProcessHandle::destroyForcibly);
        await().until(() -> process.members().isEmpty());
        try (LocalScheduler scheduler = scheduler()) {
            assertThat(state(scheduler, "a")).isEqualTo(JobState.LOST);
        }
    }

    @Test
    void a_recycled_process_number_is_not_taken_for_the_job() throws IOException {
        long self = ProcessHandle.current().pid();
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
        String[] stat = Files.readString(Path.of("/proc/self/stat")).split(" ", -1);
        long start = Long.parseLong(stat[21]);
        assertThat(new JobProcess(self, start, boot).isAlive()).isTrue();
        assertThat(new JobProcess(self, start + 1, boot).isAlive()).isFalse();
        assertThat(new JobProcess(self, start, "another-boot").isAlive()).isFalse();
        assertThat(new JobProcess(self, start - 1, boot).members()).isEmpty();
    }

    @Test
    void a_job_that_never_got_further_than_its_claim_is_lost_in_the_end() throws IOException {
        try (LocalScheduler scheduler = scheduler()) {
            scheduler.submit(new JobRequest("a", List.of(), "exit 0", Resources.DEFAULT));
            await().until(() -> state(scheduler, "a") == JobState.COMPLETED);
        }
        Path job = workDir.resolve("a");
        Files.delete(job.resolve("done"));
        Files.delete(job.resolve(".claim/process"));
        try (LocalScheduler scheduler = scheduler()) {
            assertThat(state(scheduler, "a")).isEqualTo(JobState.RUNNING);
        }
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
        try (LocalScheduler scheduler =
                new LocalScheduler(new LocalScheduler.Options(workDir, 2, Duration.ofMillis(50)), later)) {
            assertThat(state(scheduler, "a")).isEqualTo(JobState.LOST);
        }
    }

    @Test
    void a_half_written_marker_is_no_marker() throws IOException {
        try (LocalScheduler scheduler = scheduler()) {
            scheduler.submit(new JobRequest("a", List.of(), "exit 0", Resources.DEFAULT));
            await().until(() -> state(scheduler, "a") == JobState.COMPLETED);
            Files.writeString(workDir.resolve("a/done"), "exit=--- timeout=- ended=----------\n");
            assertThat(state(scheduler, "a")).isEqualTo(JobState.LOST);
        }
    }

    @Test
    void half_made_directories_of_a_crash_are_removed() throws IOException {
        Files.writeString(Files.createDirectory(workDir.resolve(".new-a")).resolve("job.sh"), "half");
        try (LocalScheduler scheduler = scheduler()) {
            assertThat(workDir.resolve(".new-a")).doesNotExist();
            assertThat(state(scheduler, "a")).isEqualTo(JobState.UNKNOWN);
        }
    }
}
