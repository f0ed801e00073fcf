package org.polymorph.model.symmetry;

import java.util.Locale;

/** The seven crystal systems: Int. Tables A, table 2.1.1.1. */
public enum CrystalSystem {
    TRICLINIC(2),
    MONOCLINIC(15),
    ORTHORHOMBIC(74),
    TETRAGONAL(142),
    TRIGONAL(167),
    HEXAGONAL(194),
    CUBIC(230);

    private final int last;

    CrystalSystem(int last) {
        this.last = last;
    }

    /**
     * Returns the system of a space group.
     *
     * @throws IllegalArgumentException if the number is not between 1 and 230
     */
    public static CrystalSystem ofNumber(int number) {
        for (CrystalSystem system : values()) {
            if (number >= 1 && number <= system.last) {
                return system;
            }
        }
        throw new IllegalArgumentException("a space group number lies between 1 and 230, found " + number);
    }

    /** Returns the name in lower case. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
