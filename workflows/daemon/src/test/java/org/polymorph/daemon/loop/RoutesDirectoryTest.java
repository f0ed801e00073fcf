package org.polymorph.daemon.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.model.spi.ConfigurationException;

/** Routes from a directory in place of the built-in ones. */
class RoutesDirectoryTest {
    private static final String ROUTE = """
            - route:
                from:
                  uri: campaign:{{polymorph.campaign}}
                  parameters: {emit: commands}
                  steps:
                    - setBody: {constant: "by a route of my own"}
                    - to: campaign:{{polymorph.campaign}}?operation=fail
            """;

    @TempDir
    Path directory;

    private Path data;
    private Path routes;
    private Loaded loaded;

    @BeforeEach
    void load() throws Exception {
        Path file = Files.writeString(directory.resolve("si2.yaml"), """
                campaign: si2
                search: {composition: Si2}
                pool: {size: 10}
                label: {perRound: 5}
                stop: {topK: 2}
                calculate: {code: potential, settings: {potential: sw}}
                """);
        loaded = new ConfigLoader(Map.of(), directory).campaign(file, List.of(), Optional.empty());
        data = directory.resolve("data");
        routes = Files.createDirectory(directory.resolve("routes"));
    }

    @Test
    void files_of_the_directory_are_used() throws Exception {
        Files.writeString(routes.resolve("mine.camel.yaml"), ROUTE);

        try (CampaignRunner runner = CampaignRunner.start(loaded, data, Optional.of(routes))) {
            assertThatThrownBy(() -> runner.session().end().get(1, TimeUnit.MINUTES))
                    .hasMessageContaining("by a route of my own");
        }
    }

    @Test
    void a_directory_without_routes_is_refused_before_anything_is_begun() throws Exception {
        Files.writeString(routes.resolve("notes.txt"), "x");

        for (Path wrong : List.of(routes, directory.resolve("missing"))) {
            assertThatThrownBy(() -> CampaignRunner.start(loaded, data, Optional.of(wrong)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("--routes " + wrong)
                    .hasMessageContaining("*.camel.yaml");
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void routes_that_camel_cannot_read_let_go_of_the_directory() throws Exception {
        Files.writeString(routes.resolve("mine.camel.yaml"), "- rout: {}\n");
        assertThatThrownBy(() -> CampaignRunner.start(loaded, data, Optional.of(routes)))
                .hasStackTraceContaining("rout");

        Files.writeString(routes.resolve("mine.camel.yaml"), ROUTE);
        CampaignRunner.start(loaded, data, Optional.of(routes)).close();
    }
}
