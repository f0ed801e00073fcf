package org.polymorph.tests.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polymorph.components.campaign.CampaignCheck;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.tests.PolymorphProcess;

/** The campaigns of the source's targets are complete: with their pseudopotentials in place they could begin. */
class TargetExamplesTest {
    private static final Pattern FILE = Pattern.compile("(\\w+): (\\w+\\.[\\w.-]+\\.UPF)");

    @TempDir
    private Path pseudopotentials;

    static List<Path> targets() throws IOException {
        try (Stream<Path> found = Files.list(PolymorphProcess.checkout().resolve("examples/targets"))) {
            return found.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void a_target_has_all_that_a_campaign_needs(Path file) throws IOException {
        Matcher matcher = FILE.matcher(Files.readString(file));
        int files = 0;
        while (matcher.find()) {
            Files.writeString(
                    pseudopotentials.resolve(matcher.group(2)),
                    "<UPF version=\"2.0.1\">\n<PP_HEADER\n element=\"" + matcher.group(1)
                            + "\"\n pseudo_type=\"PAW\"\n functional=\"PBE\"\n z_valence=\"4.0\"\n/>\n");
            files++;
        }
        assertThat(files).isPositive();

        assertThat(problems(file, pseudopotentials)).isEmpty();
        assertThat(problems(file, pseudopotentials.resolve("nosuch")))
                .hasSize(files)
                .allMatch(problem -> problem.contains("expected a UPF pseudopotential"));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void without_its_pseudopotentials_it_says_which_keys_tell_where_they_lie(Path file) {
        assertThat(problems(file, List.of()))
                .isNotEmpty()
                .allMatch(problem -> problem.contains("found no file"))
                .allMatch(
                        problem -> problem.endsWith(
                                "; give the directory of the files: calculate.settings.pseudoDir, or"
                                        + " codes.espresso.pseudoDir in the file of the site that the campaign or --site names"));
    }

    private static List<String> problems(Path file, Path directory) {
        return problems(file, List.of("calculate.settings.pseudoDir=" + directory));
    }

    private static List<String> problems(Path file, List<String> sets) {
        return CampaignCheck.problems(ConfigLoader.ofSystem().campaign(file, sets, Optional.empty()));
    }
}
