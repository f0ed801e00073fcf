package org.polymorph.dft.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;

/** Compares forces and stress with central differences of the energy, of fourth order in the step. */
final class FiniteDifferences {
    private static final int[][] VOIGT = {{0, 0}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}};

    private FiniteDifferences() {}

    static void check(Calculator calculator, Structure structure) {
        Evaluation evaluation = calculator.evaluate(structure);
        double[] forces = evaluation.forces();
        for (int i = 0; i < forces.length; i++) {
            int coordinate = i;
            double slope = slope(
                    h -> calculator.evaluate(moved(structure, coordinate, h)).energy(), 1e-4);
            assertThat(forces[i]).as("force %d of %s", i, structure).isCloseTo(-slope, within(1e-6));
        }
        double[] stress = evaluation.stress().toVoigt();
        for (int v = 0; v < 6; v++) {
            int[] at = VOIGT[v];
            double slope =
                    slope(h -> calculator.evaluate(strained(structure, at, h)).energy(), 2e-5);
            assertThat(stress[v])
                    .as("stress %d of %s", v, structure)
                    .isCloseTo(slope / structure.volume(), within(1e-8));
        }
    }

    private static double slope(java.util.function.DoubleUnaryOperator energy, double h) {
        double near = energy.applyAsDouble(h) - energy.applyAsDouble(-h);
        double far = energy.applyAsDouble(2 * h) - energy.applyAsDouble(-2 * h);
        return (8 * near - far) / (12 * h);
    }

    private static Structure moved(Structure structure, int coordinate, double h) {
        double[] cartesian = structure.cartesian();
        cartesian[coordinate] += h;
        return Structure.ofCartesian(structure.lattice(), structure.species(), cartesian);
    }

    private static Structure strained(Structure structure, int[] at, double h) {
        double[] strain = new double[9];
        strain[3 * at[0] + at[1]] += h / 2;
        strain[3 * at[1] + at[0]] += h / 2;
        return structure.strained(strain);
    }
}
