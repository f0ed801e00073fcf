package org.polymorph.surrogate.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polymorph.model.crystal.IntegerBasis;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/**
 * The smallest cell that two crystals both fill, once an affine map lays one upon the other.
 *
 * @param ofFirst rows: its vectors in those of the cell of the first crystal
 * @param ofSecond rows: the same in those of the cell of the second
 */
record CommonCell(long[][] ofFirst, long[][] ofSecond) {
    private static final int LARGEST_RATIO = 64;
    /** Part of the mean distance of atoms by which a vector may miss a lattice point. */
    private static final double MISFIT = 0.3;

    /**
     * Finds the cell.
     *
     * @param map affine map of vectors of the first to vectors of the second
     * @return empty if the lattices do not fit each other
     */
    static Optional<CommonCell> of(Structure a, Structure b, double[][] map) {
        double[] images = new double[9];
        for (int row = 0; row < 3; row++) {
            for (int k = 0; k < 3; k++) {
                for (int axis = 0; axis < 3; axis++) {
                    images[3 * row + k] += map[k][axis] * a.lattice().get(row, axis);
                }
            }
        }
        // the vectors of the first cell in those of the second: fractions with a common denominator
        double[] m = b.lattice().toFractional(images);
        double allowed = MISFIT * Math.cbrt(b.volume() / b.size());
        for (int denominator = 1; denominator <= Math.min(LARGEST_RATIO, b.size()); denominator++) {
            long[] whole = new long[9];
            double[] rest = new double[9];
            for (int p = 0; p < 9; p++) {
                whole[p] = Math.round(denominator * m[p]);
                rest[p] = m[p] - (double) whole[p] / denominator;
            }
            boolean fits = longestRow(b.lattice().toCartesian(rest)) < allowed / denominator;
            long cells = Math.abs(determinant(whole));
            if (fits && cells * b.size() == (long) a.size() * denominator * denominator * denominator) {
                return Optional.of(cell(whole, denominator));
            }
        }
        return Optional.empty();
    }

    private static double longestRow(double[] rows) {
        double longest = 0;
        for (int p = 0; p < 9; p += 3) {
            longest = Math.max(
                    longest, Math.sqrt(rows[p] * rows[p] + rows[p + 1] * rows[p + 1] + rows[p + 2] * rows[p + 2]));
        }
        return longest;
    }

    private static long determinant(long[] m) {
        return m[0] * (m[4] * m[8] - m[5] * m[7])
                - m[1] * (m[3] * m[8] - m[5] * m[6])
                + m[2] * (m[3] * m[7] - m[4] * m[6]);
    }

    // the vectors of the first lattice whose images are whole in the second
    private static CommonCell cell(long[] whole, int denominator) {
        List<long[]> vectors = new ArrayList<>();
        for (int p = 0; p < denominator * denominator * denominator; p++) {
            long[] x = {p % denominator, p / denominator % denominator, p / denominator / denominator};
            boolean integer = true;
            for (int k = 0; k < 3; k++) {
                integer &= (x[0] * whole[k] + x[1] * whole[3 + k] + x[2] * whole[6 + k]) % denominator == 0;
            }
            if (integer) {
                vectors.add(x);
            }
        }
        for (int k = 0; k < 3; k++) {
            long[] x = new long[3];
            x[k] = denominator;
            vectors.add(x);
        }
        long[][] first = IntegerBasis.of(vectors.toArray(long[][]::new));
        long[][] second = new long[3][3];
        for (int row = 0; row < 3; row++) {
            for (int k = 0; k < 3; k++) {
                long sum = first[row][0] * whole[k] + first[row][1] * whole[3 + k] + first[row][2] * whole[6 + k];
                second[row][k] = sum / denominator;
            }
        }
        return new CommonCell(first, second);
    }

    /** Returns the lattice of this cell, given the one whose multiples its vectors are. */
    static Lattice lattice(long[][] vectors, Lattice lattice) {
        double[] rows = new double[9];
        for (int p = 0; p < 9; p++) {
            rows[p] = vectors[p / 3][p % 3];
        }
        return Lattice.of(rows).transformed(lattice.toArray());
    }

    /**
     * Returns the positions of all atoms in this cell, as fractions of its vectors, with one atom at the origin; the copies of
     * one atom follow each other.
     */
    static double[] positions(long[][] vectors, Structure structure, int origin) {
        double[] rows = new double[9];
        long[][] copy = new long[3][];
        for (int k = 0; k < 3; k++) {
            copy[k] = vectors[k].clone();
            for (int c = 0; c < 3; c++) {
                rows[3 * k + c] = vectors[k][c];
            }
        }
        long[][] basis = IntegerBasis.of(copy);
        double[] x = structure.fractional();
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < structure.size(); i++) {
            for (long u = 0; u < basis[0][0]; u++) {
                for (long v = 0; v < basis[1][1]; v++) {
                    for (long w = 0; w < basis[2][2]; w++) {
                        all.add(x[3 * i] - x[3 * origin] + u);
                        all.add(x[3 * i + 1] - x[3 * origin + 1] + v);
                        all.add(x[3 * i + 2] - x[3 * origin + 2] + w);
                    }
                }
            }
        }
        return Lattice.of(rows)
                .toFractional(all.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
