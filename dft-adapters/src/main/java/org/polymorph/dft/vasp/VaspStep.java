package org.polymorph.dft.vasp;

import java.util.Arrays;
import java.util.Optional;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;

/**
 * One geometry of a VASP run with what was computed for it. Energies in eV.
 *
 * @param number counted from 1
 * @param structure absent where the file does not say which elements there are
 * @param freeEnergy F = E − TS, the one that forces and stress are derivatives of, corrections such as van der Waals included
 * @param sigmaZero energy(σ→0), absent if it cannot be told
 * @param withoutEntropy E
 * @param scfSteps of its electronic minimisation, 0 where there was none
 * @param scfConverged absent where the file does not say
 * @param forces N×3 in eV/Å; empty if not printed
 * @param stress in eV/Å³, tensile positive; absent if not printed
 * @param predicted whether a machine-learned force field made these numbers, and no electronic minimisation
 * @param trouble what could not be read or does not fit together; empty if nothing
 */
record VaspStep(
        int number,
        Optional<Structure> structure,
        double freeEnergy,
        Optional<Double> sigmaZero,
        Optional<Double> withoutEntropy,
        int scfSteps,
        Optional<Boolean> scfConverged,
        double[] forces,
        Optional<Stress> stress,
        boolean predicted,
        Optional<String> trouble) {
    VaspStep {
        forces = forces.clone();
    }

    @Override
    public double[] forces() {
        return forces.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VaspStep that
                && number == that.number
                && structure.equals(that.structure)
                && Double.compare(freeEnergy, that.freeEnergy) == 0
                && Arrays.equals(forces, that.forces)
                && stress.equals(that.stress);
    }

    @Override
    public int hashCode() {
        return Double.hashCode(freeEnergy);
    }

    @Override
    public String toString() {
        return "VaspStep[" + number + ", F=" + freeEnergy + " eV, scfConverged=" + scfConverged + "]";
    }
}
