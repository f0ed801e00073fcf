package org.polymorph.dft.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.ConfigurationException;

class SiliconTest {

    @ParameterizedTest
    @CsvSource({"sw, 1", "sw, 2", "sw, 5", "sw, 8", "tersoff, 1", "tersoff, 2", "tersoff, 5", "tersoff, 8"})
    void forces_and_stress_are_derivatives_of_the_energy(String name, int atoms) {
        Calculator calculator = Potentials.of(name);
        for (int seed = 0; seed < 4; seed++) {
            Structure structure = RandomCells.of(Collections.nCopies(atoms, Element.Si), 16, 1.9, seed);
            FiniteDifferences.check(calculator, structure);
        }
    }

    @Test
    void other_parameters_are_derived_alike() {
        Structure structure = RandomCells.of(Collections.nCopies(4, Element.Ge), 20, 2.0, 3);
        FiniteDifferences.check(
                Potentials.of("sw", Map.of("element", "Ge", "epsilon", 1.93, "sigma", 2.181, "lambda", 31, "q", 1)),
                structure);
        FiniteDifferences.check(
                Potentials.of("tersoff", Map.of("element", "Ge", "m", 1, "n", 0.78, "cosTheta0", -0.4)), structure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sw", "tersoff"})
    void an_unknown_element_is_refused_by_name(String name) {
        Structure structure =
                Structure.of(Lattice.cubic(4), List.of(Element.Si, Element.O), new double[] {0, 0, 0, 0.5, 0.5, 0.5});
        assertThatThrownBy(() -> Potentials.of(name).evaluate(structure))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("element O")
                .hasMessageContaining("known: Si");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sw", "tersoff"})
    void unknown_and_wrong_parameters_are_refused(String name) {
        assertThatThrownBy(() -> Potentials.of(name, Map.of("epsilom", 1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("epsilom");
        assertThatThrownBy(() -> Potentials.of(name, Map.of("gamma", -1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("gamma")
                .hasMessageContaining("above zero");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sw", "tersoff"})
    void an_atom_on_its_own_has_no_energy(String name) {
        Structure structure = Structure.of(Lattice.cubic(20), List.of(Element.Si), new double[3]);
        assertThat(Potentials.of(name).evaluate(structure).energy()).isZero();
    }
}
