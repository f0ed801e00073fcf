package org.polymorph.dft.input;

import java.util.Optional;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.spi.Settings;

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

    /** Reads {@code kgrid} and {@code koffset}; problems are added to the settings. */
    public static Optional<KPointMesh> read(Settings settings) {
        Optional<double[]> grid = settings.numbers("kgrid", 3);
        Optional<double[]> offset = settings.numbers("koffset", 3);
        if (grid.isPresent() && settings.has("kspacing")) {
            settings.reject("kgrid", "expected either kgrid or kspacing, found both");
        }
        if (offset.isPresent() && grid.isEmpty()) {
            settings.reject("koffset", "expected kgrid beside it, found none");
        }
        double[] n = grid.orElse(new double[] {1, 1, 1});
        double[] s = offset.orElse(new double[3]);
        for (int i = 0; i < 3; i++) {
            if (n[i] != Math.rint(n[i]) || n[i] < 1 || n[i] > LIMIT) {
                settings.reject("kgrid", "expected three whole numbers from 1 to " + LIMIT + ", found " + n[i]);
                return Optional.empty();
            }
            if (s[i] != 0 && s[i] != 1) {
                settings.reject("koffset", "expected three numbers 0 or 1, found " + s[i]);
                return Optional.empty();
            }
        }
        return grid.map(
                given -> new KPointMesh((int) n[0], (int) n[1], (int) n[2], (int) s[0], (int) s[1], (int) s[2]));
    }

    /** Returns the line of a {@code K_POINTS automatic} card. */
    public String card() {
        return n1 + " " + n2 + " " + n3 + " " + s1 + " " + s2 + " " + s3;
    }
}
