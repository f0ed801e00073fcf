package org.polymorph.dft.vasp;

import java.util.Optional;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.units.Units;

/** Compares the two outputs of one run, which print the same numbers with different digits. */
final class VaspComparison {
    private static final double ENERGY = 2e-6;
    private static final double FORCE = 2e-6;
    private static final double STRESS = 2e-5 * Units.KBAR;
    private static final double LENGTH = 5e-5;

    private VaspComparison() {}

    /** Returns where they disagree: one is damaged, or they are of two runs. */
    static Optional<String> of(VaspRun xml, VaspRun log) {
        if (xml.energies().size() != log.energies().size()) {
            return Optional.of("vasprun.xml has " + xml.energies().size() + " steps, OUTCAR "
                    + log.energies().size());
        }
        if (xml.last().isEmpty() || log.last().isEmpty()) {
            return Optional.empty();
        }
        VaspStep left = xml.last().get();
        VaspStep right = log.last().get();
        if (Math.abs(left.freeEnergy() - right.freeEnergy()) > ENERGY) {
            return disagree("free energy", left.freeEnergy() + " eV", right.freeEnergy() + " eV");
        }
        double[] a = left.forces();
        double[] b = right.forces();
        if (a.length != b.length) {
            return disagree("number of atoms", a.length / 3, b.length / 3);
        }
        for (int i = 0; i < a.length; i++) {
            // where an atom is held, one of the files may have its force and the other none
            if (Math.abs(a[i] - b[i]) > FORCE && a[i] != 0 && b[i] != 0) {
                return disagree("force on atom " + (i / 3 + 1), a[i] + " eV/Å", b[i] + " eV/Å");
            }
        }
        return stress(left, right).or(() -> geometry(left, right));
    }

    private static Optional<String> stress(VaspStep left, VaspStep right) {
        if (left.stress().isEmpty() || right.stress().isEmpty()) {
            return Optional.empty();
        }
        Stress a = left.stress().get();
        Stress b = right.stress().get();
        double[] u = a.toVoigt();
        double[] v = b.toVoigt();
        for (int i = 0; i < 6; i++) {
            if (Math.abs(u[i] - v[i]) > STRESS + 1e-7 * a.maxAbs()) {
                return disagree("stress", a, b);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> geometry(VaspStep left, VaspStep right) {
        if (left.structure().isEmpty() || right.structure().isEmpty()) {
            return Optional.empty();
        }
        return VaspResult.same(left.structure().get(), right.structure().get(), LENGTH)
                ? Optional.empty()
                : Optional.of("vasprun.xml and OUTCAR disagree about the geometry of the last step");
    }

    private static Optional<String> disagree(String what, Object left, Object right) {
        return Optional.of(what + ": " + left + " in vasprun.xml, " + right + " in OUTCAR");
    }
}
