package org.polymorph.surrogate.invariant.isoset;

/**
 * How one crystal is laid upon another.
 *
 * @param atom of the first that comes to lie on one of the second, counted from 0
 * @param otherAtom that one of the second
 * @param matrix orthogonal 3×3 matrix, row-major, that turns vectors of the first as columns; copied in and out
 */
public record Turn(int atom, int otherAtom, double[] matrix) {
    public Turn {
        matrix = matrix.clone();
    }

    @Override
    public double[] matrix() {
        return matrix.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Turn that
                && atom == that.atom
                && otherAtom == that.otherAtom
                && java.util.Arrays.equals(matrix, that.matrix);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * atom + otherAtom) + java.util.Arrays.hashCode(matrix);
    }
}
