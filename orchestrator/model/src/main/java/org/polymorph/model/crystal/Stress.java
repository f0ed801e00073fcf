package org.polymorph.model.crystal;

/**
 * A stress tensor in eV/Å³, tensile positive: σ = (1/V) ∂E/∂ε, in Voigt order xx yy zz yz xz xy. A crystal that wants to
 * shrink has a positive trace.
 */
public record Stress(double xx, double yy, double zz, double yz, double xz, double xy) {
    public static final Stress ZERO = new Stress(0, 0, 0, 0, 0, 0);

    /** Every component is NaN: what was not computed, or not printed. */
    public static final Stress UNKNOWN =
            new Stress(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** Reads a symmetric 3×3 matrix (row-major); the two halves are averaged. */
    public static Stress ofMatrix(double[] m) {
        return new Stress(m[0], m[4], m[8], (m[5] + m[7]) / 2, (m[2] + m[6]) / 2, (m[1] + m[3]) / 2);
    }

    /** Reads six numbers in Voigt order. */
    public static Stress ofVoigt(double[] v) {
        return new Stress(v[0], v[1], v[2], v[3], v[4], v[5]);
    }

    /** Returns the symmetric 3×3 matrix, row-major. */
    public double[] toMatrix() {
        return new double[] {xx, xy, xz, xy, yy, yz, xz, yz, zz};
    }

    /** Returns xx yy zz yz xz xy. */
    public double[] toVoigt() {
        return new double[] {xx, yy, zz, yz, xz, xy};
    }

    /** Returns the hydrostatic pressure −tr(σ)/3 in eV/Å³: positive when compressed. */
    public double pressure() {
        return -(xx + yy + zz) / 3;
    }

    /** Returns the largest absolute component. */
    public double maxAbs() {
        double max = 0;
        for (double x : toVoigt()) {
            max = Math.max(max, Math.abs(x));
        }
        return max;
    }

    /** Returns whether all components are finite. */
    public boolean isFinite() {
        return Double.isFinite(xx + yy + zz + yz + xz + xy);
    }
}
