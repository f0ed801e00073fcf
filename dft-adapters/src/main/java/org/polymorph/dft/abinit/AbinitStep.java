package org.polymorph.dft.abinit;

import java.util.Arrays;
import java.util.Optional;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;

/**
 * One geometry of an ABINIT run with what was computed for it.
 *
 * @param geometry absent where nothing moves
 * @param energy etotal in Hartree
 * @param converged whether its self-consistent cycle was
 * @param iterations of that cycle
 * @param forces N×3 in eV/Å; empty if not printed
 * @param stress in eV/Å³, tensile positive
 */
record AbinitStep(
        Optional<Structure> geometry,
        double energy,
        boolean converged,
        int iterations,
        double[] forces,
        Optional<Stress> stress) {
    AbinitStep {
        forces = forces.clone();
    }

    @Override
    public double[] forces() {
        return forces.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AbinitStep that
                && geometry.equals(that.geometry)
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
        return "AbinitStep[energy=" + energy + " Ha, converged=" + converged + "]";
    }
}
