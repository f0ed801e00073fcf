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
        files.open(Map.of("seed", 1, "pool", Map.of("size", 50)));
        files.open(Map.of("seed", 2, "pool", Map.of("size", 50)));

        assertThatThrownBy(() -> files.open(Map.of("pool", Map.of("size", 60))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pool.size was 50, now 60");
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
