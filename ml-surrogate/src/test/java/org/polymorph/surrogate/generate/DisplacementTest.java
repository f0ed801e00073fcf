package org.polymorph.surrogate.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;

class DisplacementTest {
    private static final Structure SIMPLE_CUBIC = Structure.of(
                    Lattice.cubic(2.5), Collections.nCopies(1, Element.Si), new double[3])
            .supercell(4, 4, 4);
    private static final MinimumDistances LOOSE = MinimumDistances.of(Settings.of(Map.of("minDistance", 0.1)));

    private static double[] moves(Structure from, Structure to) {
        double[] a = from.cartesian();
        double[] b = to.cartesian();
        for (int i = 0; i < a.length; i++) {
            a[i] = b[i] - a[i];
        }
        return a;
    }

    @Test
    void moves_every_atom_by_at_most_the_amplitude_of_the_round() {
        Displacement displacement = Displacement.ofPositions(0.4, 0.6);
        for (int round = 0; round < 4; round++) {
            double[] moves = moves(SIMPLE_CUBIC, displacement.apply(SIMPLE_CUBIC, round, LOOSE, new Seed(round)));
            double longest = 0;
            for (int i = 0; i < moves.length; i += 3) {
                longest = Math.max(longest, Math.hypot(Math.hypot(moves[i], moves[i + 1]), moves[i + 2]));
                assertThat(moves[i]).isNotZero();
            }
            assertThat(longest).isBetween(0.8 * displacement.amplitude(round), displacement.amplitude(round) + 1e-12);
        }
    }

    @Test
    void prefers_no_sign() {
        double[] sum = new double[3];
        int negative = 0;
        int count = 0;
        for (int seed = 0; seed < 50; seed++) {
            double[] moves =
                    moves(SIMPLE_CUBIC, Displacement.ofPositions(0.4, 1).apply(SIMPLE_CUBIC, 0, LOOSE, new Seed(seed)));
            for (int i = 0; i < moves.length; i++) {
                sum[i % 3] += moves[i];
                negative += moves[i] < 0 ? 1 : 0;
                count++;
            }
        }
        assertThat(negative / (double) count).isCloseTo(0.5, within(0.02));
        for (double s : sum) {
            assertThat(s / (count / 3.0)).isCloseTo(0, within(0.01));
        }
    }

    @Test
    void keeps_minimum_distances_and_the_given_structure_where_there_is_no_room() {
        MinimumDistances tight = MinimumDistances.of(Settings.of(Map.of("minDistance", Map.of("Si-Si", 2.3))));
        Structure moved = new Displacement(0.4, 1, 0.05).apply(SIMPLE_CUBIC, 0, tight, new Seed(1));
        assertThat(NeighborList.of(moved, 2.3 - 1e-9).pairs()).isZero();
        assertThat(moved.volume()).isNotEqualTo(SIMPLE_CUBIC.volume());
        MinimumDistances broken = MinimumDistances.of(Settings.of(Map.of("minDistance", 3)));
        Structure notWorse = Displacement.ofPositions(0.4, 1).apply(SIMPLE_CUBIC, 0, broken, new Seed(1));
        assertThat(NeighborList.of(notWorse, 2.5 - 1e-9).pairs()).isZero();
    }

    @Test
    void is_the_same_for_the_same_seed() {
        Displacement displacement = new Displacement(0.4, 0.6, 0.02);
        Structure moved = displacement.apply(SIMPLE_CUBIC, 1, LOOSE, new Seed(3));
        assertThat(displacement.apply(SIMPLE_CUBIC, 1, LOOSE, new Seed(3))).isEqualTo(moved);
        assertThat(displacement.apply(SIMPLE_CUBIC, 1, LOOSE, new Seed(4))).isNotEqualTo(moved);
    }
}
