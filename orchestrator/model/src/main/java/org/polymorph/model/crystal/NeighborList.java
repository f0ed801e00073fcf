package org.polymorph.model.crystal;

/**
 * All pairs of atoms nearer than a cutoff, over all periodic images, self-images included; right for cells of any size
 * and skew. A full list: each pair is listed from both ends. Immutable.
 *
 * <p>Flat arrays for hot loops: the neighbours of atom i are the entries {@code start(i) ≤ p < start(i + 1)}; entry p
 * points from i to an image of atom {@code neighbor(p)} by the vector (dx, dy, dz) of length {@code distance(p)}.
 */
public final class NeighborList {
    private final int[] starts;
    private final int[] neighbors;
    private final double[] vectors;
    private final double[] distances;

    /** Takes the arrays as they are; those of the pairs may be longer than needed. */
    NeighborList(int[] starts, int[] neighbors, double[] vectors, double[] distances) {
        this.starts = starts;
        this.neighbors = neighbors;
        this.vectors = vectors;
        this.distances = distances;
    }

    /**
     * Finds all pairs at a distance below the cutoff.
     *
     * @param cutoff in Å, above zero
     */
    public static NeighborList of(Structure structure, double cutoff) {
        return NeighborSearch.find(structure, cutoff);
    }

    /** Returns the number of atoms. */
    public int size() {
        return starts.length - 1;
    }

    /** Returns the number of entries, each pair counted from both ends. */
    public int pairs() {
        return starts[starts.length - 1];
    }

    public int start(int atom) {
        return starts[atom];
    }

    public int neighbor(int pair) {
        return neighbors[pair];
    }

    /** Returns the x component of the vector from the atom to this neighbour, in Å. */
    public double dx(int pair) {
        return vectors[3 * pair];
    }

    public double dy(int pair) {
        return vectors[3 * pair + 1];
    }

    public double dz(int pair) {
        return vectors[3 * pair + 2];
    }

    public double distance(int pair) {
        return distances[pair];
    }
}
