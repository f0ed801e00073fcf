package org.polymorph.model.crystal;

import java.util.Arrays;

/** Finds the pairs of a {@link NeighborList} by going through every image that can reach the cutoff. */
final class NeighborSearch {
    private final double[] lattice;
    private final double[] fractional;
    private final int size;
    private final double cutoff;
    private int[] neighbors;
    private double[] vectors;
    private double[] distances;
    private int count;

    private NeighborSearch(Structure structure, double cutoff) {
        this.lattice = structure.lattice().toArray();
        this.fractional = structure.fractional();
        this.size = structure.size();
        this.cutoff = cutoff;
        this.neighbors = new int[32 * size];
        this.vectors = new double[3 * neighbors.length];
        this.distances = new double[neighbors.length];
    }

    static NeighborList find(Structure structure, double cutoff) {
        if (!(cutoff > 0)) {
            throw new IllegalArgumentException("a cutoff must be above zero, found " + cutoff);
        }
        NeighborSearch search = new NeighborSearch(structure, cutoff);
        double[] reach = new double[3];
        for (int k = 0; k < 3; k++) {
            reach[k] = cutoff / structure.lattice().height(k);
        }
        int[] starts = new int[search.size + 1];
        for (int i = 0; i < search.size; i++) {
            for (int j = 0; j < search.size; j++) {
                search.images(i, j, reach);
            }
            starts[i + 1] = search.count;
        }
        int n = search.count;
        return new NeighborList(
                starts,
                Arrays.copyOf(search.neighbors, n),
                Arrays.copyOf(search.vectors, 3 * n),
                Arrays.copyOf(search.distances, n));
    }

    private void images(int i, int j, double[] reach) {
        double fx = fractional[3 * j] - fractional[3 * i];
        double fy = fractional[3 * j + 1] - fractional[3 * i + 1];
        double fz = fractional[3 * j + 2] - fractional[3 * i + 2];
        for (double a = Math.ceil(-reach[0] - fx); a <= reach[0] - fx; a++) {
            for (double b = Math.ceil(-reach[1] - fy); b <= reach[1] - fy; b++) {
                for (double c = Math.ceil(-reach[2] - fz); c <= reach[2] - fz; c++) {
                    if (i == j && a == 0 && b == 0 && c == 0) {
                        continue;
                    }
                    add(j, fx + a, fy + b, fz + c);
                }
            }
        }
    }

    private void add(int j, double a, double b, double c) {
        double x = a * lattice[0] + b * lattice[3] + c * lattice[6];
        double y = a * lattice[1] + b * lattice[4] + c * lattice[7];
        double z = a * lattice[2] + b * lattice[5] + c * lattice[8];
        double r2 = x * x + y * y + z * z;
        if (r2 >= cutoff * cutoff) {
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
}
