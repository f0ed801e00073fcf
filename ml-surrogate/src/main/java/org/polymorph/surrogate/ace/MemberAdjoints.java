package org.polymorph.surrogate.ace;

/**
 * The derivatives of all members' energies with respect to the densities: the transposed sparse Jacobian times the
 * members' coefficients, density by density with the sums of eight members in registers. Immutable and thread-safe.
 */
final class MemberAdjoints {
    private static final int LANES = 8;

    private final int members;
    private final int padded;
    private final int[] columnStart;
    private final int[] entries; // position in the Jacobian's rows, then feature of the centre

    /** Compiles for so many functions of the invariants. */
    MemberAdjoints(AceBasis basis, Jacobian jacobian, int members) {
        this.members = members;
        padded = (members + LANES - 1) / LANES * LANES;
        columnStart = new int[basis.densities() + 1];
        for (int e = 0; e < jacobian.entries(); e++) {
            columnStart[jacobian.column(e) + 1]++;
        }
        for (int a = 0; a < basis.densities(); a++) {
            columnStart[a + 1] += columnStart[a];
        }
        int[] next = columnStart.clone();
        entries = new int[2 * jacobian.entries()];
        for (int f = 0; f < jacobian.size(); f++) {
            for (int e = jacobian.rowStart(f); e < jacobian.rowStart(f + 1); e++) {
                int at = next[jacobian.column(e)]++;
                entries[2 * at] = e;
                entries[2 * at + 1] = f;
            }
        }
    }

    int members() {
        return members;
    }

    /** Returns the number of members rounded up to whole lanes. */
    int padded() {
        return padded;
    }

    /** Returns the length of the scratch space for {@link #multiply}: densities × members rounded up. */
    int scratchSize() {
        return (columnStart.length - 1) * padded;
    }

    /**
     * Computes the derivatives of one atom's functions, members × densities (rounded up), row-major.
     *
     * @param factors their derivatives by the invariants: invariants × {@link #padded}, row-major
     */
    void multiply(double[] factors, double[] slopes, double[] out) {
        int densities = columnStart.length - 1;
        for (int lane = 0; lane < padded; lane += LANES) {
            for (int a = 0; a < densities; a++) {
                column(a, factors, lane, slopes, out, lane * densities + a, densities);
            }
        }
    }

    private void column(int a, double[] weights, int first, double[] slopes, double[] out, int to, int stride) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        for (int e = columnStart[a]; e < columnStart[a + 1]; e++) {
            double slope = slopes[entries[2 * e]];
            int at = first + entries[2 * e + 1] * padded;
            s0 += slope * weights[at];
            s1 += slope * weights[at + 1];
            s2 += slope * weights[at + 2];
            s3 += slope * weights[at + 3];
            s4 += slope * weights[at + 4];
            s5 += slope * weights[at + 5];
            s6 += slope * weights[at + 6];
            s7 += slope * weights[at + 7];
        }
        out[to] = s0;
        out[to + stride] = s1;
        out[to + 2 * stride] = s2;
        out[to + 3 * stride] = s3;
        out[to + 4 * stride] = s4;
        out[to + 5 * stride] = s5;
        out[to + 6 * stride] = s6;
        out[to + 7 * stride] = s7;
    }
}
