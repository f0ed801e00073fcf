package org.polymorph.surrogate.select;

/** Crystals of about the same density: their volumes per atom, as logarithms, lie in one interval of 0.1. */
public final class DensityNiche {
    private static final double WIDTH = 0.1;

    private DensityNiche() {}

    /** Returns the number of the niche of a volume per atom in Å³. */
    public static int of(double volumePerAtom) {
        return (int) Math.floor(Math.log(volumePerAtom) / WIDTH);
    }
}
