package org.polymorph.surrogate.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The seven crystal systems, as shapes of a cell: which lengths are equal and which angles are fixed. */
public enum CrystalSystem {
    TRICLINIC,
    MONOCLINIC,
    ORTHORHOMBIC,
    TETRAGONAL,
    /** A rhombohedral cell: three equal lengths and three equal angles. */
    TRIGONAL,
    HEXAGONAL,
    CUBIC;

    /** Returns the name in campaign files: lower case. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns all names, in the order of the systems. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(CrystalSystem::key).toList();
    }

    /**
     * Draws a shape: a, b, c of arbitrary scale and α, β, γ in degrees.
     *
     * @param ratio largest ratio of two lengths
     * @param minAngle of the angles that the system leaves free, degrees
     * @param maxAngle of the angles that the system leaves free, degrees
     */
    double[] draw(SplittableRandom random, double ratio, double minAngle, double maxAngle) {
        double a = 1 + (ratio - 1) * random.nextDouble();
        double b = 1 + (ratio - 1) * random.nextDouble();
        double c = 1 + (ratio - 1) * random.nextDouble();
        double alpha = minAngle + (maxAngle - minAngle) * random.nextDouble();
        double beta = minAngle + (maxAngle - minAngle) * random.nextDouble();
        double gamma = minAngle + (maxAngle - minAngle) * random.nextDouble();
        return switch (this) {
            case TRICLINIC -> new double[] {a, b, c, alpha, beta, gamma};
            case MONOCLINIC -> new double[] {a, b, c, 90, beta, 90};
            case ORTHORHOMBIC -> new double[] {a, b, c, 90, 90, 90};
            case TETRAGONAL -> new double[] {a, a, c, 90, 90, 90};
            case TRIGONAL -> new double[] {a, a, a, alpha, alpha, alpha};
            case HEXAGONAL -> new double[] {a, a, c, 90, 90, 120};
            case CUBIC -> new double[] {a, a, a, 90, 90, 90};
        };
    }
}
