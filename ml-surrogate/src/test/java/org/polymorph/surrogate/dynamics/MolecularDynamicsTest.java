package org.polymorph.surrogate.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Structure;

class MolecularDynamicsTest {
    /** Returns the largest change of the total energy on the way of some fs, eV. */
    private static double drift(double timestep, int steps) {
        MolecularDynamics dynamics = new MolecularDynamics(SiliconCell.diamond(), SiliconCell.potential(), timestep);
        dynamics.draw(1200, new SplittableRandom(1));
        double start = dynamics.kinetic() + dynamics.potential();
        double farthest = 0;
        for (int step = 0; step < steps; step++) {
            dynamics.step();
            farthest = Math.max(farthest, Math.abs(dynamics.kinetic() + dynamics.potential() - start));
        }
        return farthest;
    }

    @Test
    void energy_is_conserved_to_second_order_in_the_time_step() {
        double coarse = drift(2, 100);
        double fine = drift(1, 200);
        assertThat(coarse).isLessThan(0.02);
        assertThat(coarse / fine).isCloseTo(4, within(0.6));
    }

    // 1 sqrt(eV/(Å²·u)) is 15.633302 THz: VaspToTHz of phonopy
    @Test
    void time_is_in_femtoseconds() {
        double perFs = 2 * Math.PI * 15.633302e-3;
        assertThat(MolecularDynamics.ACCELERATION).isCloseTo(perFs * perFs, within(1e-8));
    }

    @Test
    void velocities_have_the_temperature_and_no_drift() {
        MolecularDynamics dynamics = new MolecularDynamics(SiliconCell.diamond(), SiliconCell.potential(), 1);
        dynamics.draw(700, new SplittableRandom(2));
        assertThat(dynamics.temperature()).isCloseTo(700, within(1e-9));
        assertThat(dynamics.kinetic()).isCloseTo(21.0 / 2 * MolecularDynamics.BOLTZMANN * 700, within(1e-12));

        double[] before = centre(dynamics.structure());
        for (int step = 0; step < 50; step++) {
            dynamics.step();
        }
        assertThat(centre(dynamics.structure())).containsExactly(before, within(1e-9));
    }

    private static double[] centre(Structure structure) {
        double[] centre = new double[3];
        double[] at = structure.cartesian();
        for (int i = 0; i < at.length; i++) {
            centre[i % 3] += at[i] / structure.size();
        }
        return centre;
    }

    @Test
    void friction_brings_the_temperature_of_its_kicks() {
        MolecularDynamics dynamics = new MolecularDynamics(SiliconCell.diamond(), SiliconCell.potential(), 2);
        SplittableRandom random = new SplittableRandom(3);
        double sum = 0;
        for (int step = 0; step < 3000; step++) {
            dynamics.step(800, 0.02, random);
            sum += step < 500 ? 0 : dynamics.kinetic() / 2500;
        }
        // the centre moves too; relative deviation of a mean over some 50 independent energies of 24 freedoms: 4 %
        assertThat(2 * sum / (24 * MolecularDynamics.BOLTZMANN)).isCloseTo(800, within(120.0));
    }

    @Test
    void a_time_step_of_nothing_is_refused() {
        assertThatThrownBy(() -> new MolecularDynamics(SiliconCell.diamond(), SiliconCell.potential(), 0))
                .hasMessageContaining("above zero, found 0.0 fs");
    }
}
