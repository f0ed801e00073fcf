package org.polymorph.dft.abinit;

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

/** Runs the scripts with this machine's shell, and ABINIT where it is installed. */
class AbinitProbesTest {
    private final Path directory;

    AbinitProbesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private List<Finding> look(Map<String, Object> site, boolean inJob) throws IOException, InterruptedException {
        return new LocalProbes(new AbinitCode(), directory).look(site, inJob);
    }

    private Finding pseudopotentials(Path where) throws IOException, InterruptedException {
        return look(Map.of("command", "true", "pseudoDir", where.toString()), true)
                .get(1);
    }

    @Test
    void abinit_tells_its_version_although_an_empty_input_ends_it() throws Exception {
        LiveAbinit.assumeInstalled();
        Finding finding = look(Map.of(), true).get(0);
        assertThat(finding.level()).as(finding.toString()).isEqualTo(Level.OK);
        assertThat(finding.found()).matches("ABINIT \\d+\\.\\d+\\S* starts");
        assertThat(look(Map.of(), false).get(0).level()).isEqualTo(Level.OK);
    }

    @Test
    void a_program_that_is_not_there_or_not_abinit_fails() throws Exception {
        Finding missing =
                look(Map.of("command", "no-such-abinit abinit.abi"), true).get(0);
        assertThat(missing.found()).contains("not found", "no-such-abinit");
        Finding other = look(Map.of("command", "test -f abinit.abi && echo no >&2; false"), true)
                .get(0);
        assertThat(other.level()).isEqualTo(Level.FAILS);
        assertThat(other.found()).contains("exit code 1", "no");
    }

    @Test
    void elements_are_read_from_the_heads_of_all_formats() throws Exception {
        Files.writeString(directory.resolve("a.psp8"), "Si\n 14.0000  4.0000  170801  zatom\n 8 11 2 4 600 0\n");
        Files.writeString(directory.resolve("b.xml"), "<paw_dataset>\n<atom symbol=\"O\" Z=\"8\">\n");
        Files.writeString(directory.resolve("c.psml"), "<psml>\n<pseudo-atom-spec atomic-label=\"Fe\"\n");
        Files.writeString(directory.resolve("d.upf"), "<UPF version=\"2.0.1\">\n<PP_HEADER\n element=\"Ni\"\n/>\n");
        Files.writeString(directory.resolve("README.md"), "nothing\nof the kind\nhere\n");
        Finding finding = pseudopotentials(directory);
        assertThat(finding).isEqualTo(Finding.ok("abinit pseudopotentials", directory + " has 4 elements: Fe Ni O Si"));
    }

    @Test
    void a_directory_without_any_or_none_at_all_fails() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("a directory with 'quotes'"));
        assertThat(pseudopotentials(empty).found()).contains("no pseudopotential");
        assertThat(pseudopotentials(empty.resolve("nosuch")).found()).contains("is no directory");
        assertThat(look(Map.of("command", "true"), true)).hasSize(1);
    }
}
