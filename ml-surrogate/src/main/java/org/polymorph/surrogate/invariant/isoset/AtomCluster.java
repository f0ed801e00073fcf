package org.polymorph.surrogate.invariant.isoset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.PeriodicSet;

/** The atoms around one atom up to a radius, as vectors from it by rising length. Immutable. */
final class AtomCluster {
    private static final int MOST_ATOMS = 30_000;

    private final int kind;
    private final double radius;
    private final int[] kinds;
    private final double[] vectors;
    private final double[] lengths;

    private AtomCluster(int kind, double radius, int[] kinds, double[] vectors, double[] lengths) {
        this.kind = kind;
        this.radius = radius;
        this.kinds = kinds;
        this.vectors = vectors;
        this.lengths = lengths;
    }

    /**
     * Returns the clusters of all atoms of a structure.
     *
     * @param typed whether elements are told apart
     * @throws IllegalArgumentException if there would be too many atoms in a cluster to compare them
     */
    static List<AtomCluster> of(Structure structure, double radius, boolean typed) {
        requireFew(structure, radius);
        NeighborList near = NeighborList.of(structure, radius);
        List<AtomCluster> clusters = new ArrayList<>();
        for (int i = 0; i < structure.size(); i++) {
            int start = near.start(i);
            int[] order = IntStream.range(start, near.start(i + 1))
                    .boxed()
                    .sorted(Comparator.comparingDouble(near::distance))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int[] kinds = new int[order.length];
            double[] vectors = new double[3 * order.length];
            double[] lengths = new double[order.length];
            for (int p = 0; p < order.length; p++) {
                kinds[p] = kind(structure, near.neighbor(order[p]), typed);
                vectors[3 * p] = near.dx(order[p]);
                vectors[3 * p + 1] = near.dy(order[p]);
                vectors[3 * p + 2] = near.dz(order[p]);
                lengths[p] = near.distance(order[p]);
            }
            clusters.add(new AtomCluster(kind(structure, i, typed), radius, kinds, vectors, lengths));
        }
        return clusters;
    }

    /**
     * Checks how many atoms lie within a radius.
     *
     * @throws IllegalArgumentException if they are too many: layers, chains or molecules in much empty space
     */
    static void requireFew(Structure structure, double radius) {
        double expected = PeriodicSet.atomsWithin(structure, radius);
        if (expected > MOST_ATOMS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the surroundings of an atom reach over the gaps between the atoms of %s, here to %.0f Å, and would hold"
                            + " %.0f atoms, expected at most %d; take less empty space",
                    structure.composition(),
                    radius,
                    expected,
                    MOST_ATOMS));
        }
    }

    private static int kind(Structure structure, int atom, boolean typed) {
        return typed ? structure.species(atom).atomicNumber() : 0;
    }

    /** Returns what the atom in the middle is: its atomic number, or 0 where elements are not told apart. */
    int kind() {
        return kind;
    }

    double radius() {
        return radius;
    }

    int size() {
        return lengths.length;
    }

    int kind(int point) {
        return kinds[point];
    }

    double length(int point) {
        return lengths[point];
    }

    double get(int point, int axis) {
        return vectors[3 * point + axis];
    }

    /** Returns the first point that is at least this long; the size if there is none. */
    int from(double length) {
        int at = java.util.Arrays.binarySearch(lengths, length);
        if (at < 0) {
            return -at - 1;
        }
        while (at > 0 && lengths[at - 1] == length) {
            at--;
        }
        return at;
    }

    /** Returns the square of the distance of a point of this cluster from a point. */
    double squareFrom(int point, double x, double y, double z) {
        double dx = vectors[3 * point] - x;
        double dy = vectors[3 * point + 1] - y;
        double dz = vectors[3 * point + 2] - z;
        return dx * dx + dy * dy + dz * dz;
    }

    /** Returns the sine of the angle between two points. */
    double sine(int p, int q) {
        double x = get(p, 1) * get(q, 2) - get(p, 2) * get(q, 1);
        double y = get(p, 2) * get(q, 0) - get(p, 0) * get(q, 2);
        double z = get(p, 0) * get(q, 1) - get(p, 1) * get(q, 0);
        return Math.sqrt(x * x + y * y + z * z) / (lengths[p] * lengths[q]);
    }
}
