package org.polymorph.daemon.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.crystal.Composition;
import org.polymorph.surrogate.hull.ConvexHull;
import org.polymorph.surrogate.hull.HullEntry;

class HullPlotTest {
    @TempDir
    private Path directory;

    private static HullEntry entry(String formula, double energyPerAtom) {
        return new HullEntry(formula, Composition.parse(formula), energyPerAtom);
    }

    private String svg(double pressure, HullEntry... entries) throws IOException {
        Path file = directory.resolve("hull.svg");
        HullPlot.of("hull", ConvexHull.of(List.of(entries)), pressure).write(file);
        return Files.readString(file);
    }

    private String svg(HullEntry... entries) throws IOException {
        return svg(0, entries);
    }

    @Test
    void under_pressure_enthalpies_are_named_as_such() throws IOException {
        HullEntry[] pair = {entry("Al", 0), entry("Ni", 0), entry("AlNi", -0.6)};
        assertThat(svg(30, pair))
                .contains("hull: enthalpies over composition at 30 GPa", "enthalpy of formation at 30 GPa [eV/atom]");
        assertThat(svg(pair))
                .contains("hull: energies over composition", "energy of formation [eV/atom]")
                .doesNotContain("GPa");
        assertThat(svg(2.5, entry("Al", 0), entry("Ni", 0), entry("O", 0), entry("AlNiO", -1)))
                .contains("hull: enthalpies over composition at 2.5 GPa");
    }

    // words are drawn as outlines: the description names what there is a dot of
    @Test
    void what_lies_far_above_is_left_out() throws IOException {
        assertThat(svg(entry("Al", 0), entry("Ni", 0), entry("AlNi", -0.6), entry("Al2Ni2", 7), entry("Al4", 9)))
                .contains("stable")
                .doesNotContain("above the hull");
        assertThat(svg(entry("Al", 0), entry("Ni", 0), entry("AlNi", -0.6), entry("Al2Ni2", -0.1)))
                .contains("above the hull");
    }

    @Test
    void of_each_composition_the_lowest_is_drawn_however_high() throws IOException {
        assertThat(svg(entry("Al", 0), entry("Ni", 0), entry("AlNi", 7))).contains("above the hull");
    }

    @Test
    void compositions_of_three_elements_that_coexist_are_joined() throws IOException {
        // three sides, and three lines from the compound to the corners
        assertThat(svg(entry("Al", 0), entry("Ni", 0), entry("O", 0), entry("AlNiO", -1))
                        .split("stroke:rgb\\(0,114,178\\);stroke-width:1.5"))
                .hasSize(1 + 6 + 1);
    }
}
