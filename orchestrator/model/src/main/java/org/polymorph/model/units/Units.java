package org.polymorph.model.units;

/**
 * Conversion factors, CODATA 2018. The project's own units are eV, Å, eV/Å and eV/Å³; everything else is converted at
 * the edge where it comes in.
 */
public final class Units {
    /** One Hartree in eV. */
    public static final double HARTREE = 27.211386245988;
    /** One Rydberg in eV. */
    public static final double RYDBERG = HARTREE / 2;
    /** One Bohr radius in Å. */
    public static final double BOHR = 0.529177210903;
    /** One GPa in eV/Å³. */
    public static final double GPA = 1.0 / 160.2176634;
    /** One kbar in eV/Å³. */
    public static final double KBAR = GPA / 10;
    /** e²/(4πε₀) in eV·Å. */
    public static final double COULOMB = HARTREE * BOHR;

    private Units() {}
}
