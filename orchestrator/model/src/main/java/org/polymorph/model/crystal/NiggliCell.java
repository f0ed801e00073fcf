package org.polymorph.model.crystal;

/**
 * The Niggli-reduced cell of a lattice: Grosse-Kunstleve, Sauter and Adams 2004, doi 10.1107/S010876730302186X, with a
 * tolerance of 1e-5 V^(2/3) on the metric, so that it does not depend on the last digits of the input.
 *
 * @param lattice the reduced lattice, in the orientation of the given one
 * @param transformation the integer 3×3 matrix T (row-major, determinant 1) with reduced = T · given; copied out
 */
public record NiggliCell(Lattice lattice, int[] transformation) {
    public NiggliCell {
        transformation = transformation.clone();
    }

    @Override
    public int[] transformation() {
        return transformation.clone();
    }

    /** Reduces a lattice. */
    static NiggliCell of(Lattice given) {
        return new NiggliReduction(given).reduce();
    }

    /** Turns fractional coordinates of the given cell (N×3) into those of the reduced one; not wrapped. */
    public double[] toReduced(double[] fractional) {
        int[] t = transformation;
        // the inverse of an integer matrix of determinant 1 is its adjugate
        int[] inverse = {
            t[4] * t[8] - t[5] * t[7], t[2] * t[7] - t[1] * t[8], t[1] * t[5] - t[2] * t[4],
            t[5] * t[6] - t[3] * t[8], t[0] * t[8] - t[2] * t[6], t[2] * t[3] - t[0] * t[5],
            t[3] * t[7] - t[4] * t[6], t[1] * t[6] - t[0] * t[7], t[0] * t[4] - t[1] * t[3]
        };
        double[] out = new double[fractional.length];
        for (int i = 0; i < fractional.length; i += 3) {
            for (int k = 0; k < 3; k++) {
                out[i + k] = fractional[i] * inverse[k]
                        + fractional[i + 1] * inverse[3 + k]
                        + fractional[i + 2] * inverse[6 + k];
            }
        }
        return out;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NiggliCell that
                && lattice.equals(that.lattice)
                && java.util.Arrays.equals(transformation, that.transformation);
    }

    @Override
    public int hashCode() {
        return 31 * lattice.hashCode() + java.util.Arrays.hashCode(transformation);
    }

    @Override
    public String toString() {
        return "NiggliCell[" + lattice + ", " + java.util.Arrays.toString(transformation) + "]";
    }
}
