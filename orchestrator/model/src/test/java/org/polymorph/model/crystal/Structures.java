package org.polymorph.model.crystal;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Crystals that the tests share. */
public final class Structures {
    private Structures() {}

    public static List<Element> of(Element element, int count) {
        return Collections.nCopies(count, element);
    }

    public static Structure diamond() {
        double h = 5.431 / 2;
        return Structure.of(
                Lattice.of(0, h, h, h, 0, h, h, h, 0), of(Element.Si, 2), new double[] {0, 0, 0, 0.25, 0.25, 0.25});
    }

    /** Makes a cell; angles that no cell has are drawn towards 90° until one has them. */
    public static Lattice latticeOrNearest(double a, double b, double c, double alpha, double beta, double gamma) {
        double[] angles = {alpha, beta, gamma};
        while (!possible(angles)) {
            for (int k = 0; k < 3; k++) {
                angles[k] = 90 + 0.9 * (angles[k] - 90);
            }
        }
        return Lattice.ofParameters(a, b, c, angles[0], angles[1], angles[2]);
    }

    // the volume of the cell of unit lengths, squared, is above 0.01; and the angles close round a corner
    private static boolean possible(double[] angles) {
        double x = Math.cos(Math.toRadians(angles[0]));
        double y = Math.cos(Math.toRadians(angles[1]));
        double z = Math.cos(Math.toRadians(angles[2]));
        return 1 + 2 * x * y * z - x * x - y * y - z * z > 0.01;
    }

    /** Makes a rotation matrix, row-major, of a random unit quaternion. */
    public static double[] rotation(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] q = new double[4];
        double norm = 0;
        for (int k = 0; k < 4; k++) {
            q[k] = random.nextDouble() - 0.5;
            norm += q[k] * q[k];
        }
        for (int k = 0; k < 4; k++) {
            q[k] /= Math.sqrt(norm);
        }
        double w = q[0];
        double x = q[1];
        double y = q[2];
        double z = q[3];
        return new double[] {
            1 - 2 * (y * y + z * z),
            2 * (x * y - w * z),
            2 * (x * z + w * y),
            2 * (x * y + w * z),
            1 - 2 * (x * x + z * z),
            2 * (y * z - w * x),
            2 * (x * z - w * y),
            2 * (y * z + w * x),
            1 - 2 * (x * x + y * y)
        };
    }
}
