package org.polymorph.model.spi;

/**
 * The part of every predicted standard deviation that is the same everywhere: noise of the labels, and what a kind of model
 * cannot express. It belongs into what a label may differ by, but tells no structure from another.
 *
 * @param energy eV an atom
 * @param force of the whole vector of an atom, eV/Å
 * @param stress of a component, eV/Å³
 */
public record DeviationFloor(double energy, double force, double stress) {
    /** No such part. */
    public static final DeviationFloor NONE = new DeviationFloor(0, 0, 0);

    public DeviationFloor {
        if (!(energy >= 0 && force >= 0 && stress >= 0)) {
            throw new IllegalArgumentException("floors of deviations must be at least 0, found " + energy + " eV, "
                    + force + " eV/Å and " + stress + " eV/Å³");
        }
    }

    /** Returns what of a force's predicted deviation belongs to its place alone, eV/Å. */
    public double forceBeyond(double deviation) {
        return beyond(deviation, force);
    }

    /** Returns what of a stress component's predicted deviation belongs to its structure alone, eV/Å³. */
    public double stressBeyond(double deviation) {
        return beyond(deviation, stress);
    }

    // NaN stays NaN: an unknown deviation is no small one
    private static double beyond(double deviation, double floor) {
        double square = deviation * deviation - floor * floor;
        return square < 0 ? 0 : Math.sqrt(square);
    }
}
