package org.polymorph.surrogate.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;

/** Compares forces and stress with finite differences of the energy. */
public final class Derivatives {
    private static final int[][] VOIGT = {{0, 0}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}};

    private Derivatives() {}

    /**
     * Fails unless all agree.
     *
     * @param step of positions in Å, and of strains
     * @param force largest difference, eV/Å
     * @param stress largest difference, eV/Å³
     */
    public static void check(Calculator model, Structure structure, double step, double force, double stress) {
        Evaluation at = model.evaluate(structure);
        double[] cartesian = structure.cartesian();
        double[] forces = new double[cartesian.length];
        for (int k = 0; k < forces.length; k++) {
            int moved = k;
            forces[k] = -slope(x -> energy(model, structure, cartesian, moved, x), step);
        }
        assertThat(at.forces()).containsExactly(forces, within(force));
        double[] stresses = new double[6];
        for (int v = 0; v < 6; v++) {
            int[] entry = VOIGT[v];
            double slope = slope(
                    e -> {
                        double[] strain = new double[9];
                        strain[3 * entry[0] + entry[1]] += e / 2;
                        strain[3 * entry[1] + entry[0]] += e / 2;
                        return model.evaluate(structure.strained(strain)).energy();
                    },
                    step);
            stresses[v] = slope / structure.volume();
        }
        assertThat(at.stress().toVoigt()).containsExactly(stresses, within(stress));
    }

    // fourth-order central difference
    private static double slope(DoubleUnaryOperator f, double h) {
        return (8 * (f.applyAsDouble(h) - f.applyAsDouble(-h)) - (f.applyAsDouble(2 * h) - f.applyAsDouble(-2 * h)))
                / (12 * h);
    }

    private static double energy(Calculator model, Structure structure, double[] cartesian, int k, double h) {
        double[] moved = cartesian.clone();
        moved[k] += h;
        return model.evaluate(Structure.ofCartesian(structure.lattice(), structure.species(), moved))
                .energy();
    }
}
