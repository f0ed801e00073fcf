package org.polymorph.dft.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;

/** Values of LAMMPS 7 Jan 2022 (Debian 20220106) for perturbed and relaxed silicon, from the shared data. */
class LammpsReferenceTest {
    private static final Path FILE =
            Path.of(System.getProperty("polymorph.shared", "../shared"), "data", "potentials.json");
    private JsonNode reference = new ObjectMapper().createObjectNode();

    @BeforeEach
    void read() throws IOException {
        assumeTrue(Files.exists(FILE), () -> "no reference values: " + FILE + " is absent");
        reference = new ObjectMapper().readTree(FILE.toFile());
    }

    @ParameterizedTest
    @CsvSource({"SW, sw", "Tersoff, tersoff"})
    void agrees_on_energies_forces_and_stress_of_perturbed_cells(String key, String name) {
        Calculator calculator = Potentials.of(name);
        assertThat(reference.get("Si")).isNotEmpty();
        for (JsonNode entry : reference.get("Si")) {
            JsonNode expected = entry.get(key);
            Evaluation found = calculator.evaluate(structure(entry.get("cell"), entry.get("positions")));
            assertThat(found.energy()).isCloseTo(expected.get("energy").asDouble(), within(1e-8));
            assertClose(found.forces(), numbers(expected.get("forces")));
            assertClose(found.stress().toMatrix(), numbers(expected.get("stress")));
        }
    }

    @Test
    void agrees_on_relaxed_phases() {
        int checked = 0;
        for (JsonNode entry : reference.get("relaxed")) {
            if (!entry.has("cell_lammps")) {
                continue;
            }
            Calculator calculator =
                    Potentials.of(entry.get("potential").asText().toLowerCase(java.util.Locale.ROOT));
            Structure structure = structure(entry.get("cell_lammps"), entry.get("positions_lammps"));
            Evaluation found = calculator.evaluate(structure);
            assertThat(found.energy() / structure.size())
                    .isCloseTo(entry.get("e_per_atom").asDouble(), within(1e-8));
            assertThat(found.maxForce()).isLessThan(1e-8);
            assertThat(found.stress().maxAbs()).isLessThan(1e-8);
            checked++;
        }
        assertThat(checked).isGreaterThanOrEqualTo(4);
    }

    private static Structure structure(JsonNode cell, JsonNode positions) {
        double[] cartesian = numbers(positions);
        return Structure.ofCartesian(
                Lattice.of(numbers(cell)), Collections.nCopies(cartesian.length / 3, Element.Si), cartesian);
    }

    private static void assertClose(double[] found, double[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-8));
        }
    }

    private static double[] numbers(JsonNode rows) {
        double[] out = new double[3 * rows.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = rows.get(i / 3).get(i % 3).asDouble();
        }
        return out;
    }
}
