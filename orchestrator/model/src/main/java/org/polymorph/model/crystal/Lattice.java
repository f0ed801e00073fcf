package org.polymorph.model.crystal;

import java.util.Arrays;
import java.util.Locale;

/**
 * The three translation vectors of a crystal: a 3×3 matrix in Å whose rows are a, b and c. Immutable and thread-safe.
 * Left-handed lattices are allowed; the volume is the absolute value of the determinant.
 */
public final class Lattice {
    private final double[] rows;
    private final double[] inverse;
    private final double volume;

    private Lattice(double[] rows) {
        this.rows = rows;
        double det = determinant(rows);
        this.volume = Math.abs(det);
        this.inverse = inverse(rows, det);
    }

    /**
     * Makes a lattice of nine numbers, row-major: ax ay az bx by bz cx cy cz in Å.
     *
     * @throws IllegalArgumentException if there are not nine finite numbers or the volume is (nearly) zero
     */
    public static Lattice of(double... rows) {
        if (rows.length != 9) {
            throw new IllegalArgumentException("a lattice needs 9 numbers, found " + rows.length);
        }
        for (double x : rows) {
            if (!Double.isFinite(x)) {
                throw new IllegalArgumentException("a lattice needs finite numbers, found " + Arrays.toString(rows));
            }
        }
        double scale = norm(rows, 0) * norm(rows, 3) * norm(rows, 6);
        if (!(Math.abs(determinant(rows)) > 1e-10 * scale)) {
            throw new IllegalArgumentException(
                    "a lattice needs a volume above zero, found the vectors " + Arrays.toString(rows));
        }
        return new Lattice(rows.clone());
    }

    /**
     * Makes a lattice of its lengths in Å and angles in degrees, with a along x and b in the xy plane.
     *
     * @throws IllegalArgumentException if a length is not positive or no cell has these angles
     */
    public static Lattice ofParameters(double a, double b, double c, double alpha, double beta, double gamma) {
        if (!(a > 0 && b > 0 && c > 0)) {
            throw new IllegalArgumentException("lattice lengths must be above zero, found " + a + ", " + b + ", " + c);
        }
        double ca = cosine(alpha);
        double cb = cosine(beta);
        double cg = cosine(gamma);
        double sg = Math.sin(Math.toRadians(gamma));
        double cx = cb;
        double cy = (ca - cb * cg) / sg;
        double cz2 = 1 - cx * cx - cy * cy;
        if (!(cz2 > 1e-10)) {
            throw new IllegalArgumentException("no cell has the angles " + alpha + ", " + beta + ", " + gamma);
        }
        return of(a, 0, 0, b * cg, b * sg, 0, c * cx, c * cy, c * Math.sqrt(cz2));
    }

    /** Makes a cubic lattice with edge {@code a} in Å. */
    public static Lattice cubic(double a) {
        return of(a, 0, 0, 0, a, 0, 0, 0, a);
    }

    // Exact at the angles that crystals have, so that a cell written as 90° comes back without dust.
    private static double cosine(double degrees) {
        if (degrees == 90) {
            return 0;
        }
        if (degrees == 60) {
            return 0.5;
        }
        if (degrees == 120) {
            return -0.5;
        }
        return Math.cos(Math.toRadians(degrees));
    }

    /** Returns component {@code column} (x, y, z) of vector {@code row} (a, b, c), in Å. */
    public double get(int row, int column) {
        return rows[3 * row + column];
    }

    /** Returns the nine components, row-major, in Å, as a copy. */
    public double[] toArray() {
        return rows.clone();
    }

    /** Returns the inverse matrix in 1/Å, row-major, as a copy: fractional = cartesian · inverse. */
    public double[] inverseArray() {
        return inverse.clone();
    }

    /** Returns the volume in Å³. */
    public double volume() {
        return volume;
    }

    /** Returns whether c points to the other side of the plane of a and b than a right-handed cell has it. */
    public boolean isLeftHanded() {
        return determinant(rows) < 0;
    }

    /** Returns the length of vector {@code i} in Å. */
    public double length(int i) {
        return norm(rows, 3 * i);
    }

    /** Returns the angles α (b,c), β (a,c), γ (a,b) in degrees. */
    public double[] angles() {
        return new double[] {angle(1, 2), angle(0, 2), angle(0, 1)};
    }

    private double angle(int i, int j) {
        double cosine = dot(i, j) / (length(i) * length(j));
        return Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, cosine))));
    }

    /** Returns the distance between the two lattice planes spanned by the other two vectors, in Å. */
    public double height(int i) {
        // column i of the inverse is the reciprocal vector, of length 1/height
        double x = inverse[i];
        double y = inverse[3 + i];
        double z = inverse[6 + i];
        return 1 / Math.sqrt(x * x + y * y + z * z);
    }

    /** Turns fractional coordinates (N×3, row-major) into Cartesian ones in Å. */
    public double[] toCartesian(double[] fractional) {
        return multiply(fractional, rows);
    }

    /** Turns Cartesian coordinates (N×3, row-major, Å) into fractional ones. */
    public double[] toFractional(double[] cartesian) {
        return multiply(cartesian, inverse);
    }

    /** Returns this lattice with every vector multiplied from the right by a 3×3 matrix (row-major): rows · matrix. */
    public Lattice transformed(double[] matrix) {
        return of(multiply(rows, matrix));
    }

    /** Returns this lattice turned (not reflected) so that a lies along x and b in the xy plane, with positive y. */
    public Lattice standardOrientation() {
        double a = length(0);
        double bx = dot(0, 1) / a;
        double[] cross = new double[3];
        for (int k = 0; k < 3; k++) {
            cross[k] = get(0, (k + 1) % 3) * get(1, (k + 2) % 3) - get(0, (k + 2) % 3) * get(1, (k + 1) % 3);
        }
        double area = Math.sqrt(cross[0] * cross[0] + cross[1] * cross[1] + cross[2] * cross[2]);
        double by = area / a;
        double cx = dot(0, 2) / a;
        double cy = (dot(1, 2) - bx * cx) / by;
        double cz = determinant(rows) / area;
        return of(a, 0, 0, bx, by, 0, cx, cy, cz);
    }

    /** Returns the Niggli-reduced cell of this lattice: the same points, the shortest and least oblique vectors. */
    public NiggliCell niggli() {
        return NiggliCell.of(this);
    }

    private double dot(int i, int j) {
        return get(i, 0) * get(j, 0) + get(i, 1) * get(j, 1) + get(i, 2) * get(j, 2);
    }

    /** Returns this lattice scaled without change of shape to a volume in Å³. */
    public Lattice withVolume(double newVolume) {
        if (!(newVolume > 0)) {
            throw new IllegalArgumentException("a volume must be above zero, found " + newVolume);
        }
        double factor = Math.cbrt(newVolume / volume);
        double[] scaled = rows.clone();
        for (int i = 0; i < 9; i++) {
            scaled[i] *= factor;
        }
        return of(scaled);
    }

    private static double[] multiply(double[] vectors, double[] m) {
        if (vectors.length % 3 != 0) {
            throw new IllegalArgumentException("expected N×3 numbers, found " + vectors.length);
        }
        double[] out = new double[vectors.length];
        for (int i = 0; i < vectors.length; i += 3) {
            double x = vectors[i];
            double y = vectors[i + 1];
            double z = vectors[i + 2];
            out[i] = x * m[0] + y * m[3] + z * m[6];
            out[i + 1] = x * m[1] + y * m[4] + z * m[7];
            out[i + 2] = x * m[2] + y * m[5] + z * m[8];
        }
        return out;
    }

    private static double norm(double[] m, int at) {
        return Math.sqrt(m[at] * m[at] + m[at + 1] * m[at + 1] + m[at + 2] * m[at + 2]);
    }

    private static double determinant(double[] m) {
        return m[0] * (m[4] * m[8] - m[5] * m[7])
                - m[1] * (m[3] * m[8] - m[5] * m[6])
                + m[2] * (m[3] * m[7] - m[4] * m[6]);
    }

    private static double[] inverse(double[] m, double det) {
        return new double[] {
            (m[4] * m[8] - m[5] * m[7]) / det, (m[2] * m[7] - m[1] * m[8]) / det, (m[1] * m[5] - m[2] * m[4]) / det,
            (m[5] * m[6] - m[3] * m[8]) / det, (m[0] * m[8] - m[2] * m[6]) / det, (m[2] * m[3] - m[0] * m[5]) / det,
            (m[3] * m[7] - m[4] * m[6]) / det, (m[1] * m[6] - m[0] * m[7]) / det, (m[0] * m[4] - m[1] * m[3]) / det
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lattice lattice && Arrays.equals(rows, lattice.rows);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rows);
    }

    @Override
    public String toString() {
        double[] angles = angles();
        return String.format(
                Locale.ROOT,
                "Lattice[a=%.4f b=%.4f c=%.4f α=%.3f β=%.3f γ=%.3f]",
                length(0),
                length(1),
                length(2),
                angles[0],
                angles[1],
                angles[2]);
    }
}
