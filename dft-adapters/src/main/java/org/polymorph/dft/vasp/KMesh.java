package org.polymorph.dft.vasp;

import java.util.List;
import java.util.Optional;
import org.polymorph.dft.input.KPointMesh;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.spi.Settings;

/**
 * How k-points are laid.
 *
 * @param grid given outright; else they follow from the spacing
 * @param spacing in 1/Å, the factor 2π included
 * @param centering {@code auto}, {@code gamma} or {@code shifted}
 * @param parity {@code any}, {@code even} or {@code odd} divisions; a single one stays
 */
record KMesh(Optional<KPointMesh> grid, double spacing, String centering, String parity) {
    /** Name of the file. */
    static final String FILE = "KPOINTS";

    static final List<String> KEYS = List.of("kspacing", "kgrid", "koffset", VaspRepairs.KCENTERING, "kparity");
    private static final double RIGHT = 1e-3;

    /** Reads the settings; problems are added to them. */
    static KMesh read(Settings settings) {
        Optional<KPointMesh> grid = KPointMesh.read(settings);
        return new KMesh(
                grid,
                settings.number("kspacing", 0.2, 0.01, 10),
                settings.choice(VaspRepairs.KCENTERING, "auto", List.of("auto", "gamma", "shifted")),
                settings.choice("kparity", "any", List.of("any", "even", "odd")));
    }

    /** Returns this with another centring and a spacing divided by a factor. */
    KMesh repaired(Optional<String> newCentering, double density) {
        return new KMesh(grid, spacing / density, newCentering.orElse(centering), parity);
    }

    /** Returns the mesh of a cell. */
    KPointMesh of(Lattice lattice) {
        if (grid.isPresent()) {
            KPointMesh given = grid.get();
            return centering.equals("gamma") ? new KPointMesh(given.n1(), given.n2(), given.n3(), 0, 0, 0) : given;
        }
        KPointMesh plain = KPointMesh.ofSpacing(lattice, spacing);
        int n1 = fitting(plain.n1());
        int n2 = fitting(plain.n2());
        int n3 = fitting(plain.n3());
        boolean shifted = centering(lattice).equals("shifted");
        return new KPointMesh(n1, n2, n3, shift(shifted, n1), shift(shifted, n2), shift(shifted, n3));
    }

    // a mesh with an odd number of divisions has Γ either way; one division along a long axis is never shifted
    private static int shift(boolean shifted, int divisions) {
        return shifted && divisions % 2 == 0 ? 1 : 0;
    }

    private int fitting(int divisions) {
        boolean fits = parity.equals("any") || divisions == 1 || (divisions % 2 == 0) == parity.equals("even");
        return fits ? divisions : divisions + 1;
    }

    /**
     * Returns {@code gamma} or {@code shifted}: where nothing is said, a mesh is shifted only where all angles are right, for
     * a shifted mesh has not the symmetry of a hexagonal, face-centred or body-centred lattice.
     */
    String centering(Lattice lattice) {
        if (!centering.equals("auto")) {
            return centering;
        }
        for (double angle : lattice.angles()) {
            if (Math.abs(angle - 90) > RIGHT) {
                return "gamma";
            }
        }
        return "shifted";
    }

    /** Returns the text of KPOINTS: always about Γ, with the shift told. */
    String text(Lattice lattice) {
        KPointMesh mesh = of(lattice);
        return "k-points\n0\nGamma\n" + mesh.n1() + " " + mesh.n2() + " " + mesh.n3() + "\n" + half(mesh.s1()) + " "
                + half(mesh.s2()) + " " + half(mesh.s3()) + "\n";
    }

    private static String half(int shift) {
        return shift == 0 ? "0" : "0.5";
    }
}
