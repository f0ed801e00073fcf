package org.polymorph.model.crystal;

import java.util.Arrays;

/**
 * Finds the pairs of a {@link NeighborList}. Small cells: each pair of atoms goes through the images between the planes that
 * touch the cutoff sphere, or in very oblique cells exactly through those inside it, slice by slice (Fincke and Pohst 1985, doi 10.1090/S0025-5718-1985-0777278-8, equation 2.6). Large ones:
 * {@link NeighborBins}. Either way the entries of an atom stand in the order of the neighbour, then of its image.
 */
final class NeighborSearch {
    /** Images this much of a cell outside the computed range are looked at too: rounding must not lose one. */
    private static final double EDGE = 1e-9;

    private static final double MOST_PAIRS = 2e8;

    /** Above this, looking at fewer images pays for finding out which. */
    private static final double MOST_SKEW = 4;

    private final double[] lattice;
    private final double[] fractional;
    private final PairBuffer pairs;
    private final double cutoff;
    // the lattice turned so that a lies along x and b in the xy plane
    private final double ax;
    private final double bx;
    private final double by;
    private final double cx;
    private final double cy;
    private final double cz;
    private final double[] reach = new double[3];

    private NeighborSearch(Structure structure, double cutoff, PairBuffer pairs) {
        this.lattice = structure.lattice().toArray();
        this.fractional = structure.fractional();
        this.cutoff = cutoff;
        this.pairs = pairs;
        double[] turned = structure.lattice().standardOrientation().toArray();
        this.ax = turned[0];
        this.bx = turned[3];
        this.by = turned[4];
        this.cx = turned[6];
        this.cy = turned[7];
        this.cz = turned[8];
        for (int k = 0; k < 3; k++) {
            reach[k] = cutoff / structure.lattice().height(k) + EDGE;
        }
    }

    static NeighborList find(Structure structure, double cutoff) {
        if (!(cutoff > 0) || Double.isInfinite(cutoff)) {
            throw new IllegalArgumentException("a cutoff must be above zero and finite, found " + cutoff);
        }
        double expected = structure.size()
                * (structure.size() * (4 / 3.0 * Math.PI * cutoff * cutoff * cutoff) / structure.volume());
        if (!(expected < MOST_PAIRS)) {
            throw new IllegalArgumentException("a cell of " + structure.volume() + " Å³ with " + structure.size()
                    + " atoms is too dense for a cutoff of " + cutoff + " Å: about " + expected + " pairs");
        }
        PairBuffer pairs = new PairBuffer(cutoff, (int) (1.2 * expected) + 4 * structure.size() + 16);
        int[] starts = NeighborBins.worthwhile(structure, cutoff)
                ? new NeighborBins(structure, cutoff, pairs).find()
                : new NeighborSearch(structure, cutoff, pairs)
                        .byPairs(structure.size(), skew(structure.lattice()) > MOST_SKEW);
        return pairs.list(starts);
    }

    // how much larger the parallelepiped around the cutoff sphere is than a box around it
    private static double skew(Lattice lattice) {
        return lattice.volume() / (lattice.height(0) * lattice.height(1) * lattice.height(2));
    }

    private int[] byPairs(int size, boolean skewed) {
        int[] starts = new int[size + 1];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double fx = fractional[3 * j] - fractional[3 * i];
                double fy = fractional[3 * j + 1] - fractional[3 * i + 1];
                double fz = fractional[3 * j + 2] - fractional[3 * i + 2];
                if (skewed) {
                    imagesInSphere(j, fx, fy, fz, i == j);
                } else {
                    imagesInBox(j, fx, fy, fz, i == j);
                }
            }
            starts[i + 1] = pairs.count();
        }
        return starts;
    }

    // every image between the planes that touch the sphere: few too many in a cell that is nearly a box
    private void imagesInBox(int j, double fx, double fy, double fz, boolean itself) {
        double lastC = Math.floor(reach[2] - fz);
        double lastB = Math.floor(reach[1] - fy);
        double lastA = Math.floor(reach[0] - fx);
        double firstB = Math.ceil(-reach[1] - fy);
        double firstA = Math.ceil(-reach[0] - fx);
        for (double c = Math.ceil(-reach[2] - fz); c <= lastC; c++) {
            for (double b = firstB; b <= lastB; b++) {
                for (double a = firstA; a <= lastA; a++) {
                    if (!itself || a != 0 || b != 0 || c != 0) {
                        pairs.add(j, fx + a, fy + b, fz + c, lattice);
                    }
                }
            }
        }
    }

    // exactly the images inside the sphere, whatever the shape of the cell
    private void imagesInSphere(int j, double fx, double fy, double fz, boolean itself) {
        double lastC = Math.floor(reach[2] - fz);
        for (double c = Math.ceil(-reach[2] - fz); c <= lastC; c++) {
            double gz = fz + c;
            double disc = Math.max(0, cutoff * cutoff - gz * cz * gz * cz);
            double radius = Math.sqrt(disc);
            double y0 = gz * cy + fy * by;
            double lastB = Math.floor((radius - y0) / by + EDGE);
            for (double b = Math.ceil((-radius - y0) / by - EDGE); b <= lastB; b++) {
                double gy = fy + b;
                double y = gz * cy + gy * by;
                double half = Math.sqrt(Math.max(0, disc - y * y));
                double x0 = gz * cx + gy * bx + fx * ax;
                double lastA = Math.floor((half - x0) / ax + EDGE);
                for (double a = Math.ceil((-half - x0) / ax - EDGE); a <= lastA; a++) {
                    if (!itself || a != 0 || b != 0 || c != 0) {
                        pairs.add(j, fx + a, gy, gz, lattice);
                    }
                }
            }
        }
    }

    /** The pairs found so far, in arrays that grow. */
    static final class PairBuffer {
        private final double cutoffSquared;
        private int[] neighbors;
        private double[] vectors;
        private double[] distances;
        private int count;

        PairBuffer(double cutoff, int capacity) {
            this.cutoffSquared = cutoff * cutoff;
            this.neighbors = new int[capacity];
            this.vectors = new double[3 * capacity];
            this.distances = new double[capacity];
        }

        int count() {
            return count;
        }

        double cutoffSquared() {
            return cutoffSquared;
        }

        /** Adds a neighbour at a fractional offset if it is inside the cutoff. */
        void add(int j, double a, double b, double c, double[] lattice) {
            double x = a * lattice[0] + b * lattice[3] + c * lattice[6];
            double y = a * lattice[1] + b * lattice[4] + c * lattice[7];
            double z = a * lattice[2] + b * lattice[5] + c * lattice[8];
            double r2 = x * x + y * y + z * z;
            if (r2 >= cutoffSquared) {
                return;
            }
            if (count == neighbors.length) {
                neighbors = Arrays.copyOf(neighbors, 2 * count);
                distances = Arrays.copyOf(distances, 2 * count);
                vectors = Arrays.copyOf(vectors, 6 * count);
            }
            neighbors[count] = j;
            vectors[3 * count] = x;
            vectors[3 * count + 1] = y;
            vectors[3 * count + 2] = z;
            distances[count] = Math.sqrt(r2);
            count++;
        }

        NeighborList list(int[] starts) {
            return new NeighborList(
                    starts,
                    Arrays.copyOf(neighbors, count),
                    Arrays.copyOf(vectors, 3 * count),
                    Arrays.copyOf(distances, count));
        }
    }
}
