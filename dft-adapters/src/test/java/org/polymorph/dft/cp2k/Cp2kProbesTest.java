package org.polymorph.dft.cp2k;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.dft.diagnosis.LocalProbes;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;

/** Runs the scripts with this machine's shell. */
class Cp2kProbesTest {
    private final Path directory;

    Cp2kProbesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Finding look(int which, boolean inJob, Map<String, Object> site) throws Exception {
        return new LocalProbes(new Cp2kCode(), directory).look(site, inJob).get(which);
    }

    @Test
    void the_real_program_tells_its_version() throws Exception {
        LiveCp2k.assumeInstalled();
        Finding finding = look(0, true, Map.of());
        assertThat(finding.level()).isEqualTo(Level.OK);
        assertThat(finding.found()).matches("cp2k \\d+\\.\\d+.* starts");
        assertThat(look(0, false, Map.of()).found()).isEqualTo("cp2k.psmp found, not started");
    }

    @Test
    void a_program_that_is_not_there_or_another_one_fails() throws Exception {
        assertThat(look(0, true, Map.of("command", "no-such-cp2k -i cp2k.inp")).found())
                .contains("not found", "no-such-cp2k");
        Finding other = look(0, true, Map.of("command", "grep RUN_TYPE cp2k.inp; echo no slots >&2; false"));
        assertThat(other.level()).isEqualTo(Level.FAILS);
        assertThat(other.found()).contains("exit code 1", "no slots");
    }

    @Test
    void on_the_log_in_machine_a_program_behind_a_launcher_is_looked_for() throws Exception {
        assertThat(look(0, false, Map.of("command", "env no-such-dir/cp2k.psmp -i cp2k.inp"))
                        .found())
                .contains("no-such-dir/cp2k.psmp was not found");
    }

    @Test
    void the_data_must_be_on_the_machine_that_writes_inputs() throws Exception {
        Finding missing = look(1, true, Map.of("command", "true", "dataDir", directory.toString()));
        assertThat(missing.level()).isEqualTo(Level.WARNS);
        assertThat(missing.found()).contains("BASIS_MOLOPT", directory.toString());
        Files.writeString(directory.resolve("BASIS_MOLOPT"), "");
        Files.writeString(directory.resolve("GTH_POTENTIALS"), "");
        assertThat(look(1, true, Map.of("command", "true", "dataDir", directory.toString()))
                        .level())
                .isEqualTo(Level.OK);
    }
}
