package org.polymorph.surrogate.training;

import java.util.Locale;

/**
 * Two labels of one crystal that differ.
 *
 * @param first id of a label
 * @param second id of another one
 * @param energy how far the energies are apart, eV/atom
 * @param force how far the lengths of forces are apart at most, eV/Å; NaN where the cells are of different sizes
 */
public record Contradiction(String first, String second, double energy, double force) {
    /** From here on labels differ by more than two calculations of one kind do, eV/atom and eV/Å. */
    private static final double NOTED_ENERGY = 0.002;

    private static final double NOTED_FORCE = 0.05;

    /** From here on one of the two is wrong, eV/atom and eV/Å. */
    private static final double GROSS_ENERGY = 0.2;

    private static final double GROSS_FORCE = 2;

    /** Returns whether somebody should look at the two. */
    public boolean isNotable() {
        return energy > NOTED_ENERGY || force > NOTED_FORCE;
    }

    /** Returns whether they cannot both be right, so that a fit must not use them. */
    public boolean isGross() {
        return energy > GROSS_ENERGY || force > GROSS_FORCE;
    }

    /** Returns both ids and by how much they differ. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%s and %s are the same crystal, but differ by %.1f meV/atom%s%s",
                first,
                second,
                1000 * energy,
                Double.isNaN(force) ? "" : String.format(Locale.ROOT, " and %.3f eV/Å", force),
                isGross() ? ": one of them is wrong, and a fit uses neither" : "");
    }
}
