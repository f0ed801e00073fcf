package org.polymorph.model.crystal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The oxidation states that atoms of each element may have. Atoms of one element may have different ones in one crystal, as
 * iron has in Fe3O4. Immutable.
 */
public final class OxidationStates {
    private final Map<Element, List<Integer>> states;

    /**
     * Keeps states.
     *
     * @throws IllegalArgumentException if an element has none
     */
    public OxidationStates(Map<Element, List<Integer>> states) {
        this.states = new TreeMap<>();
        states.forEach((element, values) -> {
            if (values.isEmpty()) {
                throw new IllegalArgumentException("expected at least one oxidation state of " + element);
            }
            this.states.put(element, List.copyOf(values));
        });
    }

    /** Returns the elements whose states are known. */
    public Set<Element> elements() {
        return Set.copyOf(states.keySet());
    }

    /**
     * Returns whether the atoms can have states whose sum is zero. An element alone has the state zero and is neutral always.
     *
     * @throws IllegalArgumentException if an element of a compound has no known state
     */
    public boolean areNeutralIn(Composition composition) {
        if (composition.counts().size() == 1) {
            return true;
        }
        Set<Integer> sums = Set.of(0);
        for (Map.Entry<Element, Integer> part : composition.counts().entrySet()) {
            List<Integer> own = states.get(part.getKey());
            if (own == null) {
                throw new IllegalArgumentException("expected an oxidation state of " + part.getKey() + ", found none");
            }
            for (int atom = 0; atom < part.getValue(); atom++) {
                sums = sums(sums, own);
            }
        }
        return sums.contains(0);
    }

    private static Set<Integer> sums(Set<Integer> sums, List<Integer> states) {
        Set<Integer> next = new TreeSet<>();
        sums.forEach(sum -> states.forEach(state -> next.add(sum + state)));
        return next;
    }
}
