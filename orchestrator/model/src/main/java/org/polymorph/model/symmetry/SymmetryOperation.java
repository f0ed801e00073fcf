package org.polymorph.model.symmetry;

import java.util.Arrays;
import java.util.Locale;
import org.polymorph.model.crystal.Lattice;

/**
 * A symmetry operation of a crystal on fractional coordinates: x → W·x + w, the translation w reduced into [0, 1).
 * Immutable and thread-safe.
 */
public final class SymmetryOperation {
    /** Translations of crystallographic operations are multiples of 1/24; others are kept as they are. */
    private static final int PARTS = 24;

    private static final double SNAP = 1e-3;

    public static final SymmetryOperation IDENTITY = of(new int[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new double[] {0, 0, 0});

    private final int[] rotation;
    private final double[] translation;

    private SymmetryOperation(int[] rotation, double[] translation) {
        this.rotation = rotation;
        this.translation = translation;
    }

    /**
     * Makes an operation.
     *
     * @param rotation W, 3×3 row-major
     * @param translation w; within 0.001 of a multiple of 1/24 it becomes that (0.333 is a third)
     * @throws IllegalArgumentException if the determinant of W is neither 1 nor −1
     */
    public static SymmetryOperation of(int[] rotation, double[] translation) {
        if (Math.abs(determinant(rotation)) != 1) {
            throw new IllegalArgumentException(
                    "a symmetry operation needs a determinant of 1 or -1, found " + Arrays.toString(rotation));
        }
        double[] reduced = new double[3];
        for (int k = 0; k < 3; k++) {
            double part = Math.rint(translation[k] * PARTS);
            boolean snaps = Math.abs(translation[k] - part / PARTS) < SNAP;
            // whole cells are taken off before dividing, so that a third is always the same double
            reduced[k] = snaps
                    ? (part - PARTS * Math.floor(part / PARTS)) / PARTS
                    : translation[k] - Math.floor(translation[k]);
        }
        return new SymmetryOperation(rotation.clone(), reduced);
    }

    /** Makes an operation about any origin: its translation is not taken for a fraction that was rounded. */
    static SymmetryOperation exactly(int[] rotation, double[] translation) {
        double[] reduced = new double[3];
        for (int k = 0; k < 3; k++) {
            double whole = Math.rint(translation[k]);
            double clean = Math.abs(translation[k] - whole) < 1e-10 ? whole : translation[k];
            reduced[k] = clean - Math.floor(clean);
        }
        return new SymmetryOperation(rotation.clone(), reduced);
    }

    /**
     * Reads an operation written as in a CIF, such as {@code -x+1/2, y, z-x} or {@code 0.25+y,x,-z}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SymmetryOperation parse(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).replaceAll("\\s", "").split(",", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "expected a symmetry operation such as -x,y+1/2,z, found \"" + text + "\"");
        }
        int[] rotation = new int[9];
        double[] translation = new double[3];
        for (int row = 0; row < 3; row++) {
            new OperationTerm(parts[row], text).read(rotation, translation, row);
        }
        return of(rotation, translation);
    }

    /** Returns W, 3×3 row-major, as a copy. */
    public int[] rotation() {
        return rotation.clone();
    }

    /** Returns w in [0, 1), as a copy. */
    public double[] translation() {
        return translation.clone();
    }

    /** Returns the determinant of W: 1 for a proper operation, −1 for one with an inversion or reflection. */
    public int determinant() {
        return determinant(rotation);
    }

    /** Returns the image of a point, not reduced into the cell. */
    public double[] apply(double x, double y, double z) {
        double[] image = new double[3];
        for (int k = 0; k < 3; k++) {
            image[k] = rotation[3 * k] * x + rotation[3 * k + 1] * y + rotation[3 * k + 2] * z + translation[k];
        }
        return image;
    }

    /** Returns the operation that does {@code first} and then this. */
    public SymmetryOperation after(SymmetryOperation first) {
        int[] product = new int[9];
        double[] moved = translation.clone();
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                moved[i] += rotation[3 * i + k] * first.translation[k];
                for (int j = 0; j < 3; j++) {
                    product[3 * i + j] += rotation[3 * i + k] * first.rotation[3 * k + j];
                }
            }
        }
        return of(product, moved);
    }

    /** Returns the operation that undoes this one. */
    public SymmetryOperation inverse() {
        int[] w = rotation;
        int det = determinant(w);
        int[] inverse = {
            det * (w[4] * w[8] - w[5] * w[7]), det * (w[2] * w[7] - w[1] * w[8]), det * (w[1] * w[5] - w[2] * w[4]),
            det * (w[5] * w[6] - w[3] * w[8]), det * (w[0] * w[8] - w[2] * w[6]), det * (w[2] * w[3] - w[0] * w[5]),
            det * (w[3] * w[7] - w[4] * w[6]), det * (w[1] * w[6] - w[0] * w[7]), det * (w[0] * w[4] - w[1] * w[3])
        };
        double[] moved = new double[3];
        for (int k = 0; k < 9; k++) {
            moved[k / 3] -= inverse[k] * translation[k % 3];
        }
        return of(inverse, moved);
    }

    /** Returns whether the operation leaves lengths and angles of this lattice alone, within a relative tolerance. */
    public boolean preserves(Lattice lattice, double tolerance) {
        double[] metric = new double[9];
        for (int i = 0; i < 9; i++) {
            for (int k = 0; k < 3; k++) {
                metric[i] += lattice.get(i / 3, k) * lattice.get(i % 3, k);
            }
        }
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double sum = 0;
                for (int k = 0; k < 9; k++) {
                    sum += rotation[3 * (k / 3) + i] * metric[k] * rotation[3 * (k % 3) + j];
                }
                double scale = Math.sqrt(metric[4 * i] * metric[4 * j]);
                if (Math.abs(sum - metric[3 * i + j]) > tolerance * scale) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int determinant(int[] m) {
        return m[0] * (m[4] * m[8] - m[5] * m[7])
                - m[1] * (m[3] * m[8] - m[5] * m[6])
                + m[2] * (m[3] * m[7] - m[4] * m[6]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SymmetryOperation that
                && Arrays.equals(rotation, that.rotation)
                && Arrays.equals(translation, that.translation);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(rotation) + Arrays.hashCode(translation);
    }

    /** Returns the operation as a CIF has it, such as {@code -x+1/2,y,z}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 3; row++) {
            text.append(row == 0 ? "" : ",").append(OperationTerm.write(rotation, translation, row));
        }
        return text.toString();
    }
}
