package org.polymorph.sites;

import static org.assertj.core.api.Assertions.assertThat;

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
}
