package org.polymorph.dft.input;

import java.util.List;
import java.util.Optional;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.spi.Settings;

/**
 * How the Brillouin zone is sampled: a mesh given outright, or one that follows from a spacing for each cell anew.
 *
 * @param spacing in 1/Å, with 2π
 * @param shifted whether even divisions are shifted off Γ, as Monkhorst and Pack do; never in hexagonal cells, whose symmetry such
 *     a mesh breaks
 * @param parity {@code any}, {@code even} or {@code odd} divisions; a single one stays
 */
public record KPoints(Optional<KPointMesh> mesh, double spacing, boolean shifted, String parity) {

    /** Reads {@code kspacing}, {@code kcentring}, {@code kparity}, {@code kgrid} and {@code koffset}; problems are added to the settings. */
    public static KPoints read(Settings settings) {
        Optional<KPointMesh> mesh = KPointMesh.read(settings);
        double spacing = settings.number("kspacing", 0.2, 0.01, 10);
        String centring = settings.choice("kcentring", "gamma", List.of("gamma", "shifted"));
        String parity = settings.choice("kparity", "any", List.of("any", "even", "odd"));
        for (String key : List.of("kcentring", "kparity")) {
            if (mesh.isPresent() && settings.has(key)) {
                settings.reject(key, "expected it beside kspacing only, found kgrid");
            }
        }
        return new KPoints(mesh, spacing, centring.equals("shifted"), parity);
    }

    /** Returns the mesh of a cell. */
    public KPointMesh of(Lattice lattice) {
        if (mesh.isPresent()) {
            return mesh.get();
        }
        KPointMesh plain = KPointMesh.ofSpacing(lattice, spacing);
        int n1 = fitted(plain.n1());
        int n2 = fitted(plain.n2());
        int n3 = fitted(plain.n3());
        boolean off = shifted && !isHexagonal(lattice);
        return new KPointMesh(n1, n2, n3, shift(off, n1), shift(off, n2), shift(off, n3));
    }

    private int fitted(int n) {
        boolean fits = parity.equals("any") || n == 1 || (n % 2 == 0) == parity.equals("even");
        return fits ? n : n + 1;
    }

    private static int shift(boolean off, int n) {
        return off && n % 2 == 0 ? 1 : 0;
    }

    /** Returns whether two edges of equal length stand at 60° or 120° and the third is perpendicular to both. */
    public static boolean isHexagonal(Lattice lattice) {
        double[] angles = lattice.angles();
        for (int k = 0; k < 3; k++) {
            int i = (k + 1) % 3;
            int j = (k + 2) % 3;
            boolean equal = Math.abs(lattice.length(i) / lattice.length(j) - 1) < 1e-3;
            boolean sixfold = Math.abs(angles[k] - 120) < 0.1 || Math.abs(angles[k] - 60) < 0.1;
            boolean upright = Math.abs(angles[i] - 90) < 0.1 && Math.abs(angles[j] - 90) < 0.1;
            if (equal && sixfold && upright) {
                return true;
            }
        }
        return false;
    }
}
