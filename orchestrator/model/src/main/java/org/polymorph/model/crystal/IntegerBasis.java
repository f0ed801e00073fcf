package org.polymorph.model.crystal;

/** A basis of the lattice that some integer vectors span: their Hermite normal form. */
public final class IntegerBasis {
    private IntegerBasis() {}

    /**
     * Returns three rows in upper triangular form with a positive diagonal.
     *
     * @param vectors rows of three that span all three dimensions; changed
     * @throws IllegalArgumentException if they do not
     */
    public static long[][] of(long[][] vectors) {
        for (int column = 0; column < 3; column++) {
            while (eliminate(vectors, column)) {
                // one more step of Euclid's algorithm on this column
            }
        }
        return new long[][] {vectors[0], vectors[1], vectors[2]};
    }

    // brings the smallest non-zero entry to the diagonal and takes it off the rows below; true if any is left there
    private static boolean eliminate(long[][] vectors, int column) {
        int smallest = -1;
        for (int i = column; i < vectors.length; i++) {
            long entry = Math.abs(vectors[i][column]);
            if (entry != 0 && (smallest < 0 || entry < Math.abs(vectors[smallest][column]))) {
                smallest = i;
            }
        }
        if (smallest < 0) {
            throw new IllegalArgumentException("these vectors do not span three dimensions");
        }
        long[] pivot = vectors[smallest];
        vectors[smallest] = vectors[column];
        vectors[column] = pivot;
        if (pivot[column] < 0) {
            for (int k = 0; k < 3; k++) {
                pivot[k] = -pivot[k];
            }
        }
        boolean left = false;
        for (int i = column + 1; i < vectors.length; i++) {
            long times = vectors[i][column] / pivot[column];
            for (int k = 0; k < 3; k++) {
                vectors[i][k] -= times * pivot[k];
            }
            left |= vectors[i][column] != 0;
        }
        return left;
    }
}
