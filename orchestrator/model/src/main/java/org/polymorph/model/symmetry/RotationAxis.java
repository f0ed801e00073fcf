package org.polymorph.model.symmetry;

import java.util.Arrays;

/** What a rotation matrix does, whatever the basis it is written in: Int. Tables A, table 1.2.2.1. */
final class RotationAxis {
    private RotationAxis() {}

    /**
     * Returns 1, 2, 3, 4 or 6 for a rotation by that part of a turn, −1 for the inversion, −2 for a reflection, and −3, −4, −6
     * for the rotation followed by the inversion.
     *
     * @throws IllegalArgumentException if no crystal has such a rotation
     */
    static int type(int[] rotation) {
        int sign = Matrix3.determinant(rotation);
        int trace = sign * Matrix3.trace(rotation);
        if (Math.abs(sign) != 1 || trace < -1 || trace > 3) {
            throw new IllegalArgumentException("no crystal has the rotation " + Arrays.toString(rotation));
        }
        return sign
                * switch (trace) {
                    case -1 -> 2;
                    case 0 -> 3;
                    case 1 -> 4;
                    case 2 -> 6;
                    default -> 1;
                };
    }

    /**
     * Returns the shortest lattice vector along the axis, for a reflection that perpendicular to the plane; of the two that
     * there are, the one whose first entry that is not zero is positive.
     */
    static int[] of(int[] rotation) {
        int sign = Matrix3.determinant(rotation);
        int[] m = new int[9];
        for (int i = 0; i < 9; i++) {
            m[i] = sign * rotation[i] - (i % 4 == 0 ? 1 : 0);
        }
        for (int i = 0; i < 3; i++) {
            int[] cross = cross(m, 3 * i, 3 * ((i + 1) % 3));
            if (cross[0] != 0 || cross[1] != 0 || cross[2] != 0) {
                return shortened(cross);
            }
        }
        throw new IllegalArgumentException("the identity and the inversion have no axis");
    }

    private static int[] cross(int[] m, int i, int j) {
        return new int[] {
            m[i + 1] * m[j + 2] - m[i + 2] * m[j + 1],
            m[i + 2] * m[j] - m[i] * m[j + 2],
            m[i] * m[j + 1] - m[i + 1] * m[j]
        };
    }

    static int[] shortened(int[] vector) {
        int divisor = 0;
        int sign = 0;
        for (int entry : vector) {
            divisor = gcd(divisor, Math.abs(entry));
            sign = sign == 0 ? Integer.signum(entry) : sign;
        }
        int[] shortened = new int[3];
        for (int k = 0; k < 3; k++) {
            shortened[k] = vector[k] / divisor * sign;
        }
        return shortened;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
