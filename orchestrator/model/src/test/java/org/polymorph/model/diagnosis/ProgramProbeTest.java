package org.polymorph.model.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polymorph.model.diagnosis.Finding.Level;

/** Runs the scripts with this machine's shell. */
class ProgramProbeTest {
    private static Finding look(List<String> prelude, String command) throws IOException, InterruptedException {
        SiteProbe probe = ProgramProbe.of("x program", "x", prelude, command, word -> word.endsWith(".x"));
        Process process = new ProcessBuilder("/bin/sh", "-c", probe.script()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return probe.read(new SiteProbe.Answer(process.waitFor(), out, err));
    }

    @Test
    void a_program_on_the_path_is_found_with_variables_before_it() throws Exception {
        Finding finding = look(List.of("true"), "OMP_NUM_THREADS=1 sh -c 'exit 3'");
        assertThat(finding.level()).isEqualTo(Level.OK);
        assertThat(finding.found()).isEqualTo("sh found, not started");
    }

    @Test
    void a_program_behind_a_launcher_is_looked_for_too() throws Exception {
        Finding finding = look(List.of(), "env -i no-such-pw.x -in pw.in");
        assertThat(finding.level()).isEqualTo(Level.FAILS);
        assertThat(finding.found()).isEqualTo("no-such-pw.x was not found");
        assertThat(finding.remedy()).contains("codes.x.prelude");
    }

    @Test
    void what_a_failing_prelude_says_is_told() throws Exception {
        Finding finding = look(List.of("no-such-module load QE"), "no-such.x");
        assertThat(finding.level()).isEqualTo(Level.FAILS);
        assertThat(finding.found()).contains("no-such-module");
    }

    @Test
    void a_prelude_that_ends_the_shell_fails() throws Exception {
        Finding finding = look(List.of("exit 5"), "sh");
        assertThat(finding.level()).isEqualTo(Level.FAILS);
        assertThat(finding.found()).contains("exit code 5");
    }

    @Test
    void what_only_a_shell_understands_is_not_looked_at_and_not_run() throws Exception {
        Finding finding = look(List.of(), "$(touch /nosuch/place) run");
        assertThat(finding.level()).isEqualTo(Level.UNCHECKED);
    }
}
