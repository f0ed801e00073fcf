package org.polymorph.engine.scheduler.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script around a job, run by this machine's shell. */
class JobScriptTest {
    private static final StartWords UNWARNED =
            new StartWords("$ID", "0", "here", List.of("TERM", "INT", "USR2"), false, List.of(), List.of());

    @TempDir
    private Path directory;

    private int run(String script, Duration stopAfter) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("script.sh"), script);
        Path job = Files.writeString(
                directory.resolve("job.sh"),
                JobScript.text(UNWARNED, List.of(), directory.toString(), script, stopAfter));
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", job.toString());
        builder.environment().put("ID", "12.server");
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        return builder.start().waitFor();
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

    @Test
    void a_second_start_does_nothing_and_says_so() throws Exception {
        run("echo once >> runs\n", Duration.ofSeconds(60));
        assertThat(run("echo once >> runs\n", Duration.ofSeconds(60))).isEqualTo(JobScript.DUPLICATE);
        assertThat(text("runs")).isEqualTo("once");
        assertThat(text("log")).contains("duplicate: this job was started before");
        assertThat(text(".claim/duplicates")).isEqualTo("12.server 0");
    }
}
