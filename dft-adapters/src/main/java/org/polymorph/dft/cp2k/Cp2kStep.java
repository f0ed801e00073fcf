package org.polymorph.dft.cp2k;

import java.util.Arrays;
import java.util.Optional;
import org.polymorph.model.crystal.Stress;

/**
 * What CP2K computed for one geometry.
 *
 * @param energy total energy of the force evaluation in hartree
 * @param entropy printed −TS in hartree, absent without smearing
 * @param converged whether the self-consistent cycle was
 * @param iterations of that cycle
 * @param forces N×3 in eV/Å; empty if not printed
 * @param stress in eV/Å³, tensile positive
 */
record Cp2kStep(
        double energy,
        Optional<Double> entropy,
        boolean converged,
        int iterations,
        double[] forces,
        Optional<Stress> stress) {
    Cp2kStep {
        forces = forces.clone();
    }

    @Override
    public double[] forces() {
        return forces.clone();
    }

    /** Returns whether forces and stress are there; a last look at the minimum has the energy alone. */
    boolean isWhole() {
        return forces.length > 0 && stress.isPresent();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cp2kStep that
                && Double.compare(energy, that.energy) == 0
                && Arrays.equals(forces, that.forces)
                && stress.equals(that.stress);
    }

    @Override
    public int hashCode() {
        return Double.hashCode(energy);
    }

    @Override
    public String toString() {
        return "Cp2kStep[energy=" + energy + " hartree, converged=" + converged + "]";
    }
}
