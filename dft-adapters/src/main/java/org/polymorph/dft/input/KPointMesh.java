package org.polymorph.dft.input;

import org.polymorph.model.crystal.Lattice;

/**
 * A Monkhorst–Pack mesh: divisions along the reciprocal vectors, and for each whether it is shifted by half a step.
 *
 * @param n1 divisions along b1
 * @param s1 1 where shifted along b1, else 0
 */
public record KPointMesh(int n1, int n2, int n3, int s1, int s2, int s3) {

    /** The most divisions along one vector that a code is asked for: beyond it the cell has collapsed. */
    public static final int LIMIT = 200;

    /**
     * Makes the unshifted mesh whose steps are at most {@code spacing}: nᵢ = max(1, ⌈|bᵢ| / spacing⌉).
     *
     * @param spacing in 1/Å, the factor 2π included
     */
    public static KPointMesh ofSpacing(Lattice lattice, double spacing) {
        return new KPointMesh(
                divisions(lattice, 0, spacing),
                divisions(lattice, 1, spacing),
                divisions(lattice, 2, spacing),
                0,
                0,
                0);
    }

    // |b_i| = 2π / height of the cell over the plane of the other two vectors. The small number keeps a cell whose
    // length is a whole multiple from gaining a division by rounding.
    private static int divisions(Lattice lattice, int i, double spacing) {
        double exact = 2 * Math.PI / (lattice.height(i) * spacing);
        return (int) Math.max(1, Math.min(LIMIT, Math.ceil(exact - 1e-9)));
    }

    /** Returns the line of a {@code K_POINTS automatic} card. */
    public String card() {
        return n1 + " " + n2 + " " + n3 + " " + s1 + " " + s2 + " " + s3;
    }
}
