package org.polymorph.model.crystal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrystalValuesTest {

    @Test
    void there_are_118_elements_in_order() {
        assertThat(Element.values()).hasSize(118);
        for (int z = 1; z <= 118; z++) {
            Element element = Element.ofNumber(z);
            assertThat(element.atomicNumber()).isEqualTo(z);
            assertThat(Element.of(element.symbol())).isSameAs(element);
            assertThat(element.mass()).isPositive();
            assertThat(element.covalentRadius()).isBetween(0.2, 2.7);
        }
    }

    // IUPAC 2013 standard atomic weights; Cordero 2008, Pyykko and Atsumi 2009
    @ParameterizedTest
    @CsvSource({
        "H,1,1.008,0.31",
        "C,6,12.011,0.76",
        "O,8,15.999,0.66",
        "Na,11,22.98976928,1.66",
        "Al,13,26.9815385,1.21",
        "Si,14,28.085,1.11",
        "Cl,17,35.45,1.02",
        "Fe,26,55.845,1.32",
        "Ga,31,69.723,1.22",
        "As,33,74.921595,1.19",
        "I,53,126.90447,1.39",
        "Cs,55,132.90545196,2.44",
        "W,74,183.84,1.62",
        "Pb,82,207.2,1.46",
        "U,92,238.02891,1.96",
        "Og,118,294,1.57"
    })
    void elements_have_their_masses_and_radii(String symbol, int number, double mass, double radius) {
        Element element = Element.of(symbol);
        assertThat(element.atomicNumber()).isEqualTo(number);
        assertThat(element.mass()).isEqualTo(mass);
        assertThat(element.covalentRadius()).isEqualTo(radius);
    }

    @Test
    void unknown_elements_are_refused() {
        assertThatThrownBy(() -> Element.of("Xx")).hasMessageContaining("Xx");
        assertThatThrownBy(() -> Element.of("si")).hasMessageContaining("si");
        assertThatThrownBy(() -> Element.ofNumber(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> Element.ofNumber(119)).hasMessageContaining("119");
        assertThat(Element.isSymbol("Si")).isTrue();
        assertThat(Element.isSymbol("")).isFalse();
    }

    @Test
    void a_formula_comes_back_in_the_order_of_atomic_number() {
        assertThat(Composition.parse("O6Al4")).hasToString("Al4O6");
        assertThat(Composition.parse("Al4O6")).isEqualTo(Composition.parse("O6Al4"));
        assertThat(Composition.parse("NaCl")).hasToString("NaCl");
        assertThat(Composition.parse("SiOSi3").count(Element.Si)).isEqualTo(4);
        assertThat(Composition.parse("Si8").size()).isEqualTo(8);
        assertThat(Composition.parse("NaCl").count(Element.O)).isZero();
        assertThat(Composition.parse("NaCl2").species()).containsExactly(Element.Na, Element.Cl, Element.Cl);
        assertThat(Composition.ofSpecies(List.of(Element.Cl, Element.Na, Element.Cl)))
                .isEqualTo(Composition.parse("NaCl2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "si", "Si0", "Si-1", "Xx2", "Si 8", "Si9999999", "Si2.5"})
    void what_is_no_formula_is_refused(String formula) {
        assertThatThrownBy(() -> Composition.parse(formula)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void compositions_need_atoms() {
        assertThatThrownBy(() -> new Composition(Map.of())).hasMessageContaining("at least one element");
        assertThatThrownBy(() -> new Composition(Map.of(Element.Si, 0))).hasMessageContaining("Si0");
    }

    @Test
    void a_lattice_has_its_lengths_angles_heights_and_volume() {
        Lattice lattice = Lattice.ofParameters(3, 4, 5, 70, 80, 100);
        assertThat(lattice.length(0)).isCloseTo(3, within(1e-12));
        assertThat(lattice.length(1)).isCloseTo(4, within(1e-12));
        assertThat(lattice.length(2)).isCloseTo(5, within(1e-12));
        assertThat(lattice.angles()).containsExactly(new double[] {70, 80, 100}, within(1e-10));
        assertThat(Lattice.cubic(4).volume()).isCloseTo(64, within(1e-12));
        assertThat(Lattice.of(2, 0, 0, 1, 3, 0, 0, 0, 4).height(0)).isCloseTo(2 * 3 / Math.sqrt(10), within(1e-12));
        assertThat(Lattice.ofParameters(3, 3, 5, 90, 90, 120).toArray())
                .containsExactly(new double[] {3, 0, 0, -1.5, 1.5 * Math.sqrt(3), 0, 0, 0, 5}, within(1e-15));
    }

    @Test
    void fractional_and_cartesian_are_inverse() {
        Lattice lattice = Lattice.of(1, 2, 3, -4, 5, 6, 7, -8, 10);
        double[] positions = {0.1, -0.2, 0.3, 5, 6, -7};
        assertThat(lattice.toFractional(lattice.toCartesian(positions))).containsExactly(positions, within(1e-12));
        assertThatThrownBy(() -> lattice.toCartesian(new double[4])).hasMessageContaining("4");
    }

    @Test
    void a_lattice_without_volume_is_refused() {
        assertThatThrownBy(() -> Lattice.of(1, 0, 0, 2, 0, 0, 0, 0, 1)).hasMessageContaining("volume");
        assertThatThrownBy(() -> Lattice.of(1, 0, 0)).hasMessageContaining("9 numbers");
        assertThatThrownBy(() -> Lattice.of(1, 0, 0, 0, 1, 0, 0, 0, Double.NaN)).hasMessageContaining("finite");
        assertThatThrownBy(() -> Lattice.ofParameters(0, 1, 1, 90, 90, 90)).hasMessageContaining("above zero");
        assertThatThrownBy(() -> Lattice.ofParameters(1, 1, 1, 60, 60, 130)).hasMessageContaining("angles");
        assertThatThrownBy(() -> Lattice.cubic(1).withVolume(-1)).hasMessageContaining("-1");
    }

    @Test
    void the_standard_orientation_keeps_shape_and_hand() {
        for (double sign : new double[] {1, -1}) {
            Lattice lattice = Lattice.of(1, 2, 3, -4, 5, 6, 7 * sign, -8 * sign, 10 * sign);
            Lattice standard = lattice.standardOrientation();
            assertThat(standard.angles()).containsExactly(lattice.angles(), within(1e-10));
            assertThat(standard.volume()).isCloseTo(lattice.volume(), within(1e-9));
            assertThat(standard.isLeftHanded()).isEqualTo(lattice.isLeftHanded());
            assertThat(new double[] {standard.get(0, 1), standard.get(0, 2), standard.get(1, 2)})
                    .containsOnly(0);
        }
    }

    @Test
    void scaling_to_a_volume_keeps_the_shape() {
        Lattice lattice = Lattice.ofParameters(3, 4, 5, 70, 80, 100).withVolume(100);
        assertThat(lattice.volume()).isCloseTo(100, within(1e-10));
        assertThat(lattice.angles()).containsExactly(new double[] {70, 80, 100}, within(1e-10));
    }

    @Test
    void structures_check_their_atoms() {
        Lattice cell = Lattice.cubic(4);
        assertThatThrownBy(() -> Structure.of(cell, List.of(), new double[0]))
                .hasMessageContaining("at least one atom");
        assertThatThrownBy(() -> Structure.of(cell, List.of(Element.Si), new double[4]))
                .hasMessageContaining("3 coordinates");
        assertThatThrownBy(() -> Structure.of(cell, List.of(Element.Si), new double[] {0, Double.NaN, 0}))
                .hasMessageContaining("atom 1");
    }

    @Test
    void arrays_of_a_structure_do_not_leak() {
        double[] given = {0.1, 0.2, 0.3};
        Structure structure = Structure.of(Lattice.cubic(4), List.of(Element.Si), given);
        given[0] = 9;
        structure.fractional()[1] = 9;
        structure.lattice().toArray()[0] = 9;
        assertThat(structure.fractional()).containsExactly(0.1, 0.2, 0.3);
        assertThat(structure.volume()).isEqualTo(64);
    }

    @Test
    void wrapping_moves_atoms_by_whole_cells_into_the_cell() {
        Structure structure = Structure.of(
                Lattice.cubic(4), Structures.of(Element.Si, 2), new double[] {-0.25, 1.5, 3, -1e-20, 1, 0.999});
        assertThat(structure.wrapped().fractional()).containsExactly(0.75, 0.5, 0, 0, 0, 0.999);
    }

    @Test
    void a_supercell_has_its_copies_and_volume() {
        Structure structure = Structures.diamond().supercell(1, 2, 3);
        assertThat(structure.size()).isEqualTo(12);
        assertThat(structure.volume()).isCloseTo(6 * Structures.diamond().volume(), within(1e-9));
        assertThat(NeighborList.of(structure, 2.5).pairs()).isEqualTo(48);
        assertThatThrownBy(() -> structure.supercell(0, 1, 1)).hasMessageContaining("0");
    }

    @Test
    void strain_multiplies_positions_and_lattice() {
        Structure structure = Structures.diamond();
        Structure strained = structure.strained(new double[] {0.1, 0, 0, 0, 0, 0, 0, 0, -0.05});
        assertThat(strained.volume()).isCloseTo(structure.volume() * 1.1 * 0.95, within(1e-9));
        assertThat(strained.cartesian()[3]).isCloseTo(structure.cartesian()[3] * 1.1, within(1e-12));
    }

    @Test
    void stress_goes_to_a_matrix_and_back() {
        Stress stress = new Stress(1, 2, 3, 4, 5, 6);
        assertThat(Stress.ofMatrix(stress.toMatrix())).isEqualTo(stress);
        assertThat(Stress.ofVoigt(stress.toVoigt())).isEqualTo(stress);
        assertThat(stress.pressure()).isEqualTo(-2);
        assertThat(new Stress(0, 0, -7, 0, 3, 0).maxAbs()).isEqualTo(7);
        assertThat(new Stress(Double.NaN, 0, 0, 0, 0, 0).isFinite()).isFalse();
    }

    @Test
    void sites_make_the_same_structure() {
        Structure structure = Structures.diamond();
        assertThat(Structure.ofSites(structure.lattice(), structure.sites())).isEqualTo(structure);
        assertThat(Arrays.hashCode(structure.fractional())).isNotZero();
        assertThat(structure).hasToString("Structure[Si2, " + structure.lattice() + "]");
    }

    @Test
    void formulas_begin_with_the_electropositive_element() {
        assertThat(Composition.parse("O6Al4")).hasToString("Al4O6");
        assertThat(Composition.parse("ClNa")).hasToString("NaCl");
        assertThat(Composition.parse("O3TiBa")).hasToString("BaTiO3");
        assertThat(Composition.parse("H2O")).hasToString("H2O");
        assertThat(Composition.parse("SiH4")).hasToString("SiH4");
        assertThat(Composition.parse("CSi")).hasToString("SiC");
    }
}
