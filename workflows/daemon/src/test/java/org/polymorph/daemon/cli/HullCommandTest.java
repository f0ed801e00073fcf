package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polymorph.surrogate.hull.HullEntry;

class HullCommandTest {
    // two atoms in 54 Å³
    private static final String CELL = """
            2
            Lattice="3 0 0 0 3 0 0 0 6" Properties=species:S:1:pos:R:3 energy=-10.0 pbc="T T T"
            Si 0 0 0
            O 0 0 3
            """;

    private static List<HullEntry> entries(double pressure) {
        Console console = new Console(
                new ByteArrayInputStream(CELL.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                false,
                false);
        return HullCommand.entries(List.of("-"), pressure, console);
    }

    @Test
    void energies_are_those_of_an_atom() {
        assertThat(entries(0)).singleElement().satisfies(entry -> {
            assertThat(entry.name()).isEqualTo("-, structure 1");
            assertThat(entry.composition()).hasToString("SiO");
            assertThat(entry.energyPerAtom()).isEqualTo(-5);
        });
    }

    @Test
    void under_pressure_they_are_enthalpies() {
        // 27 Å³ an atom
        assertThat(entries(0.05).get(0).energyPerAtom()).isCloseTo(-5 + 0.05 * 27, within(1e-12));
    }
}
