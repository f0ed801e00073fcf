package org.polymorph.dft.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

class EwaldTest {

    @Test
    void erfc_agrees_with_known_values() {
        // Abramowitz and Stegun, table 7.1; beyond it DLMF 7.12.1
        double[][] known = {
            {0, 1},
            {0.5, 0.4795001221869535},
            {1, 0.15729920705028513},
            {2, 0.004677734981047266},
            {3, 2.209049699858544e-5},
            {4, 1.541725790028002e-8},
            {5, 1.537459794428035e-12}
        };
        for (double[] pair : known) {
            assertThat(ErfcTable.exact(pair[0])).isCloseTo(pair[1], within(3e-16));
        }
        for (double x = 0; x < ErfcTable.END; x += 0.00137) {
            int at = ErfcTable.at(x);
            double d = ErfcTable.offset(x);
            assertThat(ErfcTable.value(at, d)).isCloseTo(ErfcTable.exact(x), within(3e-15));
            assertThat(ErfcTable.slope(at, d)).isCloseTo(-2 / Math.sqrt(Math.PI) * Math.exp(-x * x), within(1e-14));
        }
    }

    // Madelung constants for the distance of nearest neighbours: literature values, as in the project's issue 2
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.6, 1.2, 2.0})
    void gives_madelung_constants(double alpha) {
        Structure nacl = Phases.rocksalt(Element.Na, Element.Cl, 2);
        Structure cscl = Phases.cesiumChloride(Element.Cs, Element.Cl, 2 / Math.sqrt(3));
        Structure zns = Phases.zincblende(Element.Zn, Element.S, 4 / Math.sqrt(3));
        assertThat(madelung(nacl, alpha)).isCloseTo(1.747564594633, within(1e-11));
        assertThat(madelung(cscl, alpha)).isCloseTo(1.762674773071, within(1e-11));
        assertThat(madelung(zns, alpha)).isCloseTo(1.638055053388, within(1e-11));
    }

    private static double madelung(Structure structure, double alpha) {
        double[] charges = {1, -1};
        return -Ewald.evaluate(structure, charges, alpha).energy() / Units.COULOMB;
    }

    @ParameterizedTest
    @CsvSource({"2, 10", "6, 12", "16, 20"})
    void does_not_depend_on_the_splitting(int atoms, double volumePerAtom) {
        Structure structure = RandomCells.of(Collections.nCopies(atoms, Element.Na), volumePerAtom, 0.8, atoms);
        double[] charges = charges(atoms);
        Evaluation reference = Ewald.evaluate(structure, charges, 0.6);
        double best = Ewald.cheapestSplitting(atoms, structure.volume());
        for (double alpha : new double[] {0.35, 0.9, 1.4, best}) {
            assertSame(Ewald.evaluate(structure, charges, alpha), reference);
        }
    }

    @Test
    void is_right_for_tiny_and_strongly_skewed_cells() {
        Structure tiny = Phases.rocksalt(Element.Na, Element.Cl, 0.2);
        assertThat(madelung(tiny, Ewald.cheapestSplitting(2, tiny.volume())) / 10)
                .isCloseTo(1.747564594633, within(1e-11));
        Structure straight = RandomCells.of(Collections.nCopies(4, Element.Na), 15, 1, 5);
        double[] skew = {1, 0, 0, 7, 1, 0, -9, 11, 1}; // other vectors of the same lattice
        double[] m = straight.lattice().toArray();
        double[] rows = new double[9];
        for (int i = 0; i < 9; i++) {
            for (int k = 0; k < 3; k++) {
                rows[i] += skew[3 * (i / 3) + k] * m[3 * k + i % 3];
            }
        }
        Structure skewed = Structure.ofCartesian(Lattice.of(rows), straight.species(), straight.cartesian());
        double[] charges = charges(4);
        assertSame(Ewald.evaluate(skewed, charges, 0.7), Ewald.evaluate(straight, charges, 0.7));
    }

    @Test
    void a_flat_cell_is_summed_to_the_end() {
        Structure flat = Structure.of(
                Lattice.ofParameters(12, 12, 0.8, 90, 90, 90),
                List.of(Element.Na, Element.Cl),
                new double[] {0, 0, 0, 0.5, 0.5, 0.5});
        assertSame(Ewald.evaluate(flat, charges(2), 0.5), Ewald.evaluate(flat, charges(2), 1.1));
    }

    private static double[] charges(int atoms) {
        double[] charges = new double[atoms];
        for (int i = 0; i < atoms; i++) {
            charges[i] = i % 2 == 0 ? 1.5 : -1.5;
        }
        return charges;
    }

    private static void assertSame(Evaluation found, Evaluation expected) {
        assertThat(found.energy()).isCloseTo(expected.energy(), within(1e-11 * Math.abs(expected.energy()) + 1e-11));
        for (int i = 0; i < found.forces().length; i++) {
            assertThat(found.forces()[i]).isCloseTo(expected.forces()[i], within(1e-10));
        }
        for (int i = 0; i < 6; i++) {
            assertThat(found.stress().toVoigt()[i]).isCloseTo(expected.stress().toVoigt()[i], within(1e-10));
        }
    }
}
