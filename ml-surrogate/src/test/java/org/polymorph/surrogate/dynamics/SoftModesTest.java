package org.polymorph.surrogate.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Structure;

class SoftModesTest {
    private static final double H = 0.01;

    private static double energy(Structure structure, double[] moves, double length) {
        double[] at = structure.cartesian();
        for (int i = 0; i < at.length; i++) {
            at[i] += length * moves[i];
        }
        return SiliconCell.potential()
                .evaluate(Structure.ofCartesian(structure.lattice(), structure.species(), at))
                .energy();
    }

    /** Second derivative of the energy by the length of a move, from energies alone. */
    private static double curvature(Structure structure, double[] moves) {
        return (energy(structure, moves, H) - 2 * energy(structure, moves, 0) + energy(structure, moves, -H)) / (H * H);
    }

    private static Structure rattled() {
        SplittableRandom random = new SplittableRandom(4);
        Structure diamond = SiliconCell.diamond();
        double[] at = diamond.cartesian();
        for (int i = 0; i < at.length; i++) {
            at[i] += 0.25 * random.nextGaussian();
        }
        return Structure.ofCartesian(diamond.lattice(), diamond.species(), at);
    }

    @Test
    void second_derivatives_are_those_of_the_energy() {
        Structure structure = rattled();
        double[] hessian = SoftModes.hessian(structure, SiliconCell.potential());
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 6; trial++) {
            double[] moves = new double[24];
            for (int i = 0; i < 24; i++) {
                moves[i] = random.nextGaussian() / 5;
            }
            double expected = 0;
            for (int i = 0; i < 24; i++) {
                for (int j = 0; j < 24; j++) {
                    expected += moves[i] * hessian[24 * i + j] * moves[j];
                }
            }
            assertThat(curvature(structure, moves)).isCloseTo(expected, within(0.01 * Math.abs(expected) + 0.02));
        }
    }

    @Test
    void the_softest_direction_curves_least() {
        Structure structure = rattled();
        SoftModes modes = new SoftModes(structure, SiliconCell.potential());
        double mass = structure.species(0).mass();
        for (int k = 0; k < modes.count(); k += 5) {
            double[] moves = modes.displacement(k);
            double square = 0;
            double[] sum = new double[3];
            for (int i = 0; i < moves.length; i++) {
                square += moves[i] * moves[i];
                sum[i % 3] += moves[i];
            }
            // with equal masses the eigenvalue is the curvature along the unit vector over the mass
            assertThat(curvature(structure, moves) / square / mass)
                    .isCloseTo(modes.value(k), within(0.01 * Math.abs(modes.value(k)) + 2e-3));
            assertThat(sum).containsExactly(new double[3], within(1e-5));
        }
        for (int k = 1; k < modes.count(); k++) {
            assertThat(modes.value(k)).isGreaterThanOrEqualTo(modes.value(k - 1));
        }
    }

    @Test
    void diamond_has_one_triply_degenerate_optical_mode() {
        SoftModes modes = new SoftModes(SiliconCell.primitive(), SiliconCell.potential());
        assertThat(modes.count()).isEqualTo(3);
        assertThat(modes.value(0)).isPositive();
        assertThat(modes.value(2)).isCloseTo(modes.value(0), within(1e-6));
    }
}
