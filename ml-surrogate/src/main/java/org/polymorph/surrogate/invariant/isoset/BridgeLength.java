package org.polymorph.surrogate.invariant.isoset;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;

/**
 * The bridge length of a crystal: the least length such that steps no longer than it lead from any atom to any other one and
 * to all their periodic images. Anosova, Kurlin 2021, doi 10.1007/978-3-030-76657-3_16, definition 2.
 */
final class BridgeLength {
    private final Structure structure;
    private final double[] fractional;
    private final int[] parent;
    /** Whole translation from each atom to its parent in the forest of bridges. */
    private final long[][] toParent;
    /** Triangular basis of the translations that closed walks make. */
    private final long[][] walks = new long[3][];

    private int parts;

    private BridgeLength(Structure structure) {
        this.structure = structure;
        this.fractional = structure.fractional();
        this.parent = IntStream.range(0, structure.size()).toArray();
        this.toParent = new long[structure.size()][3];
        this.parts = structure.size();
    }

    /** Returns the bridge length in Å. */
    static double of(Structure structure) {
        Lattice lattice = structure.lattice();
        double longest =
                IntStream.range(0, 3).mapToDouble(lattice::length).max().orElseThrow();
        double diagonal = lattice.length(0) + lattice.length(1) + lattice.length(2);
        double cutoff = 1.5 * Math.cbrt(structure.volume() / structure.size());
        // steps of the longest vector or half the diagonal always do
        double enough = 1.01 * Math.max(longest, diagonal);
        while (true) {
            AtomCluster.requireFew(structure, cutoff);
            double found = new BridgeLength(structure).within(cutoff);
            if (found > 0) {
                return found;
            }
            if (cutoff >= enough) {
                throw new IllegalStateException("no steps connect the atoms of " + structure);
            }
            cutoff = Math.min(enough, 1.4 * cutoff);
        }
    }

    // zero if steps below the cutoff do not suffice
    private double within(double cutoff) {
        NeighborList near = NeighborList.of(structure, cutoff);
        int[] centres = new int[near.pairs()];
        for (int i = 0; i < structure.size(); i++) {
            java.util.Arrays.fill(centres, near.start(i), near.start(i + 1), i);
        }
        List<Integer> steps = IntStream.range(0, near.pairs())
                .boxed()
                .sorted(Comparator.comparingDouble(near::distance))
                .toList();
        for (int step : steps) {
            if (add(centres[step], near.neighbor(step), translation(near, centres[step], step))) {
                return near.distance(step);
            }
        }
        return 0;
    }

    private long[] translation(NeighborList near, int i, int step) {
        double[] moved = structure.lattice().toFractional(new double[] {near.dx(step), near.dy(step), near.dz(step)});
        long[] cells = new long[3];
        for (int k = 0; k < 3; k++) {
            cells[k] = Math.round(moved[k] + fractional[3 * i + k] - fractional[3 * near.neighbor(step) + k]);
        }
        return cells;
    }

    // adds the step from atom i to atom j in another cell; returns whether everything is connected now
    private boolean add(int i, int j, long[] cells) {
        long[] walk = cells.clone();
        int rootI = climb(i, walk, -1);
        int rootJ = climb(j, walk, 1);
        if (rootI != rootJ) {
            // root J lies walk cells from root I, seen from there
            parent[rootJ] = rootI;
            for (int k = 0; k < 3; k++) {
                toParent[rootJ][k] = -walk[k];
            }
            parts--;
        } else {
            insert(walk);
        }
        return parts == 1
                && walks[0] != null
                && walks[1] != null
                && walks[2] != null
                && walks[0][0] * walks[1][1] * walks[2][2] == 1;
    }

    private int climb(int atom, long[] walk, int sign) {
        int at = atom;
        while (parent[at] != at) {
            for (int k = 0; k < 3; k++) {
                walk[k] += sign * toParent[at][k];
            }
            at = parent[at];
        }
        return at;
    }

    // Euclid's algorithm, column by column
    private void insert(long[] vector) {
        long[] v = vector;
        for (int column = 0; column < 3; column++) {
            while (v[column] != 0) {
                long[] pivot = walks[column];
                if (pivot == null) {
                    walks[column] = v[column] < 0 ? negated(v) : v;
                    return;
                }
                long times = Math.floorDiv(v[column], pivot[column]);
                long[] rest = v.clone();
                for (int k = 0; k < 3; k++) {
                    rest[k] -= times * pivot[k];
                }
                if (rest[column] != 0) {
                    walks[column] = rest;
                    v = pivot;
                } else {
                    v = rest;
                }
            }
        }
    }

    private static long[] negated(long[] v) {
        return new long[] {-v[0], -v[1], -v[2]};
    }
}
