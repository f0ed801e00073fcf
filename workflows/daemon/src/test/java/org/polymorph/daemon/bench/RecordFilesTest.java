package org.polymorph.daemon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;

class RecordFilesTest {
    @TempDir
    private Path directory;

    @Test
    void gives_back_what_was_saved_to_the_last_bit() {
        Structure cell = Structure.of(
                Lattice.of(3.1, 0, 0, 0.1, 1 / 0.3, 0, 0, 0.7, 4),
                List.of(Element.Ni, Element.P),
                new double[] {0, 0, 0, 1 / 3.0, 0.2, 0.7});
        SearchRecord search = new SearchRecord(
                "campaign", 7, "CONVERGED", 3, 60, 101, 1.5, List.of(new Find(40, 50, 60, -1 / 7.0, cell)));
        RecordFiles files = new RecordFiles(directory);

        files.save(search);

        assertThat(files.load("campaign", 7)).contains(search);
        assertThat(files.load("campaign", 8)).isEmpty();
    }

    @Test
    void refuses_the_directory_of_other_settings_but_takes_other_seeds() {
        RecordFiles files = new RecordFiles(directory.resolve("new"));
        files.open(Map.of("seed", 1, "pool", Map.of("size", 50)), directory);
        files.open(Map.of("seed", 2, "pool", Map.of("size", 50)), directory);

        assertThatThrownBy(() -> files.open(Map.of("pool", Map.of("size", 60)), directory))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pool.size was 50, now 60");
    }

    private static final Map<String, Object> NAMING = Map.of(
            "campaign",
            "si8",
            "pool",
            Map.of("seeds", List.of("known.extxyz", "no such file\0")),
            "calculate",
            Map.of("settings", Map.of("pseudopotentials", Map.of("Si", "Si.upf"))),
            // of a site
            "codes",
            Map.of("pseudoDir", "pseudo"),
            "ssh",
            Map.of("identityFile", "key"));

    private Path campaign() throws Exception {
        Path base = Files.createDirectories(directory.resolve("campaign-file"));
        Files.writeString(base.resolve("known.extxyz"), "one");
        Files.writeString(Files.createDirectories(base.resolve("pseudo")).resolve("Si.upf"), "abc");
        return base;
    }

    @Test
    void remembers_the_files_that_settings_name_and_in_directories_that_they_name() throws Exception {
        assertThat(NamedFiles.hashes(NAMING, campaign()))
                .containsOnlyKeys("known.extxyz", "Si.upf")
                // FIPS 180-4's example
                .containsEntry("Si.upf", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void refuses_the_directory_where_a_file_of_the_campaign_has_changed_or_gone() throws Exception {
        Path base = campaign();
        RecordFiles files = new RecordFiles(directory.resolve("new"));
        files.open(NAMING, base);
        Files.writeString(base.resolve("si8"), "a file that was not there");
        files.open(NAMING, base);

        Files.writeString(base.resolve("known.extxyz"), "two");
        assertThatThrownBy(() -> files.open(NAMING, base))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("other files: known.extxyz has changed. Put them back");

        Files.writeString(base.resolve("known.extxyz"), "one");
        Files.delete(base.resolve("pseudo").resolve("Si.upf"));
        assertThatThrownBy(() -> files.open(NAMING, base))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Si.upf is not there any more");
    }

    @Test
    void takes_a_directory_of_before_files_were_remembered() throws Exception {
        Path base = campaign();
        Path old = Files.createDirectories(directory.resolve("old"));
        Files.writeString(old.resolve("bench.json"), "{\"pool\": {\"seeds\": [\"known.extxyz\"]}}");
        Map<String, Object> settings = Map.of("pool", Map.of("seeds", List.of("known.extxyz")));
        RecordFiles files = new RecordFiles(old);

        files.open(settings, base);

        Files.writeString(base.resolve("known.extxyz"), "two");
        assertThatThrownBy(() -> files.open(settings, base)).hasMessageContaining("known.extxyz has changed");
    }

    @Test
    void names_a_file_that_is_damaged() throws Exception {
        Path file = Files.createDirectories(directory.resolve("campaign")).resolve("seed-0001.json");
        Files.writeString(file, "{\"exit\": \"CONV");

        assertThatThrownBy(() -> new RecordFiles(directory).load("campaign", 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("remove the file");
    }
}
