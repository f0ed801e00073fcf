package org.polymorph.surrogate.invariant;

import org.polymorph.model.crystal.Structure;

/**
 * Average minimum distances (AMD): entry k is the distance from an atom to its k-th nearest neighbour over all periodic
 * images, averaged over the atoms of the cell. It depends on the crystal alone and changes continuously with it: where every
 * atom moves by at most ε, no entry changes by more than 2ε. Widdowson, Mosca, Pulido, Kurlin, Cooper 2022, doi
 * 10.46793/match.87-3.529W, definition 3.
 */
public final class AverageMinimumDistances {
    private AverageMinimumDistances() {}

    /**
     * Returns the first {@code k} average minimum distances, in Å, rising.
     *
     * @throws IllegalArgumentException if k is below 1
     */
    public static double[] of(Structure structure, int k) {
        return of(PeriodicSet.of(structure), k);
    }

    /** Returns the first {@code k} average minimum distances, in Å, rising. */
    public static double[] of(PeriodicSet set, int k) {
        double[] rows = NearestDistances.of(set, k);
        double[] average = new double[k];
        for (int i = 0; i < rows.length; i += k) {
            for (int p = 0; p < k; p++) {
                average[p] += rows[i + p];
            }
        }
        for (int p = 0; p < k; p++) {
            average[p] /= set.size;
        }
        return average;
    }
}
