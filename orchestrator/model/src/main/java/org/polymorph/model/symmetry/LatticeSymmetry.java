package org.polymorph.model.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polymorph.model.crystal.Lattice;

/**
 * Finds the rotations that map a reduced lattice onto itself within a tolerance: its vectors keep their lengths within it, and
 * the ends of two vectors of the same lengths at different angles lie nearer than it. Togo, Shinohara and Tanaka 2024, Spglib,
 * doi 10.1080/27660400.2024.2384822, section 2.4.
 */
final class LatticeSymmetry {
    private static final int MOST = 48;
    private static final double STRICTER = 0.95;
    /** Below this, the squared sine of an angle is rounding. */
    private static final double ROUNDING = 1e-12;

    // all vectors with coefficients −1, 0 and 1: a reduced lattice maps its vectors on these only
    private static final int[][] VECTORS = vectors();

    private final double[] metric = new double[9];
    private final double[] lengths = new double[3];
    private final double[] vectorLengths = new double[VECTORS.length];
    private final double[] cosines = new double[3];

    private LatticeSymmetry(Lattice lattice) {
        for (int i = 0; i < 9; i++) {
            for (int k = 0; k < 3; k++) {
                metric[i] += lattice.get(i / 3, k) * lattice.get(i % 3, k);
            }
        }
        for (int k = 0; k < 3; k++) {
            lengths[k] = Math.sqrt(metric[4 * k]);
        }
        for (int v = 0; v < VECTORS.length; v++) {
            vectorLengths[v] = Math.sqrt(dot(VECTORS[v], VECTORS[v]));
        }
        for (int k = 0; k < 3; k++) {
            int i = (k + 1) % 3;
            int j = (k + 2) % 3;
            cosines[k] = metric[3 * i + j] / (lengths[i] * lengths[j]);
        }
    }

    /**
     * Returns the rotations on columns of fractional coordinates.
     *
     * @param lattice Niggli-reduced
     * @param tolerance Å
     */
    static List<int[]> rotations(Lattice lattice, double tolerance) {
        LatticeSymmetry symmetry = new LatticeSymmetry(lattice);
        List<int[]> rotations = symmetry.within(tolerance);
        for (double strict = tolerance; rotations.size() > MOST; strict *= STRICTER) {
            rotations = symmetry.within(strict);
        }
        return rotations;
    }

    private List<int[]> within(double tolerance) {
        int[][] images = new int[3][];
        for (int k = 0; k < 3; k++) {
            images[k] = ofLength(lengths[k], tolerance);
        }
        List<int[]> rotations = new ArrayList<>();
        for (int a : images[0]) {
            for (int b : images[1]) {
                if (!sameAngle(2, a, b, tolerance)) {
                    continue;
                }
                for (int c : images[2]) {
                    int[] w = columns(VECTORS[a], VECTORS[b], VECTORS[c]);
                    boolean proper = Matrix3.determinant(w) == 1;
                    if (proper && sameAngle(0, b, c, tolerance) && sameAngle(1, c, a, tolerance)) {
                        rotations.add(w);
                        rotations.add(negative(w));
                    }
                }
            }
        }
        return rotations;
    }

    private int[] ofLength(double length, double tolerance) {
        int[] found = new int[VECTORS.length];
        int count = 0;
        for (int v = 0; v < VECTORS.length; v++) {
            if (Math.abs(vectorLengths[v] - length) <= tolerance) {
                found[count++] = v;
            }
        }
        return Arrays.copyOf(found, count);
    }

    // the angle opposite axis k, between the images of the other two
    private boolean sameAngle(int k, int v, int w, double tolerance) {
        double product = vectorLengths[v] * vectorLengths[w];
        double cosine = dot(VECTORS[v], VECTORS[w]) / product;
        double before = cosines[k];
        double ofDifference = cosine * before
                + Math.sqrt(Math.max(0, 1 - cosine * cosine)) * Math.sqrt(Math.max(0, 1 - before * before));
        double sineSquared = 1 - ofDifference * ofDifference;
        double lengthsBefore = lengths[(k + 1) % 3] + vectorLengths[v];
        double lengthsAfter = lengths[(k + 2) % 3] + vectorLengths[w];
        return sineSquared <= ROUNDING || sineSquared * lengthsBefore * lengthsAfter / 4 <= tolerance * tolerance;
    }

    private double dot(int[] v, int[] w) {
        double sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += v[i / 3] * metric[i] * w[i % 3];
        }
        return sum;
    }

    private static int[] columns(int[] a, int[] b, int[] c) {
        return new int[] {a[0], b[0], c[0], a[1], b[1], c[1], a[2], b[2], c[2]};
    }

    private static int[] negative(int[] w) {
        int[] negative = new int[9];
        for (int i = 0; i < 9; i++) {
            negative[i] = -w[i];
        }
        return negative;
    }

    private static int[][] vectors() {
        int[][] vectors = new int[26][];
        int count = 0;
        for (int n = 0; n < 27; n++) {
            if (n != 13) {
                vectors[count++] = new int[] {n / 9 - 1, n / 3 % 3 - 1, n % 3 - 1};
            }
        }
        return vectors;
    }
}
