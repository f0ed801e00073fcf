package org.polymorph.dft.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Providers;

/** What holds for each potential by its name. */
class EveryPotentialTest {
    private static final Map<String, ?> MGO = Map.of(
            "charges", Map.of("Mg", 2, "O", -2),
            "pairs",
                    Map.of(
                            "Mg-O",
                            Map.of("A", 1428.5, "rho", 0.2945),
                            "O-O",
                            Map.of("A", 22764.3, "rho", 0.149, "C", 27.88)));

    /** A potential with a composition, its volume an atom and its shortest distance; also cells far below the cutoff. */
    record Case(String name, Map<String, ?> parameters, String formula, double volume, double distance) {
        Calculator calculator() {
            return Potentials.of(name, parameters);
        }

        Structure structure(long seed) {
            return RandomCells.of(Composition.parse(formula).species(), volume, distance, seed);
        }
    }

    static Stream<Case> cases() {
        Map<String, ?> mixture = Map.of(
                "pairs",
                Map.of(
                        "Ar-Ar", Map.of("epsilon", 0.9, "sigma", 2.1),
                        "Ar-Ne", Map.of("epsilon", 1.3, "cutoff", 3),
                        "Ne-Ne", Map.of("sigma", 1.7)));
        return Stream.of(
                new Case("sw", Map.of(), "Si3", 16, 1.8),
                new Case("tersoff", Map.of(), "Si3", 16, 1.9),
                new Case("lj", Map.of(), "Ar", 8, 1.6),
                new Case("lj", Map.of(), "Ar6", 8, 1.6),
                new Case("lj", mixture, "Ar3Ne3", 8, 1.5),
                new Case("kob-andersen", Map.of(), "Ni4P", 8, 1.4),
                new Case("kob-andersen", Map.of("elements", "Al,Ti"), "Al2Ti2", 8, 1.4),
                new Case("tosi-fumi", Map.of(), "NaCl", 20, 1.9),
                new Case("tosi-fumi", Map.of(), "Na4Cl4", 20, 1.7),
                new Case("matsui-akaogi", Map.of(), "Al4O6", 10, 1.4),
                new Case("matsui-akaogi", Map.of(), "Ti2O4", 11, 1.4),
                new Case("matsui-akaogi", Map.of(), "MgSiO3", 11, 1.4),
                new Case("buckingham", MGO, "Mg3O3", 10, 1.5));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void forces_and_stress_are_derivatives_of_the_energy(Case given) {
        for (int seed = 0; seed < 3; seed++) {
            FiniteDifferences.check(given.calculator(), given.structure(seed));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_supercell_has_so_many_times_the_energy_and_the_same_forces_and_stress(Case given) {
        Structure structure = given.structure(7);
        Evaluation one = given.calculator().evaluate(structure);
        Evaluation many = given.calculator().evaluate(structure.supercell(2, 1, 3));
        assertThat(many.energy()).isCloseTo(6 * one.energy(), within(1e-9));
        for (int i = 0; i < many.forces().length; i++) {
            assertThat(many.forces()[i]).isCloseTo(one.forces()[i / 18 * 3 + i % 3], within(1e-9));
        }
        assertClose(many.stress().toVoigt(), one.stress().toVoigt());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_rotation_turns_forces_and_stress_only(Case given) {
        Structure structure = given.structure(8);
        double[] r = {0.36, 0.48, -0.8, -0.8, 0.6, 0, 0.48, 0.64, 0.6}; // orthogonal
        Evaluation before = given.calculator().evaluate(structure);
        Evaluation after = given.calculator().evaluate(structure.rotated(r));
        assertThat(after.energy()).isCloseTo(before.energy(), within(1e-9));
        assertClose(after.forces(), times(before.forces(), r));
        double[] half = times(before.stress().toMatrix(), r); // σR; then Rᵀ(σR) = ((σR)ᵀR)ᵀ
        double[] flipped = {half[0], half[3], half[6], half[1], half[4], half[7], half[2], half[5], half[8]};
        assertClose(after.stress().toMatrix(), times(flipped, r));
    }

    private static double[] times(double[] rows, double[] m) {
        double[] out = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < 3; k++) {
                out[i] += rows[i / 3 * 3 + k] * m[3 * k + i % 3];
            }
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void another_cell_of_the_same_crystal_gives_the_same(Case given) {
        Structure structure = given.structure(9);
        double[] m = structure.lattice().toArray();
        double[] rows = m.clone();
        for (int k = 0; k < 3; k++) {
            rows[k] = m[k] + 2 * m[3 + k];
            rows[6 + k] = m[6 + k] - 3 * rows[k];
        }
        Structure other = Structure.ofCartesian(Lattice.of(rows), structure.species(), structure.cartesian())
                .wrapped();
        Evaluation expected = given.calculator().evaluate(structure);
        Evaluation found = given.calculator().evaluate(other);
        assertThat(found.energy()).isCloseTo(expected.energy(), within(1e-9));
        assertClose(found.forces(), expected.forces());
        assertClose(found.stress().toVoigt(), expected.stress().toVoigt());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_order_of_atoms_does_not_matter(Case given) {
        Structure structure = given.structure(10);
        int n = structure.size();
        List<Element> species = new ArrayList<>();
        double[] fractional = new double[3 * n];
        for (int i = 0; i < n; i++) {
            species.add(structure.species(n - 1 - i));
            System.arraycopy(structure.fractional(), 3 * (n - 1 - i), fractional, 3 * i, 3);
        }
        Structure reversed = Structure.of(structure.lattice(), species, fractional);
        assertThat(given.calculator().evaluate(reversed).energy())
                .isCloseTo(given.calculator().evaluate(structure).energy(), within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void unknown_parameters_are_refused(Case given) {
        Map<String, Object> parameters = new java.util.HashMap<>(given.parameters());
        parameters.put("cutof", 3);
        assertThatThrownBy(() -> Potentials.of(given.name(), parameters)).hasMessageContaining("unknown key \"cutof\"");
    }

    @Test
    void there_are_seven_by_name() {
        assertThat(Providers.of(CalculatorProvider.class).names())
                .contains("sw", "tersoff", "lj", "kob-andersen", "tosi-fumi", "matsui-akaogi", "buckingham");
    }

    @Test
    void unknown_elements_are_refused_with_the_known_ones() {
        refuses("kob-andersen", "SiP", "element Si", "Ni, P");
        refuses("tosi-fumi", "KCl", "element K", "Na, Cl");
        refuses("matsui-akaogi", "ZnO", "element Zn", "O, Ti");
        refuses("matsui-akaogi", "TiAlO2", "TiAlO2", "known together");
        assertThat(Potentials.of("lj").evaluate(Phases.fcc(Element.Xe, 3.1)).energy())
                .isNegative();
    }

    private static void refuses(String name, String formula, String... words) {
        List<Element> species = Composition.parse(formula).species();
        Structure structure = RandomCells.of(species, 20, 1.5, 1);
        assertThatThrownBy(() -> Potentials.of(name).evaluate(structure))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void charged_cells_are_refused() {
        refuses("tosi-fumi", "Na2Cl", "neutral", "Na2Cl", "+1.0000 e");
        refuses("matsui-akaogi", "AlO", "neutral");
    }

    private static void assertClose(double[] found, double[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-9));
        }
    }
}
