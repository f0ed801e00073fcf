package org.polymorph.dft.vasp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.dft.diagnosis.LocalProbes;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;

/** Runs the scripts with this machine's shell; the POTCARs are the headers alone, made up here. */
class VaspProbesTest {
    private final Path directory;

    VaspProbesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private List<Finding> look(Map<String, Object> site) throws IOException, InterruptedException {
        return new LocalProbes(new VaspCode(), directory).look(site, true);
    }

    private Finding potcars(Path where) throws IOException, InterruptedException {
        return look(Map.of("command", "true", "potcarDir", where.toString())).get(1);
    }

    private static String header(String title) {
        return "  " + title
                + "\n 4.00000000000000000\n parameters from PSCTR are:\n   VRHFIN =Si: s2p2\n   LEXCH  = PE\n"
                + "   TITEL  = " + title + "\n   TITEL  = PAW_PBE O of_another_dataset\n";
    }

    private static void potcar(Path potpaw, String label, String title) throws IOException {
        Files.writeString(Files.createDirectories(potpaw.resolve(label)).resolve("POTCAR"), header(title));
    }

    @Test
    void the_program_is_looked_for_behind_its_launcher_and_not_started() throws Exception {
        Path made = directory.resolve("made");
        Path program = Files.writeString(directory.resolve("vasp_std"), "#!/bin/sh\n: > " + made + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        Finding finding = look(Map.of("command", "env " + program)).get(0);

        assertThat(finding.level()).isEqualTo(Level.OK);
        assertThat(finding.found())
                .contains("env and " + program + " found, not started", "version in calculations only");
        assertThat(made).doesNotExist();
    }

    @Test
    void a_program_that_is_not_there_fails_with_what_to_do() throws Exception {
        Finding finding = look(Map.of("command", "env /nowhere/vasp_std")).get(0);

        assertThat(finding.level()).isEqualTo(Level.FAILS);
        assertThat(finding.found()).contains("/nowhere/vasp_std was not found");
        assertThat(finding.remedy()).contains("codes.vasp.prelude", "codes.vasp.command");
        assertThat(look(Map.of("prelude", "false || exit 3", "command", "env"))
                        .get(0)
                        .found())
                .contains("prelude ended with exit code 3");
    }

    @Test
    void labels_are_listed_from_titles_of_plain_and_compressed_files() throws Exception {
        Path potpaw = directory.resolve("potpaw with 'quotes'");
        potcar(potpaw, "Si", "PAW_PBE Si 05Jan2001");
        potcar(potpaw, "Fe_pv", "PAW_PBE Fe_pv 02Aug2007");
        Files.createDirectories(potpaw.resolve("no dataset"));
        Path packed = Files.createDirectories(potpaw.resolve("Fe")).resolve("POTCAR.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(header("PAW_PBE Fe 06Sep2000").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(potcars(potpaw))
                .isEqualTo(Finding.ok("vasp POTCARs", potpaw + " has POTCARs (PAW_PBE) of 2 elements: Fe Fe_pv Si"));
    }

    @Test
    void a_file_without_title_or_of_another_element_is_warned_of() throws Exception {
        potcar(directory, "O", "PAW_PBE O 08Apr2002");
        potcar(directory, "Ti", "PAW_PBE Si 05Jan2001");
        Files.writeString(Files.createDirectories(directory.resolve("Al")).resolve("POTCAR"), "nothing\n");

        Finding finding = potcars(directory);

        assertThat(finding.level()).isEqualTo(Level.WARNS);
        assertThat(finding.found()).contains("of 1 element: O;").endsWith("of another element: Al Ti");
        assertThat(finding.remedy()).contains("permissions");
    }

    @Test
    void a_directory_without_any_or_none_at_all_fails() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Finding nothing = potcars(empty);
        assertThat(nothing.level()).isEqualTo(Level.FAILS);
        assertThat(nothing.found()).isEqualTo(empty + " has no folder with a POTCAR");
        assertThat(nothing.remedy()).contains("Si/POTCAR");

        Finding nowhere = potcars(empty.resolve("nosuch"));
        assertThat(nowhere.level()).isEqualTo(Level.FAILS);
        assertThat(nowhere.found()).contains("is no directory that can be read");
        assertThat(nowhere.remedy()).contains("codes.vasp.potcarDir");
    }

    @Test
    void a_site_without_potcar_dir_has_nothing_to_list() throws Exception {
        assertThat(look(Map.of("command", "true"))).hasSize(1);
    }
}
