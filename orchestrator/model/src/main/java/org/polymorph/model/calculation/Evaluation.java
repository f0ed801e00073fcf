package org.polymorph.model.calculation;

import org.polymorph.model.crystal.Stress;

/**
 * Energy (eV, of the whole cell), forces (eV/Å, N×3 row-major) and stress (eV/Å³, tensile positive) of one structure.
 *
 * @param forces copied in and out
 */
public record Evaluation(double energy, double[] forces, Stress stress) {
    public Evaluation {
        if (forces.length % 3 != 0) {
            throw new IllegalArgumentException("expected N×3 forces, found " + forces.length);
        }
        forces = forces.clone();
    }

    @Override
    public double[] forces() {
        return forces.clone();
    }

    /** Returns the number of atoms. */
    public int size() {
        return forces.length / 3;
    }

    /** Returns the length of the longest force on an atom, in eV/Å. */
    public double maxForce() {
        double max = 0;
        for (int i = 0; i < forces.length; i += 3) {
            double f2 = forces[i] * forces[i] + forces[i + 1] * forces[i + 1] + forces[i + 2] * forces[i + 2];
            max = Math.max(max, f2);
        }
        return Math.sqrt(max);
    }

    /** Returns whether every number is finite. */
    public boolean isFinite() {
        double sum = energy;
        for (double f : forces) {
            sum += f;
        }
        return Double.isFinite(sum) && stress.isFinite();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Evaluation that
                && energy == that.energy
                && java.util.Arrays.equals(forces, that.forces)
                && stress.equals(that.stress);
    }

    @Override
    public int hashCode() {
        return Double.hashCode(energy) * 31 + java.util.Arrays.hashCode(forces);
    }

    @Override
    public String toString() {
        return "Evaluation[energy=" + energy + " eV, max force=" + maxForce() + " eV/Å, " + stress + "]";
    }
}
