package org.polymorph.dft.espresso;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.dft.output.FortranNumbers;

/**
 * The energies that pw.x's BFGS optimiser repeats with more digits: of each step {@code E}, or with a variable cell {@code E + pV},
 * where the output does not tell the target pressure p, but all steps have the same. Where they do not fit to the energies of the
 * self-consistent calculations, a part of the output is not where pw.x wrote it.
 */
final class PwOptimiserEnergies {
    /** Ry; the total energy is rounded in its eighth decimal. */
    private static final double ROUNDING = 2e-8;

    /** Relative; the volume comes from printed edges. */
    private static final double VOLUME_ROUNDING = 1e-5;

    private static final Pattern LINE =
            Pattern.compile("\\s*(?:(energy|enthalpy)\\s+new|Final\\s+(energy|enthalpy))\\s*=(.*)Ry\\s*");

    private double pressure = Double.NaN;

    /**
     * Returns whether a line of the optimiser contradicts the step at hand.
     *
     * @param energy of the step, Ry
     * @param volume of the step's cell, in any unit; NaN where it is not known
     */
    boolean contradicts(String line, double energy, double volume) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        double work = FortranNumbers.read(matcher.group(3), 1)[0] - energy;
        if ("energy".equals(matcher.group(1)) || "energy".equals(matcher.group(2))) {
            return !(Math.abs(work) <= ROUNDING);
        }
        if (Double.isNaN(pressure)) {
            pressure = work / volume;
        }
        return Math.abs(work - pressure * volume) > 2 * ROUNDING + VOLUME_ROUNDING * Math.abs(work);
    }
}
