package org.polymorph.model.crystal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OxidationStatesTest {
    private static final OxidationStates STATES = new OxidationStates(Map.of(
            Element.Al, List.of(3),
            Element.O, List.of(-2),
            Element.Fe, List.of(2, 3),
            Element.N, List.of(-3, 3, 5)));

    @ParameterizedTest
    @CsvSource({
        "Al2O3, true",
        "Al4O6, true",
        "AlO, false",
        "FeO, true",
        "Fe3O4, true", // two of three and one of two
        "Fe4O3, false",
        "FeAl2O4, true",
        "Al3FeO5, false", // 9 + 2 and 9 + 3 are not 10
        "N2O3, true",
        "N2O4, true", // one of three and one of five
        "N2O, true", // one of minus three and one of five
        "N2O2, false",
        "Al, true",
        "O7, true"
    })
    void tells_which_compositions_are_neutral(String formula, boolean neutral) {
        assertThat(STATES.areNeutralIn(Composition.parse(formula))).isEqualTo(neutral);
    }

    @Test
    void an_element_without_states_is_told() {
        assertThatThrownBy(() -> STATES.areNeutralIn(Composition.parse("TiO2"))).hasMessageContaining("state of Ti");
        assertThatThrownBy(() -> new OxidationStates(Map.of(Element.Ti, List.of())))
                .hasMessageContaining("state of Ti");
    }

    @Test
    void several_cells_together_have_as_many_times_the_atoms() {
        assertThat(Composition.parse("Al2O3").times(3)).hasToString("Al6O9");
    }
}
