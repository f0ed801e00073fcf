package org.polymorph.dft.espresso;

import java.util.Set;
import org.polymorph.dft.output.FortranNumbers;

/**
 * The terms that pw.x prints below a total energy. Their sum is that energy: where it is not, a number of the output is not what
 * pw.x wrote. Terms that are not known here leave the sum unchecked.
 */
final class PwEnergyTerms {
    /** Ry; each term is rounded in its eighth decimal. */
    private static final double ROUNDING = 6e-8;

    private static final Set<String> KNOWN = Set.of(
            "one-electron contribution",
            "hartree contribution",
            "xc contribution",
            "ewald contribution",
            "smearing contrib. (-TS)",
            "Hubbard energy",
            "one-center paw contrib.",
            "Dispersion Correction",
            "DFT-D3 Dispersion");
    private static final int FEWEST = 4;

    private boolean open;
    private boolean complete = true;
    private double sum;
    private int terms;

    /** Returns whether a line belongs to the terms, and takes it. */
    boolean accept(String line) {
        if (line.contains("The total energy is") && line.contains("the sum of the following terms")) {
            open = true;
            return true;
        }
        if (!open || line.isBlank()) {
            open &= terms == 0;
            return false;
        }
        if (line.trim().startsWith("->")) {
            return true; // a part of the term above
        }
        int equals = line.indexOf('=');
        String name = equals < 0 ? "" : line.substring(0, equals).trim();
        if (!KNOWN.contains(name)) {
            complete = false;
            return false;
        }
        sum += FortranNumbers.after(line, '=');
        terms++;
        return true;
    }

    /**
     * Returns whether the terms contradict an energy.
     *
     * @param smearing −TS where it was told above the terms, else 0; pw.x 7 leaves it out of the sum
     */
    boolean contradict(double energy, double smearing) {
        return complete
                && terms >= FEWEST
                && Math.abs(sum - energy) > ROUNDING
                && Math.abs(sum + smearing - energy) > ROUNDING;
    }
}
