package org.polymorph.dft.cp2k;

import java.util.Set;
import org.polymorph.dft.output.FortranNumbers;

/**
 * The terms that CP2K prints above a total energy. Their sum is that energy: where it is not, a number of the output is not what
 * CP2K wrote. Terms that are not known here leave the sum unchecked.
 */
final class Cp2kEnergyTerms {
    /** Hartree; each term is rounded in its 14th decimal. */
    private static final double ROUNDING = 1e-8;

    private static final Set<String> KNOWN = Set.of(
            "Overlap energy of the core charge distribution",
            "Self energy of the core charge distribution",
            "Core Hamiltonian energy",
            "Hartree energy",
            "Exchange-correlation energy",
            "Dispersion energy",
            "Electronic entropic energy");

    /** Printed among the terms, but none of them. */
    private static final Set<String> BESIDE = Set.of("Fermi energy", "Total charge density on r-space grids");

    private static final int FEWEST = 5;

    private boolean complete = true;
    private double sum;
    private int terms;

    /** Takes a line such as {@code Hartree energy:   10.6}. */
    void accept(String line) {
        int colon = line.indexOf(':');
        String name = line.substring(0, Math.max(colon, 0)).trim();
        if (KNOWN.contains(name)) {
            sum += FortranNumbers.only(line.substring(colon + 1), 1)[0];
            terms++;
        } else if (!BESIDE.contains(name)) {
            complete = false;
        }
    }

    /** Returns whether the terms contradict an energy. */
    boolean contradict(double energy) {
        return complete && terms >= FEWEST && Math.abs(sum - energy) > ROUNDING;
    }
}
