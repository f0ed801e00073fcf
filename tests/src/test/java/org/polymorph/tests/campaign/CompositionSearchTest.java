package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.tests.PolymorphProcess;

/** Searches over compositions, and searches of cells that were not learned from. */
@Tag("long")
class CompositionSearchTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private Search example(String name, String... settings) {
        Path file = PolymorphProcess.checkout().resolve("examples/" + name);
        return new Search(directory, file, List.of(), Map.of()).with(settings);
    }

    private static List<JsonNode> results(Search search) throws Exception {
        JsonNode found = JSON.readTree(search.ask("results", "--json").exits(0).out());
        return StreamSupport.stream(found.get("results").spliterator(), false).toList();
    }

    private static List<String> elements(JsonNode result) {
        List<String> elements = new ArrayList<>();
        result.at("/structure/species").forEach(element -> elements.add(element.asText()));
        return elements.stream().distinct().sorted().toList();
    }

    // the golden energies of the design: A hcp, B hcp, AB of the CsCl type
    @Test
    void the_hull_of_the_kob_andersen_mixture_has_its_known_corners() throws Exception {
        Search search = example("nickel-phosphorus.yaml");
        search.run().exits(0);

        List<JsonNode> onHull = results(search).stream()
                .filter(result -> result.get("aboveHull").asDouble() == 0)
                .toList();
        assertThat(onHull).hasSizeGreaterThanOrEqualTo(3);
        assertThat(energy(onHull, List.of("Ni"))).isCloseTo(-8.3564, within(1e-4));
        assertThat(energy(onHull, List.of("P"))).isCloseTo(-4.1782, within(1e-4));
        assertThat(onHull).anySatisfy(result -> {
            assertThat(result.get("enthalpyPerAtom").asDouble()).isCloseTo(-10.6382, within(1e-4));
            assertThat(result.get("spaceGroup").asText()).startsWith("Pm-3m");
            assertThat(elements(result)).containsExactly("Ni", "P");
        });
        search.ask("plot", "--kind", "hull", "-o", directory.resolve("hull.svg").toString())
                .exits(0);
        assertThat(directory.resolve("hull.svg")).content().contains("NiP");
    }

    private static double energy(List<JsonNode> results, List<String> elements) {
        return results.stream()
                .filter(result -> elements(result).equals(elements))
                .mapToDouble(result -> result.get("enthalpyPerAtom").asDouble())
                .min()
                .orElse(Double.NaN);
    }

    @Test
    void a_surrogate_of_eight_atoms_finds_the_ground_state_of_sixteen() throws Exception {
        Search search = example(
                "si16-to-si46.yaml",
                "search.composition=Si16",
                "pool.size=200",
                "pool.training={composition: Si8, size: 60, searchLabels: 0.2}",
                "label.perRound=20",
                "stop.rounds=10",
                "stop.patience=3", // with 2 one seed of eight ends above diamond
                "surrogate.cutoff=4.2");
        search.run().exits(0);

        List<JsonNode> found = results(search);
        assertThat(found).isNotEmpty().allSatisfy(result -> assertThat(result.at("/structure/species"))
                .hasSize(16));
        // diamond and lonsdaleite, degenerate in this potential
        assertThat(found.get(0).get("enthalpyPerAtom").asDouble()).isCloseTo(-4.3366, within(1e-4));
        String labels =
                search.ask("export", "--what", "labels", "-o", "-").exits(0).out();
        List<String> sizes = labels.lines().filter(line -> line.matches("\\d+")).toList();
        assertThat(sizes.stream().filter("8"::equals)).hasSizeGreaterThan(sizes.size() / 2);
        assertThat(sizes).contains("16").containsOnly("8", "16");
    }
}
