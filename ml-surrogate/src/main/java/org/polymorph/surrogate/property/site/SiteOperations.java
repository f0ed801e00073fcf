package org.polymorph.surrogate.property.site;

import java.util.Arrays;
import java.util.List;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.symmetry.CrystalSymmetry;
import org.polymorph.model.symmetry.SymmetryOperation;
import org.polymorph.model.symmetry.WyckoffPosition;

/**
 * The symmetry operations of a crystal, each with a weight: 1 where it maps the crystal on itself exactly, less the farther it
 * misses, 0 from the tolerance on. A site symmetry and an orbit become sums of weights, which fade as atoms leave their places
 * where the group itself would break off (a continuous symmetry measure in the sense of Zabrodsky, Peleg and Avnir 1992, doi
 * 10.1021/ja00046a033, for each operation on its own). Immutable.
 */
final class SiteOperations {
    /** The kinds of operations but the identity, as {@link #kind} numbers them: 2, 3, 4, 6, −1, m, −3, −4, −6. */
    static final int KINDS = 9;

    private static final int IDENTITY = -1;

    /** Of the shortest distance; nearer than the tolerance of a search no two atoms may be. */
    private static final double SHARE = 0.49;

    /**
     * The search goes so much farther than the tolerance: it finds whole groups only, and loses a group with the first operation
     * that misses, when the weights of the others must have faded already.
     */
    private static final double FARTHER = 3;

    /** Traces of the kinds, by which they are told. */
    private static final int[] TRACES = {-1, 0, 1, 2, -3, 1, 0, -1, -2};

    private final int[] kinds;
    private final int[][] rotations;
    private final double[] weights;
    private final int[][] images;
    private final double least;
    private final double[] letters;

    private SiteOperations(
            int[] kinds, int[][] rotations, double[] weights, int[][] images, double least, double[] letters) {
        this.kinds = kinds;
        this.rotations = rotations;
        this.weights = weights;
        this.images = images;
        this.least = least;
        this.letters = letters;
    }

    /**
     * Finds them.
     *
     * @param cell a reduced primitive cell
     * @param tolerance Å
     */
    static SiteOperations of(Structure cell, double tolerance) {
        double search = Math.min(FARTHER * tolerance, SHARE * cell.minimumDistance());
        double within = search / FARTHER;
        CrystalSymmetry symmetry = CrystalSymmetry.of(cell, search);
        List<SymmetryOperation> operations = symmetry.operations();
        int count = operations.size();
        int[] kinds = new int[count];
        int[][] rotations = new int[count][];
        double[] weights = new double[count];
        int[][] images = new int[count][cell.size()];
        double[] x = cell.fractional();
        for (int g = 0; g < count; g++) {
            rotations[g] = operations.get(g).rotation();
            kinds[g] = kind(rotations[g]);
            double missed = strain(cell, rotations[g]) + miss(cell, x, operations.get(g), images[g]);
            double left = Math.max(0, 1 - missed / (within * within));
            weights[g] = left * left;
        }
        double least = Arrays.stream(weights).min().orElse(1);
        return new SiteOperations(kinds, rotations, weights, images, least, letters(symmetry));
    }

    /** Returns the number of a kind of operation; −1 for the identity. */
    static int kind(int[] w) {
        int trace = w[0] + w[4] + w[8];
        int determinant = w[0] * (w[4] * w[8] - w[5] * w[7])
                - w[1] * (w[3] * w[8] - w[5] * w[6])
                + w[2] * (w[3] * w[7] - w[4] * w[6]);
        int first = determinant > 0 ? 0 : 4;
        int last = determinant > 0 ? 4 : KINDS;
        for (int kind = first; kind < last; kind++) {
            if (TRACES[kind] == trace) {
                return kind;
            }
        }
        return IDENTITY;
    }

    // how far the cell is from keeping its lengths, in the size of an atom: |CᵀC − 1|²/4 with C = Aᵀ·W·A⁻ᵀ, rows of A
    // the axes
    private static double strain(Structure cell, int[] w) {
        Lattice lattice = cell.lattice();
        double[] a = lattice.toArray();
        double[] inverse = lattice.inverseArray();
        double[] c = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 9; k++) {
                    c[3 * i + j] += a[3 * (k / 3) + i] * w[k] * inverse[3 * j + k % 3];
                }
            }
        }
        double square = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double sum = i == j ? -1 : 0;
                for (int k = 0; k < 3; k++) {
                    sum += c[3 * k + i] * c[3 * k + j];
                }
                square += sum * sum / 4;
            }
        }
        return square * Math.pow(cell.volume() / cell.size(), 2.0 / 3);
    }

    // the largest square distance of an image from the atom that it falls on, which is written to images
    private static double miss(Structure cell, double[] x, SymmetryOperation operation, int[] images) {
        double largest = 0;
        double[] off = new double[3];
        for (int i = 0; i < cell.size(); i++) {
            double[] image = operation.apply(x[3 * i], x[3 * i + 1], x[3 * i + 2]);
            double nearest = Double.POSITIVE_INFINITY;
            for (int j = 0; j < cell.size(); j++) {
                if (cell.species(j) != cell.species(i)) {
                    continue;
                }
                for (int k = 0; k < 3; k++) {
                    double d = image[k] - x[3 * j + k];
                    off[k] = d - Math.rint(d);
                }
                double[] r = cell.lattice().toCartesian(off);
                double square = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
                if (square < nearest) {
                    nearest = square;
                    images[i] = j;
                }
            }
            largest = Math.max(largest, nearest);
        }
        return largest;
    }

    // 1 for the first letter of the group, 0 for that of the general position
    private static double[] letters(CrystalSymmetry symmetry) {
        List<WyckoffPosition> all = symmetry.setting().wyckoffPositions();
        double last = all.size() - 1;
        return symmetry.wyckoffPositions().stream()
                .mapToDouble(own -> {
                    int place = 0;
                    while (all.get(place).letter() != own.letter()) {
                        place++;
                    }
                    return last > 0 ? 1 - place / last : 0;
                })
                .toArray();
    }

    /** Returns for each atom how far it is equivalent to one: 1 for one of its orbit, 0 for one that it has nothing to do with. */
    double[] equivalence(int atom) {
        return largest(atom, false);
    }

    /** Returns the same by translations alone: by the lattice, and what almost is one. */
    double[] translated(int atom) {
        return largest(atom, true);
    }

    private double[] largest(int atom, boolean translations) {
        double[] found = new double[letters.length];
        for (int g = 0; g < weights.length; g++) {
            if (!translations || kinds[g] == IDENTITY) {
                int image = images[g][atom];
                found[image] = Math.max(found[image], weights[g]);
            }
        }
        found[atom] = 1;
        return found;
    }

    /** Returns the weights of the kinds of operations that leave an atom where it is. */
    double[] siteSymmetry(int atom) {
        double[] sums = new double[KINDS];
        for (int g = 0; g < weights.length; g++) {
            if (kinds[g] != IDENTITY && images[g][atom] == atom) {
                sums[kinds[g]] += weights[g];
            }
        }
        return sums;
    }

    /** Returns the weights of the kinds of operations of the crystal, each rotation counted once. */
    double[] crystalClass() {
        double[] sums = new double[KINDS];
        for (int g = 0; g < weights.length; g++) {
            double best = 0;
            boolean first = true;
            for (int h = 0; h < weights.length; h++) {
                if (Arrays.equals(rotations[g], rotations[h])) {
                    first &= h >= g;
                    best = Math.max(best, weights[h]);
                }
            }
            if (first && kinds[g] != IDENTITY) {
                sums[kinds[g]] += best;
            }
        }
        return sums;
    }

    /** Returns how many coordinates are free where these operations leave an atom: the mean of their traces, 3 without any. */
    static double freedom(double[] siteSymmetry) {
        double traces = 3;
        double order = 1;
        for (int kind = 0; kind < KINDS; kind++) {
            traces += siteSymmetry[kind] * TRACES[kind];
            order += siteSymmetry[kind];
        }
        return traces / order;
    }

    /** Returns the place of an atom's Wyckoff letter: 1 for a, 0 for the general position and wherever the group has faded. */
    double letter(int atom) {
        return least * letters[atom];
    }
}
