package org.polymorph.surrogate.acenet;

import java.util.Arrays;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.surrogate.ace.AtomicInvariants;

/**
 * A labelled structure: what the networks are to say of it. The arrays are shared, not copied.
 *
 * @param target energy (eV), forces (eV/Å), stress (eV/Å³, Voigt), without reference energies and repulsion
 * @param precisions one over the standard deviation that is expected of each target's noise
 */
record Sample(Surroundings surroundings, double[] target, double[] precisions) {
    /**
     * Makes a sample.
     *
     * @param rest the label without reference energies, repulsion and offset of the virial
     * @param label itself
     * @param lowest lowest energy of all labels, eV/atom
     * @param noise of a quiet label: standard deviations of energy (eV/atom), force and virial (eV/atom)
     */
    static Sample of(Surroundings surroundings, Evaluation rest, Evaluation label, double lowest, double[] noise) {
        int atoms = surroundings.atoms();
        int columns = surroundings.columns();
        double volume = surroundings.volume();
        double[] target = new double[columns];
        double[] precisions = new double[columns];
        target[0] = rest.energy();
        System.arraycopy(rest.forces(), 0, target, 1, 3 * atoms);
        System.arraycopy(rest.stress().toVoigt(), 0, target, columns - 6, 6);
        precisions[0] =
                1 / (noise[0] * atoms * growth((label.energy() / atoms - lowest) / AtomicInvariants.ENERGY_WINDOW));
        double[] f = label.forces();
        for (int i = 0; i < atoms; i++) {
            double length = Math.sqrt(f[3 * i] * f[3 * i] + f[3 * i + 1] * f[3 * i + 1] + f[3 * i + 2] * f[3 * i + 2]);
            double precision = 1 / (noise[1] * growth(length / AtomicInvariants.FORCE_WINDOW));
            Arrays.fill(precisions, 1 + 3 * i, 4 + 3 * i, precision);
        }
        double virial = label.stress().maxAbs() * volume / atoms;
        double precision = volume / (atoms * noise[2] * growth(virial / AtomicInvariants.ENERGY_WINDOW));
        Arrays.fill(precisions, columns - 6, columns, precision);
        return new Sample(surroundings, target, precisions);
    }

    private static double growth(double ratio) {
        return Math.sqrt(1 + ratio * ratio);
    }

    int atoms() {
        return surroundings.atoms();
    }
}
