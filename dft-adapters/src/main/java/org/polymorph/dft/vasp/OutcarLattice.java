package org.polymorph.dft.vasp;

import org.jspecify.annotations.Nullable;
import org.polymorph.dft.output.AsciiLines;
import org.polymorph.dft.output.FortranNumbers;

/** The table of direct and reciprocal lattice vectors, of which the last one read counts. */
final class OutcarLattice {
    private double @Nullable [] rows;
    private double[] next = new double[9];
    private final double[] reciprocal = new double[9];
    private int count = 3;

    /** Says that rows follow. */
    void begin() {
        count = 0;
        next = new double[9];
    }

    boolean expectsRow() {
        return count < 3;
    }

    void abandon() {
        count = 3;
    }

    /**
     * Reads one row: a direct vector in Å, and a reciprocal one.
     *
     * @throws NumberFormatException if it is none, or the two do not fit each other
     */
    void row(AsciiLines line) {
        double[] row = FortranNumbers.only(line, 6);
        System.arraycopy(row, 0, next, 3 * count, 3);
        System.arraycopy(row, 3, reciprocal, 3 * count, 3);
        count++;
        if (count == 3) {
            rows = next;
            check(next);
        }
    }

    private void check(double[] cell) {
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double product = 0;
                double size = 0;
                for (int k = 0; k < 3; k++) {
                    product += cell[3 * i + k] * reciprocal[3 * j + k];
                    size += Math.abs(cell[3 * i + k]) + Math.abs(reciprocal[3 * j + k]);
                }
                if (Math.abs(product - (i == j ? 1 : 0)) > 1e-7 * (1 + size)) {
                    throw new NumberFormatException("direct and reciprocal lattice vectors do not fit");
                }
            }
        }
    }

    /** Returns the last direct vectors in Å, row-major, as a copy. */
    double @Nullable [] rows() {
        return rows == null ? null : rows.clone();
    }
}
