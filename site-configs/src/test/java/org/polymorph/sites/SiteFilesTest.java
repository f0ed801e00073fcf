package org.polymorph.sites;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.SiteSpec;

class SiteFilesTest {
    static List<Path> sites() throws IOException, URISyntaxException {
        var resource = SiteFilesTest.class.getClassLoader().getResource("sites/local.yaml");
        assertThat(resource).isNotNull();
        try (Stream<Path> files = Files.list(Path.of(resource.toURI()).getParent())) {
            return files.sorted().toList();
        }
    }

    private static ConfigLoader loader(Path home) {
        return new ConfigLoader(Map.of("USER", "somebody", "HOME", home.toString()), home);
    }

    @ParameterizedTest
    @MethodSource("sites")
    void every_site_file_is_right_and_named_as_its_site(Path file, @TempDir Path home) {
        SiteSpec site = loader(home).siteFile(file);
        assertThat(file.getFileName()).hasToString(site.name() + ".yaml");
    }

    @Test
    void the_local_site_is_found_by_name_and_runs_as_many_jobs_as_there_are_processors(@TempDir Path home) {
        SiteSpec site = loader(home).site("local", home);
        assertThat(site.scheduler().type()).isEqualTo(SiteSpec.SchedulerType.LOCAL);
        assertThat(site.scheduler().maxRunning()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(site.localWorkDir(home)).isEqualTo(home.resolve("jobs").toAbsolutePath());
    }

    @Test
    void every_site_file_is_listed_and_shown_as_it_is(@TempDir Path home) throws IOException, URISyntaxException {
        for (Path file : sites()) {
            String name = file.getFileName().toString().replace(".yaml", "");
            assertThat(loader(home).sites(home)).containsEntry(name, "(built in)");
            assertThat(loader(home).siteText(name, home)).isEqualTo(Files.readString(file));
        }
    }

    @Test
    void a_copy_in_the_users_directory_comes_first(@TempDir Path home) throws IOException {
        Path own =
                Files.createDirectories(home.resolve(".config/polymorph/sites")).resolve("slurm.yaml");
        Files.writeString(own, "site: slurm\n");
        assertThat(loader(home).sites(home)).containsEntry("slurm", own.toString());
        assertThat(loader(home).siteText("slurm", home)).isEqualTo("site: slurm\n");
    }

    @Test
    void the_file_to_start_from_explains_every_key() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode schema = json.readTree(SiteFilesTest.class.getResource("/schema/polymorph.schema.json"));
        String text = loader(Path.of("/home/ada")).siteText("slurm", Path.of("/home/ada"));
        for (String section : List.of("transport", "scheduler", "resources")) {
            schema.at("/$defs/" + section + "/properties").fieldNames().forEachRemaining(key -> {
                boolean elsewhere =
                        List.of("maxRunning", "queue", "parallelEnvironment").contains(key);
                assertThat(text.lines().anyMatch(line -> line.matches("  (# )?" + key + ": .*")))
                        .as("%s.%s in slurm.yaml", section, key)
                        .isEqualTo(!elsewhere);
            });
        }
    }
}
