package org.polymorph.engine.scheduler.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

class LocalSchedulerTest {
    private static final Duration GRACE = Duration.ofMillis(300);

    private final Path workDir;
    private final LocalScheduler scheduler;

    LocalSchedulerTest(@TempDir Path directory) {
        workDir = directory.resolve("it's a \"work\" $HOME dir");
        scheduler = new LocalScheduler(
                new LocalScheduler.Options(workDir, 2, Duration.ofMillis(50), GRACE), Clock.systemUTC());
    }

    @AfterEach
    void endJobs() throws IOException {
        try (Stream<Path> jobs = Files.list(workDir)) {
            scheduler.cancel(jobs.filter(Files::isDirectory)
                    .map(job -> job.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList());
        }
        scheduler.close();
    }

    private static JobRequest job(String token, String script, InputFile... files) {
        return new JobRequest(token, List.of(files), script, Resources.DEFAULT);
    }

    private static JobRequest limited(String token, String script, Duration walltime) {
        return new JobRequest(token, List.of(), script, new Resources(1, 1, walltime, 0));
    }

    private JobSnapshot status(String token) {
        Map<String, JobSnapshot> all = scheduler.status(List.of(token));
        assertThat(all).containsOnlyKeys(token);
        return all.values().iterator().next();
    }

    private JobSnapshot ended(String token) {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> status(token), snapshot -> snapshot.state().isTerminal());
    }

    private boolean exists(String token, String file) {
        return Files.exists(workDir.resolve(token).resolve(file));
    }

    @Test
    void a_job_runs_in_its_directory_and_leaves_its_output() {
        JobSnapshot first =
                scheduler.submit(job("a", "cat in.txt; echo oops >&2", InputFile.text("in.txt", "hello\n")));
        assertThat(first.state()).isIn(JobState.PENDING, JobState.RUNNING, JobState.COMPLETED);
        JobSnapshot last = ended("a");
        assertThat(last.state()).isEqualTo(JobState.COMPLETED);
        assertThat(last.exitCode()).hasValue(0);
        assertThat(last.schedulerId()).matches("\\d+");
        Path directory = scheduler.retrieve("a");
        assertThat(directory.resolve("stdout")).hasContent("hello");
        assertThat(directory.resolve("stderr")).hasContent("oops");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 75, 124, 137, 255})
    void an_exit_status_of_the_script_is_kept_and_is_no_time_limit(int code) {
        scheduler.submit(job("a", "exit " + code));
        JobSnapshot last = ended("a");
        assertThat(last.state()).isEqualTo(JobState.COMPLETED);
        assertThat(last.exitCode()).hasValue(code);
    }

    @Test
    void the_time_limit_ends_a_job() {
        scheduler.submit(limited("a", "sleep 100", Duration.ofSeconds(1)));
        assertThat(ended("a").state()).isEqualTo(JobState.TIMEOUT);
    }

    @Test
    void the_time_limit_ends_a_job_that_ignores_the_request() {
        scheduler.submit(limited("a", "trap '' TERM; while :; do sleep 0.1; done", Duration.ofSeconds(1)));
        assertThat(ended("a").state()).isEqualTo(JobState.TIMEOUT);
    }

    @Test
    void the_time_limit_ends_process_groups_that_the_job_made() throws IOException {
        scheduler.submit(limited("a", "set -m; sleep 100 & set +m; sleep 100", Duration.ofSeconds(1)));
        assertThat(ended("a").state()).isEqualTo(JobState.TIMEOUT);
        JobDirectory job = new JobDirectory(workDir.resolve("a"));
        await().until(() -> job.members().isEmpty());
    }

    @Test
    void a_trapped_time_limit_is_still_one() {
        scheduler.submit(limited("a", "trap 'exit 7' TERM; while :; do sleep 0.1; done", Duration.ofSeconds(1)));
        assertThat(ended("a").state()).isEqualTo(JobState.TIMEOUT);
    }

    @Test
    void never_more_jobs_run_than_allowed_and_the_oldest_come_first() throws IOException {
        List<String> tokens = IntStream.range(0, 7).mapToObj(i -> "j" + i).toList();
        for (String token : tokens) {
            scheduler.submit(job(token, "echo + " + token + " >> ../log; sleep 0.2; echo - >> ../log"));
        }
        assertThat(scheduler.status(tokens).values())
                .extracting(JobSnapshot::state)
                .filteredOn(JobState.PENDING::equals)
                .hasSizeGreaterThanOrEqualTo(5);
        tokens.forEach(token -> assertThat(ended(token).state()).isEqualTo(JobState.COMPLETED));
        int running = 0;
        int most = 0;
        for (String line : Files.readAllLines(workDir.resolve("log"))) {
            running += line.startsWith("+") ? 1 : -1;
            most = Math.max(most, running);
        }
        assertThat(most).isEqualTo(2);
        List<String> order = Files.readAllLines(workDir.resolve("log")).stream()
                .filter(line -> line.startsWith("+"))
                .toList();
        // the two of one moment may write in either order
        assertThat(order.subList(0, 2)).containsExactlyInAnyOrder("+ j0", "+ j1");
        assertThat(order.get(6)).isIn("+ j5", "+ j6");
    }

    @Test
    void queued_jobs_start_without_being_asked_for() {
        IntStream.range(0, 5).forEach(i -> scheduler.submit(job("j" + i, "touch ran")));
        await().until(() -> IntStream.range(0, 5).allMatch(i -> exists("j" + i, "ran")));
    }

    @Test
    void one_token_never_runs_twice() throws Exception {
        scheduler.submit(job("a", "echo ran >> log"));
        scheduler.submit(job("a", "echo again >> log"));
        assertThat(ended("a").state()).isEqualTo(JobState.COMPLETED);
        assertThat(scheduler.submit(job("a", "echo again >> log")).state()).isEqualTo(JobState.COMPLETED);

        Process again = new ProcessBuilder("/bin/sh", "./job.sh")
                .directory(workDir.resolve("a").toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(again.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("duplicate: ");
        assertThat(again.waitFor()).isEqualTo(JobScript.DUPLICATE);
        assertThat(workDir.resolve("a/log")).hasContent("ran");
    }

    @Test
    void cancelling_ends_the_whole_job_and_no_other() throws IOException {
        scheduler.submit(job("a", "sleep 100 & sleep 100 | cat & touch up; wait"));
        scheduler.submit(job("b", "touch up; while [ ! -e go ]; do sleep 0.05; done"));
        await().until(() -> exists("a", "up") && exists("b", "up"));
        JobProcess process = new JobDirectory(workDir.resolve("a")).process().orElseThrow();
        assertThat(process.members()).hasSizeGreaterThanOrEqualTo(5);
        scheduler.cancel(List.of("a", "nobody"));
        assertThat(ended("a").state()).isEqualTo(JobState.CANCELLED);
        assertThat(process.members()).isEmpty();
        assertThat(status("b").state()).isEqualTo(JobState.RUNNING);
        Files.createFile(workDir.resolve("b/go"));
        assertThat(ended("b").state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void cancelling_kills_what_does_not_listen() {
        scheduler.submit(job("a", "trap '' TERM; touch up; while :; do sleep 0.05; done"));
        await().until(() -> exists("a", "up"));
        scheduler.cancel(List.of("a"));
        assertThat(status("a").state()).isIn(JobState.RUNNING, JobState.CANCELLED);
        assertThat(ended("a").state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void cancelled_jobs_of_the_queue_never_start() {
        List<String> tokens = List.of("a", "b", "c");
        tokens.forEach(token -> scheduler.submit(job(token, "touch ran; while [ ! -e ../go ]; do sleep 0.05; done")));
        scheduler.cancel(List.of("c"));
        assertThat(status("c").state()).isEqualTo(JobState.CANCELLED);
        scheduler.cancel(List.of("a", "b"));
        assertThat(ended("a").state()).isEqualTo(JobState.CANCELLED);
        assertThat(ended("b").state()).isEqualTo(JobState.CANCELLED);
        assertThat(exists("c", "ran")).isFalse();
        assertThat(scheduler.submit(job("c", "touch ran")).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void cancelling_an_ended_job_changes_nothing() {
        scheduler.submit(job("a", "exit 2"));
        ended("a");
        scheduler.cancel(List.of("a"));
        assertThat(status("a").state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void a_killed_job_is_lost_and_nothing_of_it_goes_on() throws IOException {
        scheduler.submit(job("a", "touch up; sleep 100"));
        await().until(() -> exists("a", "up"));
        JobProcess process = new JobDirectory(workDir.resolve("a")).process().orElseThrow();
        ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
        JobSnapshot last = ended("a");
        assertThat(last.state()).isEqualTo(JobState.LOST);
        await().until(() -> process.members().isEmpty());
    }

    @Test
    void any_bytes_and_any_script_text_arrive_as_they_are() throws IOException {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        String odd = "a'b\"c$HOME`id`\\n%s ü 水\t@LIMIT@";
        scheduler.submit(job("a", "cat <<'EOT'\n" + odd + "\nEOT\n", new InputFile("raw.bin", bytes)));
        assertThat(ended("a").state()).isEqualTo(JobState.COMPLETED);
        assertThat(scheduler.retrieve("a").resolve("stdout")).hasContent(odd);
        assertThat(scheduler.retrieve("a").resolve("raw.bin")).hasBinaryContent(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"job.sh", "script.sh", "stdout", "stderr", "done"})
    void an_input_cannot_take_the_place_of_the_jobs_own_files(String name) {
        assertThatThrownBy(() -> scheduler.submit(job("a", "exit", InputFile.text(name, "x"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void a_job_is_no_child_of_this_terminal() throws IOException {
        scheduler.submit(job("a", "cat /proc/$$/stat; cat"));
        ended("a");
        String[] stat = Files.readString(workDir.resolve("a/stdout")).split(" ", -1);
        JobProcess process = new JobDirectory(workDir.resolve("a")).process().orElseThrow();
        assertThat(stat[5]).as("session").isEqualTo(Long.toString(process.pid()));
        assertThat(stat[6]).as("terminal").isEqualTo("0");
    }

    @Test
    void an_unknown_job_is_unknown() {
        assertThat(status("nobody").state()).isEqualTo(JobState.UNKNOWN);
        assertThatThrownBy(() -> scheduler.retrieve("nobody")).hasMessageContaining("nobody");
    }

    @Test
    void a_full_disk_leaves_nothing_half_written(@TempDir Path mount) throws Exception {
        Process mounting = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(mounting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(mounting.waitFor() == 0, () -> "mounting a small file system is not possible here: " + said);
        try (LocalScheduler small =
                new LocalScheduler(new LocalScheduler.Options(mount, 1, Duration.ofMillis(50)), Clock.systemUTC())) {
            DiskFullException failure = catchThrowableOfType(
                    DiskFullException.class,
                    () -> small.submit(job("a", "true", new InputFile("large", new byte[100_000]))));
            assertThat(failure)
                    .hasMessageContaining(mount.resolve("a").toString())
                    .hasMessageContaining("full");
            assertThat(mount.resolve("a")).doesNotExist();
            assertThat(mount.resolve(".new-a")).doesNotExist();
            assertThat(small.submit(job("b", "true")).state()).isNotEqualTo(JobState.UNKNOWN);
            await().until(() ->
                    small.status(List.of("b")).values().iterator().next().state() == JobState.COMPLETED);
        } finally {
            assertThat(new ProcessBuilder("umount", mount.toString()).start().waitFor())
                    .isZero();
        }
    }

    @Test
    void a_job_that_fills_the_disk_still_leaves_its_marker(@TempDir Path mount) throws Exception {
        Process mounting = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", mount.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(mounting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(mounting.waitFor() == 0, () -> "mounting a small file system is not possible here: " + said);
        try (LocalScheduler small =
                new LocalScheduler(new LocalScheduler.Options(mount, 1, Duration.ofMillis(50)), Clock.systemUTC())) {
            small.submit(job("a", "cat /dev/zero > big"));
            JobSnapshot last = await().until(
                            () -> small.status(List.of("a")).values().iterator().next(),
                            snapshot -> snapshot.state().isTerminal());
            assertThat(last.state()).isEqualTo(JobState.COMPLETED);
            assertThat(last.exitCode()).hasValue(1);
        } finally {
            assertThat(new ProcessBuilder("umount", mount.toString()).start().waitFor())
                    .isZero();
        }
    }
}
