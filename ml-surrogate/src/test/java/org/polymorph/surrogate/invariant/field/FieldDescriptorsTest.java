package org.polymorph.surrogate.invariant.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.RandomCrystals;

class FieldDescriptorsTest {
    private static final List<Element> ELEMENTS = List.of(Element.O, Element.Al, Element.Si);
    private static final Structure CUBIC = Structure.of(Lattice.cubic(3), List.of(Element.Si), new double[3]);

    // 4π ρ ∫ g r² dr over the first peak is the number of nearest neighbours
    @Test
    void the_first_peak_of_the_radial_distribution_holds_the_neighbours() {
        double[] g = RadialDistribution.of(CUBIC, 3.6, 3600, 0.05);
        double sum = 0;
        for (int at = 0; at < g.length; at++) {
            double r = (at + 1) * 1e-3;
            sum += 4 * Math.PI * r * r * g[at] * 1e-3 / 27;
        }
        assertThat(sum).isCloseTo(6, within(1e-6));
    }

    @Test
    void the_radial_distribution_tends_to_one() {
        double[] g = RadialDistribution.of(CUBIC, 30, 60, 1.5);
        assertThat(g[59]).isCloseTo(1, within(0.01));
    }

    // six neighbours along ± x, y, z: Σ_ij P_l is 36 for l = 0, nothing for l = 1 to 3, 6·(6/4 + …) for l = 4
    @Test
    void the_power_spectrum_of_an_octahedron_has_no_degrees_one_to_three() {
        double[] p = new PowerSpectrum(3.5, 1, 4).of(CUBIC, List.of(Element.Si));
        double weight = p[0] / 36;
        assertThat(weight).isPositive();
        assertThat(p[1]).isCloseTo(0, within(1e-12));
        assertThat(p[2]).isCloseTo(0, within(1e-12));
        assertThat(p[3]).isCloseTo(0, within(1e-12));
        // P4(±1) = 1, P4(0) = 3/8
        assertThat(p[4] / weight).isCloseTo(6 * (2 + 4 * 0.375), within(1e-9));
    }

    @Test
    void neither_depends_on_how_the_crystal_is_written() {
        SplittableRandom random = new SplittableRandom(4);
        PowerSpectrum spectrum = new PowerSpectrum(4, 3, 4);
        for (int trial = 0; trial < 10; trial++) {
            Structure crystal = RandomCrystals.crystal(random, 1 + random.nextInt(4));
            Structure other = RandomCrystals.disguised(crystal, random);
            assertThat(spectrum.of(other, ELEMENTS)).containsExactly(spectrum.of(crystal, ELEMENTS), within(1e-8));
            assertThat(RadialDistribution.of(other, 6, 50, 0.1))
                    .containsExactly(RadialDistribution.of(crystal, 6, 50, 0.1), within(1e-8));
        }
    }

    @Test
    void refuses_settings_and_elements_that_do_not_fit() {
        assertThatThrownBy(() -> new PowerSpectrum(0, 1, 1)).hasMessageContaining("found 0.0");
        assertThatThrownBy(() -> RadialDistribution.of(CUBIC, 5, 0, 0.1)).hasMessageContaining("0 and 0.1");
        assertThatThrownBy(() -> new PowerSpectrum(3, 1, 1).of(CUBIC, List.of(Element.O)))
                .hasMessageContaining("found Si");
    }
}
