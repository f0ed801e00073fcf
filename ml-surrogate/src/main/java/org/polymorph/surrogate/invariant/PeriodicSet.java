package org.polymorph.surrogate.invariant;

import java.util.Locale;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/**
 * A crystal as the set of points of its atoms, in the reduced cell, so that cells of any skew are as cheap as a compact one.
 * Immutable and thread-safe.
 *
 * <p>The lattice is lower triangular: a along x, b in the xy plane with positive y, c with positive z (turned round where
 * the given lattice is left-handed, which leaves the points where they are).
 */
public final class PeriodicSet {
    /** Atoms nearer than this, in Å, are one place given twice. */
    private static final double SAME_PLACE = 1e-3;

    private final Structure reduced;
    final int size;
    /** Cartesian positions in Å, N×3. */
    final double[] points;

    final double ax;
    final double bx;
    final double by;
    final double cx;
    final double cy;
    final double cz;

    private PeriodicSet(Structure reduced) {
        this.reduced = reduced;
        this.size = reduced.size();
        this.points = reduced.cartesian();
        Lattice lattice = reduced.lattice();
        double sign = Math.signum(lattice.get(2, 2));
        this.ax = lattice.get(0, 0);
        this.bx = lattice.get(1, 0);
        this.by = lattice.get(1, 1);
        this.cx = sign * lattice.get(2, 0);
        this.cy = sign * lattice.get(2, 1);
        this.cz = sign * lattice.get(2, 2);
    }

    /** Makes the set of all atoms of a structure; atoms at the same place count as often as they are given. */
    public static PeriodicSet of(Structure structure) {
        return new PeriodicSet(structure.niggliReduced().standardOrientation());
    }

    /**
     * Makes the set of all atoms of a structure that is a sound one.
     *
     * @throws IllegalArgumentException if two atoms are at the same place (within 0.001 Å)
     */
    public static PeriodicSet ofDistinct(Structure structure) {
        PeriodicSet set = of(structure);
        set.refuseSharedPlaces();
        return set;
    }

    private void refuseSharedPlaces() {
        double[] fractional = reduced.fractional();
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double a = wrap(fractional[3 * i] - fractional[3 * j]);
                double b = wrap(fractional[3 * i + 1] - fractional[3 * j + 1]);
                double c = wrap(fractional[3 * i + 2] - fractional[3 * j + 2]);
                double x = a * ax + b * bx + c * cx;
                double y = b * by + c * cy;
                double z = c * cz;
                double square = x * x + y * y + z * z;
                if (square < SAME_PLACE * SAME_PLACE) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "atoms %d (%s) and %d (%s) are %.6f Å apart, expected one atom at a place",
                            j + 1,
                            species(j),
                            i + 1,
                            species(i),
                            Math.sqrt(square)));
                }
            }
        }
    }

    private static double wrap(double x) {
        return x - Math.rint(x);
    }

    /** Returns the crystal in the cell of this set: the same atoms in the same order, turned but not reflected. */
    public Structure structure() {
        return reduced;
    }

    /** Returns the number of atoms in the cell. */
    public int size() {
        return size;
    }

    public Element species(int atom) {
        return reduced.species(atom);
    }

    /** Returns the volume of the cell in Å³. */
    public double volume() {
        return ax * by * cz;
    }

    /**
     * Returns about how many atoms lie within a radius of a point: right for a compact cell, and never far too few for layers
     * and chains in empty space.
     */
    public static double atomsWithin(Structure structure, double radius) {
        double cells = Math.PI / 6;
        for (int axis = 0; axis < 3; axis++) {
            cells *= 1 + 2 * radius / structure.lattice().height(axis);
        }
        return cells * structure.size();
    }
}
