package org.polymorph.surrogate.ace;

import java.util.Arrays;
import java.util.List;

/**
 * The derivatives of the invariants with respect to the densities A as a sparse matrix in compressed rows. Immutable and
 * thread-safe.
 */
final class Jacobian {
    private final int[] rowStart;
    private final int[] columns;
    private final int[] components;
    private final double[] factors;

    Jacobian(AceBasis basis) {
        List<SlopeTensors.Use> uses = basis.tensors().uses();
        rowStart = new int[basis.tensors().invariants() + 1];
        int entries = uses.stream().mapToInt(SlopeTensors.Use::width).sum();
        columns = new int[entries];
        components = new int[entries];
        factors = new double[entries];
        int e = 0;
        for (SlopeTensors.Use use : uses) {
            for (int m = 0; m < use.width(); m++) {
                columns[e] = use.density() + m;
                components[e] = use.component() + m;
                factors[e++] = use.factor();
            }
            rowStart[use.invariant() + 1] = e;
        }
    }

    /** Returns the number of rows. */
    int size() {
        return rowStart.length - 1;
    }

    /** Returns the number of derivatives that are not zero by construction. */
    int entries() {
        return columns.length;
    }

    int rowStart(int f) {
        return rowStart[f];
    }

    /** Returns the density that an entry is the derivative with respect to. */
    int column(int entry) {
        return columns[entry];
    }

    /**
     * Computes all entries.
     *
     * @param tensors the components of {@link TensorValues}
     * @param out {@link #entries()} numbers, written
     */
    void evaluate(double[] tensors, double[] out) {
        for (int e = 0; e < components.length; e++) {
            out[e] = factors[e] * tensors[components[e]];
        }
    }

    /**
     * Multiplies one row with what densities change by.
     *
     * @param slopes all entries
     * @param moves densities × width, row-major
     * @param out one number a column of these, written
     */
    void multiplyRow(int f, double[] slopes, double[] moves, int width, double[] out) {
        Arrays.fill(out, 0, width, 0);
        for (int e = rowStart[f]; e < rowStart[f + 1]; e++) {
            double slope = slopes[e];
            int at = columns[e] * width;
            for (int h = 0; h < width; h++) {
                out[h] += slope * moves[at + h];
            }
        }
    }
}
