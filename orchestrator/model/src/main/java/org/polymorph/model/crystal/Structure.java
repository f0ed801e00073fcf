package org.polymorph.model.crystal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A periodic crystal: a lattice, and one element and one fractional position an atom. Immutable and thread-safe.
 * Positions keep the cell they were given in; {@link #wrapped()} brings them into [0, 1).
 */
public final class Structure {
    private final Lattice lattice;
    private final Element[] species;
    private final double[] fractional;

    private Structure(Lattice lattice, Element[] species, double[] fractional) {
        this.lattice = lattice;
        this.species = species;
        this.fractional = fractional;
    }

    /**
     * Makes a structure.
     *
     * @param fractional N×3 fractional coordinates, row-major
     * @throws IllegalArgumentException if the counts do not fit, there is no atom, or a coordinate is not finite
     */
    public static Structure of(Lattice lattice, List<Element> species, double[] fractional) {
        if (species.isEmpty()) {
            throw new IllegalArgumentException("a structure needs at least one atom");
        }
        if (fractional.length != 3 * species.size()) {
            throw new IllegalArgumentException("expected " + 3 * species.size() + " coordinates for " + species.size()
                    + " atoms, found " + fractional.length);
        }
        for (int i = 0; i < fractional.length; i++) {
            if (!Double.isFinite(fractional[i])) {
                throw new IllegalArgumentException(
                        "atom " + (i / 3 + 1) + " has a coordinate that is not a number: " + fractional[i]);
            }
        }
        return new Structure(lattice, species.toArray(new Element[0]), fractional.clone());
    }

    /** Makes a structure of Cartesian positions: N×3, row-major, Å. */
    public static Structure ofCartesian(Lattice lattice, List<Element> species, double[] cartesian) {
        return of(lattice, species, lattice.toFractional(cartesian));
    }

    /** Makes a structure of sites. */
    public static Structure ofSites(Lattice lattice, List<Site> sites) {
        double[] fractional = new double[3 * sites.size()];
        List<Element> species = new ArrayList<>(sites.size());
        for (int i = 0; i < sites.size(); i++) {
            Site site = sites.get(i);
            species.add(site.element());
            fractional[3 * i] = site.x();
            fractional[3 * i + 1] = site.y();
            fractional[3 * i + 2] = site.z();
        }
        return of(lattice, species, fractional);
    }

    public Lattice lattice() {
        return lattice;
    }

    /** Returns the number of atoms in the cell. */
    public int size() {
        return species.length;
    }

    /** Returns the element of atom {@code i}, counted from 0. */
    public Element species(int i) {
        return species[i];
    }

    /** Returns the elements of all atoms in their order. */
    public List<Element> species() {
        return List.of(species);
    }

    /** Returns the fractional coordinates, N×3 row-major, as a copy. */
    public double[] fractional() {
        return fractional.clone();
    }

    /** Returns the Cartesian coordinates in Å, N×3 row-major, as a new array. */
    public double[] cartesian() {
        return lattice.toCartesian(fractional);
    }

    /** Returns the atoms as sites, in their order. */
    public List<Site> sites() {
        List<Site> sites = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            sites.add(new Site(species[i], fractional[3 * i], fractional[3 * i + 1], fractional[3 * i + 2]));
        }
        return List.copyOf(sites);
    }

    /** Returns the volume of the cell in Å³. */
    public double volume() {
        return lattice.volume();
    }

    public Composition composition() {
        return Composition.ofSpecies(List.of(species));
    }

    /** Returns this structure with other fractional coordinates (N×3). */
    public Structure withFractional(double[] newFractional) {
        return of(lattice, species(), newFractional);
    }

    /** Returns this structure with another lattice, the fractional coordinates kept. */
    public Structure withLattice(Lattice newLattice) {
        return new Structure(newLattice, species, fractional);
    }

    /** Returns this structure with all atoms moved into the cell, fractional coordinates in [0, 1). */
    public Structure wrapped() {
        double[] wrapped = fractional.clone();
        for (int i = 0; i < wrapped.length; i++) {
            wrapped[i] -= Math.floor(wrapped[i]);
            if (wrapped[i] >= 1) {
                wrapped[i] = 0; // -1e-20 floors to 1.0 in double precision
            }
        }
        return new Structure(lattice, species, wrapped);
    }

    /**
     * Returns this structure strained: r → r·(1 + ε), positions and lattice alike.
     *
     * @param strain the 3×3 matrix ε, row-major
     */
    public Structure strained(double[] strain) {
        double[] deformation = strain.clone();
        deformation[0] += 1;
        deformation[4] += 1;
        deformation[8] += 1;
        return withLattice(lattice.transformed(deformation));
    }

    /** Returns this structure turned by an orthogonal 3×3 matrix (row-major), applied as r → r·R. */
    public Structure rotated(double[] rotation) {
        return withLattice(lattice.transformed(rotation));
    }

    /** Returns this structure turned so that a lies along x and b in the xy plane. */
    public Structure standardOrientation() {
        return withLattice(lattice.standardOrientation());
    }

    /** Returns the same crystal in its Niggli-reduced cell, not turned, all atoms moved into that cell. */
    public Structure niggliReduced() {
        NiggliCell cell = lattice.niggli();
        return new Structure(cell.lattice(), species, cell.toReduced(fractional)).wrapped();
    }

    /**
     * Returns the same crystal in a primitive cell: the translations that map it onto itself become lattice vectors, and the
     * atoms that they map on each other are averaged. Niggli-reduced, not turned.
     *
     * @param tolerance how far an atom may miss its image, in Å
     */
    public Structure primitive(double tolerance) {
        return PrimitiveCell.of(this, tolerance).structure();
    }

    /** Returns the shortest distance between two atoms in Å, over all periodic images, those of one atom included. */
    public double minimumDistance() {
        // no arrangement keeps its atoms further apart than the densest packing of spheres, 2^(1/6) (V/N)^(1/3)
        NeighborList pairs = NeighborList.of(this, 1.123 * Math.cbrt(volume() / size()));
        double shortest = Double.POSITIVE_INFINITY;
        for (int p = 0; p < pairs.pairs(); p++) {
            shortest = Math.min(shortest, pairs.distance(p));
        }
        return shortest;
    }

    /** Returns {@code na × nb × nc} copies of the cell as one cell; the copies of one atom follow each other. */
    public Structure supercell(int na, int nb, int nc) {
        if (na < 1 || nb < 1 || nc < 1) {
            throw new IllegalArgumentException(
                    "a supercell needs factors of at least 1, found " + na + ", " + nb + ", " + nc);
        }
        List<Element> newSpecies = new ArrayList<>();
        double[] out = new double[fractional.length * na * nb * nc];
        int at = 0;
        for (int i = 0; i < size(); i++) {
            for (int a = 0; a < na; a++) {
                for (int b = 0; b < nb; b++) {
                    for (int c = 0; c < nc; c++) {
                        newSpecies.add(species[i]);
                        out[at++] = (fractional[3 * i] + a) / na;
                        out[at++] = (fractional[3 * i + 1] + b) / nb;
                        out[at++] = (fractional[3 * i + 2] + c) / nc;
                    }
                }
            }
        }
        double[] m = lattice.toArray();
        for (int k = 0; k < 3; k++) {
            m[k] *= na;
            m[3 + k] *= nb;
            m[6 + k] *= nc;
        }
        return of(Lattice.of(m), newSpecies, out);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Structure that
                && lattice.equals(that.lattice)
                && Arrays.equals(species, that.species)
                && Arrays.equals(fractional, that.fractional);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * lattice.hashCode() + Arrays.hashCode(species)) + Arrays.hashCode(fractional);
    }

    @Override
    public String toString() {
        return "Structure[" + composition() + ", " + lattice + "]";
    }
}
