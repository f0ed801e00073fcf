package org.polymorph.dft.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.units.Units;

class IonicPairTest {

    @Test
    void the_wall_continues_value_slope_and_curvature_of_the_pair_energy() {
        IonicPair pair = new IonicPair(16957.71, 0.194, 12.593, 0);
        double product = 2.196 * -1.098;
        IonicPair.Wall wall = pair.wall(product).orElseThrow();
        double r = wall.radius();
        double coulomb = Units.COULOMB * product;
        assertThat(r).isBetween(0.3, 1.5);
        assertThat(wall.height() + wall.steepness() / r).isCloseTo(pair.energy(r) + coulomb / r, within(1e-9));
        double slope = pair.slope(r) - coulomb / (r * r);
        assertThat(-wall.steepness() / (r * r)).isCloseTo(slope, within(1e-9));
        double curvature = (pair.slope(r + 1e-5) - pair.slope(r - 1e-5)) / 2e-5 + 2 * coulomb / (r * r * r);
        assertThat(2 * wall.steepness() / (r * r * r)).isCloseTo(curvature, within(1e-3));
    }

    @ParameterizedTest
    @CsvSource({
        "tosi-fumi, Na, Cl",
        "matsui-akaogi, Ti, O",
        "matsui-akaogi, Al, O",
        "matsui-akaogi, Si, O",
        "matsui-akaogi, Mg, O",
        "matsui-akaogi, Ca, O"
    })
    void ions_pushed_together_are_repelled_without_end(String name, Element cation, Element anion) {
        Calculator potential = Potentials.of(name);
        int cations = cation == Element.Al ? 2 : 1;
        int anions = cation == Element.Al ? 3 : cation == Element.Ti || cation == Element.Si ? 2 : 1;
        List<Element> species = new java.util.ArrayList<>(java.util.Collections.nCopies(cations, cation));
        species.addAll(java.util.Collections.nCopies(anions, anion));
        double last = Double.NEGATIVE_INFINITY;
        for (double volume = 6; volume > 0.1; volume *= 0.8) {
            Structure start = RandomCells.of(species, 12, 1.3, 4);
            double energy = potential
                    .evaluate(start.withLattice(start.lattice().withVolume(volume * species.size())))
                    .energy();
            assertThat(energy).as("at %s Å³ an atom", volume).isGreaterThan(last);
            last = energy;
        }
        assertThat(last).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"Na, Cl", "Na, Na", "Cl, Cl"})
    void two_ions_alone_have_no_hole_near_the_nucleus(Element first, Element second) {
        // four ions far apart, the first two pushed together; what the others add hardly changes
        List<Element> rest =
                List.of(first == Element.Na ? Element.Cl : Element.Na, second == Element.Na ? Element.Cl : Element.Na);
        List<Element> species = List.of(first, second, rest.get(0), rest.get(1));
        Calculator potential = Potentials.of("tosi-fumi");
        double last = Double.NEGATIVE_INFINITY;
        for (double d = 1.6; d > 0.01; d *= 0.9) {
            double[] positions = {5, 5, 5, 5 + d, 5, 5, 5, 20, 5, 20, 5, 20};
            double energy = potential
                    .evaluate(Structure.ofCartesian(Lattice.cubic(30), species, positions))
                    .energy();
            assertThat(energy).as("at %s Å", d).isGreaterThan(last);
            last = energy;
        }
    }

    @Test
    void opposite_charges_without_repulsion_are_refused() {
        assertThatThrownBy(() -> Potentials.of("buckingham", Map.of("charges", Map.of("Mg", 2, "O", -2))))
                .hasMessageContaining("Mg")
                .hasMessageContaining("attract");
        assertThatThrownBy(() -> Potentials.of("buckingham")).hasMessageContaining("charges");
        assertThatThrownBy(() -> Potentials.of(
                        "buckingham", Map.of("charges", Map.of("Ne", 0), "pairs", Map.of("Ne-Ar", Map.of("A", 1)))))
                .hasMessageContaining("Ne-Ar");
    }

    @Test
    void matsui_and_akaogi_agree_with_the_buckingham_numbers_in_use() {
        // A in eV, rho in Å, C in eV Å⁶ of TiO2 as tabulated by users of the potential
        Map<String, ?> table = Map.of(
                "charges",
                Map.of("Ti", 2.196, "O", -1.098),
                "pairs",
                Map.of(
                        "Ti-Ti", Map.of("A", 31120.528, "rho", 0.154, "C", 5.247),
                        "Ti-O", Map.of("A", 16957.71, "rho", 0.194, "C", 12.593),
                        "O-O", Map.of("A", 11782.884, "rho", 0.234, "C", 30.222)));
        Structure structure = RandomCells.of(List.of(Element.Ti, Element.O, Element.O), 11, 1.5, 2);
        assertThat(Potentials.of("matsui-akaogi").evaluate(structure).energy())
                .isCloseTo(
                        Potentials.of("buckingham", table).evaluate(structure).energy(), within(2e-3));
    }
}
