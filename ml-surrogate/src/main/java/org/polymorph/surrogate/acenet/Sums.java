package org.polymorph.surrogate.acenet;

import java.util.Arrays;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Stress;

/** Energy, forces and virial as they are added up, pair by pair. Not thread-safe. */
final class Sums {
    private double energy;
    private final double[] forces;
    private final double[] virial = new double[9];

    Sums(int atoms) {
        forces = new double[3 * atoms];
    }

    void addEnergy(double part) {
        energy += part;
    }

    /** Adds what the derivative by the vector of an entry of atom i does: it pulls atom i and pushes the other. */
    void addPull(NeighborList neighbors, int i, int entry, double[] pull) {
        int j = neighbors.neighbor(entry);
        double x = neighbors.dx(entry);
        double y = neighbors.dy(entry);
        double z = neighbors.dz(entry);
        for (int k = 0; k < 3; k++) {
            forces[3 * i + k] += pull[k];
            forces[3 * j + k] -= pull[k];
            virial[3 * k] += pull[k] * x;
            virial[3 * k + 1] += pull[k] * y;
            virial[3 * k + 2] += pull[k] * z;
        }
    }

    /** Adds forces, eV/Å, and stress, eV/Å³, in the order of a sample's targets. */
    void add(double[] observables, double volume) {
        double[] stress = Stress.ofVoigt(Arrays.copyOfRange(observables, observables.length - 6, observables.length))
                .toMatrix();
        for (int k = 0; k < forces.length; k++) {
            forces[k] += observables[1 + k];
        }
        for (int k = 0; k < 9; k++) {
            virial[k] += volume * stress[k];
        }
    }

    Evaluation evaluation(double volume) {
        double[] stress = virial.clone();
        for (int k = 0; k < 9; k++) {
            stress[k] /= volume;
        }
        return new Evaluation(energy, forces.clone(), Stress.ofMatrix(stress));
    }
}
