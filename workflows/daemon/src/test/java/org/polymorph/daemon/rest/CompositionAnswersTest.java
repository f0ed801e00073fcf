package org.polymorph.daemon.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.store.ClusterRow;

/** What is answered of a real search over compositions, where energies compare by their heights above the hull only. */
class CompositionAnswersTest {
    private static final String YAML = """
            campaign: ni-p
            seed: 1
            search: {elements: {Ni: 0-2, P: 0-2}, atoms: 2}
            pool:
              size: 18
              generators: [{type: random, minDistance: {Ni-Ni: 1.8, Ni-P: 1.5, P-P: 1.6}, volumePerAtom: [5, 9]}]
            label: {perRound: 9}
            surrogate: {type: ace, cutoff: 5.0, bodyOrder: 2}
            stop: {topK: 3, tolerance: 0.01, rounds: 2}
            calculate:
              code: potential
              stages: {label: static, final: [fine]}
              structuresPerJob: 9
              settings: {potential: kob-andersen, fmax: 0.001}
            """;

    @TempDir
    private static Path directory;

    private static TestServer server;
    private static RestClient client;

    @BeforeAll
    static void start() throws Exception {
        RestData.run(YAML, directory);
        server = TestServer.open(directory, RestOptions.of("127.0.0.1", 0, Optional.empty()), List.of());
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode get(String path) {
        return client.get("/api/campaigns" + path).is(200).json();
    }

    private static List<JsonNode> all(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    @Test
    void the_list_tells_how_many_structures_are_on_the_hull() {
        long onHull = all(get("/ni-p/results").get("results")).stream()
                .filter(result -> result.get("aboveHull").asDouble() == 0)
                .count();

        assertThat(onHull).isPositive();
        assertThat(get("").get("items").get(0).get("best").get("onHull").asLong())
                .isEqualTo(onHull);
    }

    @Test
    void rounds_tell_how_many_clusters_are_on_the_hull() {
        assertThat(all(get("/ni-p/rounds")))
                .isNotEmpty()
                .allSatisfy(round -> assertThat(round.get("onHull").asInt()).isBetween(2, 3));
    }

    @Test
    void convergence_tells_formulas_and_counts_the_hull_as_one_place() {
        List<JsonNode> rounds = all(get("/ni-p/convergence"));
        assertThat(rounds).hasSize(2);
        List<String> onHull = all(rounds.get(0).get("top")).stream()
                .filter(cluster -> cluster.get("aboveHull").asDouble() == 0)
                .map(cluster -> cluster.get("cluster").asText())
                .toList();
        List<String> formulas = new ArrayList<>();
        for (JsonNode cluster : rounds.get(1).get("top")) {
            formulas.add(cluster.get("formula").asText());
            if (cluster.get("aboveHull").asDouble() == 0
                    && onHull.contains(cluster.get("cluster").asText())) {
                assertThat(cluster.get("change").asText()).isEqualTo("same");
            }
        }
        assertThat(formulas).hasSize(3).contains("Ni2", "P2");
    }

    @Test
    void what_is_on_the_hull_shares_the_first_place() {
        assertThat(SearchOperations.change(ranked(2, 0.0), ranked(1, 0.0))).isEqualTo("same");
        assertThat(SearchOperations.change(ranked(1, 0.0), ranked(3, 0.0))).isEqualTo("same");
        assertThat(SearchOperations.change(ranked(2, 0.1), ranked(1, 0.0))).isEqualTo("down");
        assertThat(SearchOperations.change(ranked(1, 0.0), ranked(2, 0.1))).isEqualTo("up");
        assertThat(SearchOperations.change(ranked(3, 0.1), ranked(3, 0.2))).isEqualTo("same");
    }

    private static ClusterRow ranked(int rank, double aboveHull) {
        return new ClusterRow(rank, "k1", "c1", -1.0, 1, Optional.of(aboveHull));
    }

    @Test
    void points_of_the_hull_are_one_a_reduced_composition_and_tell_their_neighbours() {
        List<JsonNode> points = all(get("/ni-p/hull"));

        assertThat(points).extracting(point -> point.get("formula").asText()).containsOnly("Ni", "NiP", "P");
        List<JsonNode> stable =
                points.stream().filter(point -> point.has("coexistsWith")).toList();
        assertThat(stable)
                .extracting(point -> point.get("formula").asText() + " " + point.get("coexistsWith"))
                .containsExactlyInAnyOrder("Ni [\"NiP\"]", "NiP [\"Ni\",\"P\"]", "P [\"NiP\"]");
    }
}
