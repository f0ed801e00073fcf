package org.polymorph.surrogate.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.polymorph.model.symmetry.CrystalSystem;

/** The shapes of a cell in the seven crystal systems: which lengths are equal and which angles are fixed. */
public enum CellShape {
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
        return Arrays.stream(values()).map(CellShape::key).toList();
    }

    /** Returns the shape of the conventional cell of a space group, in hexagonal axes if it is trigonal. */
    static CellShape ofSystem(CrystalSystem system) {
        return switch (system) {
            case TRICLINIC -> TRICLINIC;
            case MONOCLINIC -> MONOCLINIC;
            case ORTHORHOMBIC -> ORTHORHOMBIC;
            case TETRAGONAL -> TETRAGONAL;
            case TRIGONAL, HEXAGONAL -> HEXAGONAL;
            case CUBIC -> CUBIC;
        };
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

    // a cell has these angles, and is no flatter than a hundredth of the cuboid with the same edges
    static boolean fit(double alpha, double beta, double gamma) {
        double a = Math.cos(Math.toRadians(alpha));
        double b = Math.cos(Math.toRadians(beta));
        double c = Math.cos(Math.toRadians(gamma));
        return 1 - a * a - b * b - c * c + 2 * a * b * c > 1e-4;
    }
}
