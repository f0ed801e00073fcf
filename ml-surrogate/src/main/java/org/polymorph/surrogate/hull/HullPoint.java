package org.polymorph.surrogate.hull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where an entry stands to the hull.
 *
 * @param formationEnergy energy against the elements, eV/atom
 * @param energyAboveHull eV/atom, zero on the hull
 * @param stable whether it is on the hull; of several of one composition at the same energy the first alone is
 * @param decomposition into which entries, counted from 0, it falls apart, with their parts of the atoms; itself where it is
 *     stable
 */
public record HullPoint(
        HullEntry entry,
        double formationEnergy,
        double energyAboveHull,
        boolean stable,
        Map<Integer, Double> decomposition) {
    public HullPoint {
        decomposition = Collections.unmodifiableMap(new TreeMap<>(decomposition));
    }
}
