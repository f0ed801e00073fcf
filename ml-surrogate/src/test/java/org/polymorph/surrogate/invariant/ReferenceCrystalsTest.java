package org.polymorph.surrogate.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.StructureFiles;

/** Values of average-minimum-distance 1.6.1 and of an independent linear programme, from the shared data; k = 100. */
class ReferenceCrystalsTest {
    private static final Path CRYSTALS =
            Path.of(System.getProperty("polymorph.shared", "../shared"), "data", "crystals");
    private static final double TOLERANCE = 1e-6;

    private JsonNode reference = new ObjectMapper().createObjectNode();
    private final Map<String, Structure> structures = new LinkedHashMap<>();

    @BeforeEach
    void read() throws IOException {
        Path file = CRYSTALS.resolve("invariants.json");
        assumeTrue(Files.exists(file), () -> "no reference values: " + file + " is absent");
        reference = new ObjectMapper().readTree(file.toFile());
        for (JsonNode name : reference.get("names")) {
            Path cif = CRYSTALS.resolve(name.asText() + ".cif");
            structures.put(name.asText(), StructureFiles.read(cif).get(0).structure());
        }
        assertThat(structures).hasSizeGreaterThanOrEqualTo(13);
    }

    @Test
    void agrees_on_the_average_minimum_distances() {
        structures.forEach((name, structure) -> assertThat(AverageMinimumDistances.of(structure, 100))
                .as(name)
                .containsExactly(numbers(reference.get("crystals").get(name).get("AMD")), within(TOLERANCE)));
    }

    @Test
    void agrees_on_the_pointwise_distance_distributions() {
        structures.forEach((name, structure) -> {
            JsonNode expected = reference.get("crystals").get(name).get("PDD");
            PointwiseDistances found = PointwiseDistances.of(structure, 100);
            assertThat(found.rows()).as(name).isEqualTo(expected.size());
            List<double[]> rows = new ArrayList<>();
            expected.forEach(row -> rows.add(numbers(row)));
            for (int i = 0; i < found.rows(); i++) {
                double[] row = new double[101];
                row[0] = found.weight(i);
                System.arraycopy(found.row(i), 0, row, 1, 100);
                double nearest = rows.stream()
                        .mapToDouble(other -> Metric.CHEBYSHEV.between(row, other))
                        .min()
                        .orElseThrow();
                assertThat(nearest).as("%s, row %d", name, i).isLessThan(TOLERANCE);
            }
        });
    }

    @Test
    void agrees_on_the_distances_between_all_pairs() {
        List<PointwiseDistances> found = structures.values().stream()
                .map(structure -> PointwiseDistances.of(structure, 100))
                .toList();
        for (int i = 0; i < found.size(); i++) {
            for (int j = 0; j < found.size(); j++) {
                PointwiseDistances a = found.get(i);
                PointwiseDistances b = found.get(j);
                assertThat(Metric.CHEBYSHEV.between(a.average(), b.average()))
                        .isCloseTo(reference.get("AMD_chebyshev").get(i).get(j).asDouble(), within(TOLERANCE));
                assertThat(a.distance(b))
                        .isCloseTo(
                                reference.get("PDD_EMD_chebyshev").get(i).get(j).asDouble(), within(TOLERANCE));
            }
        }
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int p = 0; p < numbers.length; p++) {
            numbers[p] = array.get(p).asDouble();
        }
        return numbers;
    }
}
