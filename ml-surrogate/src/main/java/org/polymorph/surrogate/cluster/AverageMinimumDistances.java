package org.polymorph.surrogate.cluster;

import java.util.Arrays;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;

/**
 * Average minimum distances: entry k is the distance from an atom to its k-th nearest neighbour over all periodic images,
 * averaged over the atoms of the cell. It depends on the crystal alone and changes continuously with it. Widdowson, Mosca,
 * Pulido, Kurlin, Cooper 2022, doi 10.46793/match.87-3.529W.
 */
public final class AverageMinimumDistances {
    private AverageMinimumDistances() {}

    /** Returns the first {@code k} average minimum distances, in Å, rising. */
    public static double[] of(Structure structure, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("the number of neighbours must be at least 1, found " + k);
        }
        int n = structure.size();
        double cutoff = 1.2 * Math.cbrt(3 * (k + 1) * structure.volume() / (4 * Math.PI * n));
        NeighborList near = NeighborList.of(structure, cutoff);
        while (fewest(near) < k) {
            cutoff *= 1.3;
            near = NeighborList.of(structure, cutoff);
        }
        double[] average = new double[k];
        for (int i = 0; i < n; i++) {
            double[] distances = new double[near.start(i + 1) - near.start(i)];
            for (int p = 0; p < distances.length; p++) {
                distances[p] = near.distance(near.start(i) + p);
            }
            Arrays.sort(distances);
            for (int p = 0; p < k; p++) {
                average[p] += distances[p] / n;
            }
        }
        return average;
    }

    private static int fewest(NeighborList near) {
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < near.size(); i++) {
            fewest = Math.min(fewest, near.start(i + 1) - near.start(i));
        }
        return fewest;
    }
}
