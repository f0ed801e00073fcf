package org.polymorph.dft.espresso;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.dft.diagnosis.LocalProbes;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;

/** Runs the scripts with this machine's shell; stand-ins of pw.x say what 6.7 said. */
class PwProbesTest {
    private static final String BANNER = "\n     Program PWSCF v.6.7MaX starts on 25Nov2026 at 22:29:16 \n";

    private final Path directory;

    PwProbesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private List<Finding> look(Map<String, Object> site, boolean inJob) throws IOException, InterruptedException {
        return new LocalProbes(new EspressoCode(), directory).look(site, inJob);
    }

    private Finding start(String command) throws IOException, InterruptedException {
        return look(Map.of("command", command), true).get(0);
    }

    private Finding pseudopotentials(Path where) throws IOException, InterruptedException {
        return look(Map.of("command", "true", "pseudoDir", where.toString()), true)
                .get(1);
    }

    @Test
    void a_start_tells_the_version_although_an_empty_input_ends_it() throws Exception {
        Files.writeString(directory.resolve("banner"), BANNER);
        Finding finding = start("cat " + directory.resolve("banner") + "; exit 1");
        assertThat(finding).isEqualTo(Finding.ok("espresso program", "pw.x 6.7MaX starts"));
    }

    @Test
    void an_input_is_there_for_the_command_to_read() throws Exception {
        assertThat(start("test -f pw.in && printf '%s' '" + BANNER + "'").level())
                .isEqualTo(Level.OK);
    }

    @Test
    void a_program_that_is_not_there_or_not_pw_fails() throws Exception {
        assertThat(start("no-such-pw.x -in pw.in").found()).contains("not found", "no-such-pw.x");
        Finding other = start("echo mpirun was unable to start >&2; false");
        assertThat(other.level()).isEqualTo(Level.FAILS);
        assertThat(other.found()).contains("exit code 1", "mpirun was unable to start");
    }

    @Test
    void on_the_log_in_machine_nothing_is_started() throws Exception {
        Path made = directory.resolve("made");
        Path program = Files.writeString(directory.resolve("pw.x"), "#!/bin/sh\n: > " + made + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Finding finding =
                look(Map.of("command", "env " + program + " -in pw.in"), false).get(0);
        assertThat(finding.level()).isEqualTo(Level.OK);
        assertThat(finding.found()).contains("env and " + program);
        assertThat(made).doesNotExist();
    }

    @Test
    void elements_are_read_from_the_headers_of_both_versions() throws Exception {
        Files.writeString(directory.resolve("x.UPF"), "<UPF version=\"2.0.1\">\n<PP_HEADER\n element=\"Si\"\n/>\n");
        Files.writeString(
                directory.resolve("y.upf"), "<PP_HEADER>\n   0  Version Number\n  O   Element\n</PP_HEADER>\n");
        Finding finding = pseudopotentials(directory);
        assertThat(finding.level()).isEqualTo(Level.OK);
        assertThat(finding.found()).isEqualTo(directory + " has 2 elements: O Si");
        Files.writeString(directory.resolve("na.gth"), "GTH\n 11 1 000000\n 10 11 1 0 2001 0\n");
        assertThat(pseudopotentials(directory).found()).isEqualTo(directory + " has 3 elements: Na O Si");
        Files.writeString(directory.resolve("z.upf"), "nothing\n");
        assertThat(pseudopotentials(directory).level()).isEqualTo(Level.WARNS);
    }

    @Test
    void a_directory_without_any_or_none_at_all_fails() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("a directory with 'quotes'"));
        assertThat(pseudopotentials(empty).found()).isEqualTo(empty + " has no UPF or GTH file");
        assertThat(pseudopotentials(empty.resolve("nosuch")).found()).contains("is no directory");
    }

    @Test
    void a_site_without_pseudo_dir_has_nothing_to_list() throws Exception {
        assertThat(look(Map.of("command", "true"), true)).hasSize(1);
    }
}
