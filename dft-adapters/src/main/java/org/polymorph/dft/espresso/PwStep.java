package org.polymorph.dft.espresso;

import java.util.Optional;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;

/**
 * One geometry of a pw.x run with what was computed for it.
 *
 * @param geometry as printed before it, absent for the geometry that the run began with
 * @param energy printed total energy in Ry
 * @param smearing printed −TS in Ry, absent without smearing
 * @param iterations of its last self-consistent cycle
 * @param forces N×3 in eV/Å; empty if not printed
 * @param stress in eV/Å³, tensile positive
 */
record PwStep(
        Optional<Structure> geometry,
        double energy,
        Optional<Double> smearing,
        boolean converged,
        int iterations,
        double[] forces,
        Optional<Stress> stress) {
    PwStep {
        forces = forces.clone();
    }

    @Override
    public double[] forces() {
        return forces.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PwStep that
                && geometry.equals(that.geometry)
                && Double.compare(energy, that.energy) == 0
                && java.util.Arrays.equals(forces, that.forces)
                && stress.equals(that.stress);
    }

    @Override
    public int hashCode() {
        return Double.hashCode(energy);
    }

    @Override
    public String toString() {
        return "PwStep[energy=" + energy + " Ry, converged=" + converged + "]";
    }
}
