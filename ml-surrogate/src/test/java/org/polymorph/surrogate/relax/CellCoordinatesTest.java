package org.polymorph.surrogate.relax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;

class CellCoordinatesTest {
    private static final Calculator LJ = new LennardJonesFixture();

    @Test
    void gradient_is_the_derivative_of_the_enthalpy_far_from_the_reference() {
        Structure reference = LennardJonesFixture.rattled(LennardJonesFixture.hcp(2.4, 3.7), 0.1, 0.05, 1);
        CellCoordinates coordinates = new CellCoordinates(reference, 0.2, false);
        double[] x = coordinates.start();
        java.util.SplittableRandom random = new java.util.SplittableRandom(3);
        for (int i = 0; i < 6; i++) {
            x[i] += 0.1 * random.nextDouble();
        }
        double[] u = {0.3, -0.2, 0.1, -0.2, 0.15, 0.25, 0.1, 0.25, -0.2};
        for (int i = 0; i < 9; i++) {
            x[6 + i] = u[i];
        }
        Structure at = coordinates.structure(x);
        double[] gradient = coordinates.gradient(x, at, LJ.evaluate(at));
        for (int i = 0; i < x.length; i++) {
            double h = 1e-5;
            double up = enthalpy(coordinates, x, i, h);
            double down = enthalpy(coordinates, x, i, -h);
            assertThat(gradient[i]).as("component " + i).isCloseTo((up - down) / (2 * h), within(1e-6));
        }
    }

    private static double enthalpy(CellCoordinates coordinates, double[] x, int i, double h) {
        double[] moved = x.clone();
        moved[i] += h;
        Structure structure = coordinates.structure(moved);
        return coordinates.enthalpy(structure, LJ.evaluate(structure));
    }

    @Test
    void starts_at_the_reference_itself() {
        Structure reference = LennardJonesFixture.fcc(3.1);
        CellCoordinates coordinates = new CellCoordinates(reference, 0, false);
        Structure same = coordinates.structure(coordinates.start());
        assertThat(same.lattice()).isEqualTo(reference.lattice());
        assertThat(same.fractional()).containsExactly(reference.fractional(), within(1e-14));
    }
}
