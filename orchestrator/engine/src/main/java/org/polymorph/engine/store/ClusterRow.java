package org.polymorph.engine.store;

import java.util.Optional;

/**
 * A cluster of one round.
 *
 * @param id stable from round to round
 * @param candidate its lowest member
 * @param enthalpy of that member per atom, eV
 * @param aboveHull height of that member above the convex hull of the round, eV/atom; empty where the composition does not vary
 */
public record ClusterRow(int rank, String id, String candidate, double enthalpy, int size, Optional<Double> aboveHull) {

    /** Makes a row of a campaign of one composition. */
    public ClusterRow(int rank, String id, String candidate, double enthalpy, int size) {
        this(rank, id, candidate, enthalpy, size, Optional.empty());
    }

    /** Returns whether no mixture of others is known to be lower. */
    public boolean isOnHull() {
        return aboveHull.filter(height -> height <= 0).isPresent();
    }
}
