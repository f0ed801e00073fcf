package org.polymorph.surrogate.invariant.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.PeriodicSet;
import org.polymorph.surrogate.invariant.RandomCrystals;

class DensityFunctionsTest {
    private static final Structure CUBIC = Structure.of(Lattice.cubic(2), List.of(Element.Po), new double[3]);

    private static double[][] functions(Structure structure, int most, double... radii) {
        return DensityFunctions.of(PeriodicSet.of(structure), most, radii);
    }

    private static double ball(double t) {
        return 4 * Math.PI / 3 * t * t * t;
    }

    /** Two balls of radius t at distance d, d < 2t: the volume in both. */
    private static double lens(double t, double d) {
        return Math.PI / 12 * (4 * t + d) * (2 * t - d) * (2 * t - d);
    }

    @Test
    void follows_the_closed_forms_of_the_cubic_lattice() {
        double apart = 0.9;
        double overlapping = 1.3; // six lenses at distance 2, none at 2√2
        double[][] psi = functions(CUBIC, 3, 0, apart, 1, overlapping);
        assertThat(psi[0][0]).isEqualTo(1);
        assertThat(psi[1][1]).isCloseTo(ball(apart) / 8, within(1e-12));
        assertThat(psi[0][1]).isCloseTo(1 - ball(apart) / 8, within(1e-12));
        assertThat(psi[1][2]).isCloseTo(Math.PI / 6, within(1e-12));
        assertThat(psi[2][2]).isCloseTo(0, within(1e-12));
        double twice = 3 * lens(overlapping, 2) / 8;
        assertThat(psi[2][3]).isCloseTo(twice, within(1e-12));
        assertThat(psi[1][3]).isCloseTo(ball(overlapping) / 8 - 2 * twice, within(1e-12));
        assertThat(psi[3][3]).isCloseTo(0, within(1e-12));
    }

    @Test
    void every_zone_of_a_lattice_has_the_volume_of_the_cell() {
        for (Structure lattice : List.of(
                CUBIC,
                Structure.of(Lattice.of(0, 2, 2, 2, 0, 2, 2, 2, 0), List.of(Element.Cu), new double[3]),
                Structure.of(
                        Lattice.of(3, 0.3, 0, 0.4, 2.5, 0.2, -0.3, 0.6, 3.4), List.of(Element.Si), new double[3]))) {
            BrillouinZones zones = BrillouinZones.of(PeriodicSet.of(lattice).structure(), 0, 7);
            for (int k = 0; k < 7; k++) {
                assertThat(zones.volumeWithin(k, 50)).isCloseTo(lattice.volume(), within(1e-8));
            }
        }
    }

    // Σ_k k ψ_k counts every ball whole
    @Test
    void agrees_with_counting_balls_at_random_points() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 3; trial++) {
            Structure crystal = RandomCrystals.crystal(random, 2 + trial);
            double t = random.nextDouble(1, 2);
            double[][] psi = functions(crystal, 8, t);
            int points = 20_000;
            int[] counts = counts(crystal, t, points, random);
            double mean = 0;
            for (int k = 0; k <= 8; k++) {
                double part = (double) counts[k] / points;
                assertThat(psi[k][0]).isCloseTo(part, within(5 * Math.sqrt(0.25 / points)));
                mean += k * psi[k][0];
            }
            if (counts[8] + counts[9] == 0) {
                assertThat(mean).isCloseTo(crystal.size() * ball(t) / crystal.volume(), within(1e-9));
            }
        }
    }

    private static int[] counts(Structure crystal, double t, int points, SplittableRandom random) {
        int[] counts = new int[10];
        for (int p = 0; p < points; p++) {
            double[] x = java.util.Arrays.copyOf(crystal.fractional(), 3 * crystal.size() + 3);
            for (int k = 0; k < 3; k++) {
                x[x.length - 3 + k] = random.nextDouble();
            }
            List<Element> species = new java.util.ArrayList<>(crystal.species());
            species.add(Element.He);
            NeighborList near = NeighborList.of(Structure.of(crystal.lattice(), species, x), t);
            int within = 0;
            for (int q = near.start(crystal.size()); q < near.start(crystal.size() + 1); q++) {
                within += near.neighbor(q) < crystal.size() ? 1 : 0;
            }
            counts[Math.min(9, within)]++;
        }
        return counts;
    }

    @Test
    void does_not_depend_on_how_the_crystal_is_written() {
        SplittableRandom random = new SplittableRandom(9);
        Structure crystal = RandomCrystals.crystal(random, 2);
        double[][] psi = functions(crystal, 4, 0.8, 1.5, 2.2);
        double[][] same = functions(RandomCrystals.disguised(crystal, random), 4, 0.8, 1.5, 2.2);
        for (int k = 0; k <= 4; k++) {
            assertThat(same[k]).containsExactly(psi[k], within(1e-8));
        }
    }

    @Test
    void refuses_negative_numbers_and_crystals_lost_in_space() {
        assertThatThrownBy(() -> functions(CUBIC, -1, 1)).hasMessageContaining("found -1");
        Structure lost = Structure.of(Lattice.of(1, 0, 0, 0, 1, 0, 0, 0, 1e5), List.of(Element.C), new double[3]);
        assertThatThrownBy(() -> functions(lost, 3, 1)).hasMessageContaining("less empty space");
        assertThatThrownBy(() -> functions(CUBIC, 1, -0.5)).hasMessageContaining("found -0.5");
    }
}
