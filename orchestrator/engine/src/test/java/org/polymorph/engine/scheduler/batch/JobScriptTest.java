package org.polymorph.engine.scheduler.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script around a job, run by this machine's shell. */
class JobScriptTest {
    private static final StartWords UNWARNED =
            new StartWords("$ID", "0", "here", List.of("TERM", "INT", "USR2"), false, List.of(), List.of());

    @TempDir
    private Path directory;

    private int run(String script, Duration stopAfter) throws IOException, InterruptedException {
        return start("/bin/sh", script, stopAfter).waitFor();
    }

    private Process start(String shell, String script, Duration stopAfter) throws IOException {
        Files.writeString(directory.resolve("script.sh"), script);
        Path job = Files.writeString(
                directory.resolve("job.sh"),
                JobScript.text(UNWARNED, List.of(), directory.toString(), script, stopAfter));
        ProcessBuilder builder = new ProcessBuilder(shell, job.toString());
        builder.environment().put("ID", "12.server");
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        return builder.start();
    }

    private String text(String file) throws IOException {
        return Files.readString(directory.resolve(file)).strip();
    }

    @Test
    void a_job_that_is_not_warned_by_its_batch_system_stops_itself_before_the_limit() throws Exception {
        int exit = run("trap 'echo stopping; exit 5' TERM\nsleep 300 &\nwait\n", Duration.ofSeconds(1));
        assertThat(exit).isEqualTo(5);
        assertThat(text("stdout")).isEqualTo("stopping");
        assertThat(text("done")).startsWith("exit=005 stop=1 id=12.server ended=");
    }

    @Test
    void a_job_that_ends_in_time_leaves_no_timer_behind() throws Exception {
        assertThat(run("echo $$ > pid; exit 3\n", Duration.ofSeconds(7777))).isEqualTo(3);
        assertThat(text("done")).startsWith("exit=003 stop=0 id=12.server ended=");
        assertThat(ProcessHandle.allProcesses()
                        .flatMap(process -> process.info().commandLine().stream())
                        .filter(line -> line.contains("sleep 7777")))
                .isEmpty();
    }

    // bash, which is /bin/sh on many clusters, takes note of a child's end at once, dash when it is asked
    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/bash"})
    void a_job_that_ends_at_once_when_it_is_asked_to_keeps_its_exit_status(String shell) throws Exception {
        Process job = start(
                shell,
                "trap 'kill $sleeper; exit 5' TERM\nsleep 300 &\nsleeper=$!\necho > ready\nwait\n",
                Duration.ofHours(1));
        await().until(() -> Files.exists(directory.resolve("ready")));
        job.destroy();
        assertThat(job.waitFor()).isEqualTo(5);
        assertThat(text("done")).matches("exit=005 stop=1 .* ran=00000\\d{5} limit=0000003600");
    }

    @Test
    void the_marker_takes_the_room_that_was_kept_for_it() throws Exception {
        run("wc -c < .claim/done > room\n", Duration.ofHours(100));
        assertThat(Files.size(directory.resolve("done"))).isEqualTo(Long.parseLong(text("room")));
        assertThat(text("done")).endsWith(" limit=0000360000");
    }

    @Test
    void a_second_start_does_nothing_and_says_so() throws Exception {
        run("echo once >> runs\n", Duration.ofSeconds(60));
        assertThat(run("echo once >> runs\n", Duration.ofSeconds(60))).isEqualTo(JobScript.DUPLICATE);
        assertThat(text("runs")).isEqualTo("once");
        assertThat(text("log")).contains("duplicate: this job was started before");
        assertThat(text(".claim/duplicates")).isEqualTo("12.server 0");
    }
}
