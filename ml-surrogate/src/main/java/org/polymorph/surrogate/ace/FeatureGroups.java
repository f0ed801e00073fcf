package org.polymorph.surrogate.ace;

import java.util.Map;
import java.util.TreeMap;

/**
 * Features that share one prior width: those of the same number of densities and the same degree, so that the evidence
 * finds by itself how much rougher and higher terms are to be damped.
 */
final class FeatureGroups {
    private FeatureGroups() {}

    /** Returns the group of each feature, 0 for the constants, and of the virial offset that follows. */
    static int[] of(AceBasis basis) {
        Map<Integer, Integer> numbers = new TreeMap<>();
        int[] groups = new int[basis.size() + 1];
        for (int f = 0; f < basis.size(); f++) {
            int own = f % basis.perCentre();
            if (own > 0) {
                InvariantList.Invariant invariant = basis.invariants().get(own - 1);
                int key = invariant.order() * 1000 + (int) Math.round(invariant.degree());
                groups[f] = numbers.computeIfAbsent(key, k -> numbers.size() + 1);
            }
        }
        groups[basis.size()] = numbers.size() + 1;
        return groups;
    }
}
