package org.polymorph.surrogate.invariant.isoset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polymorph.model.crystal.Structure;

/**
 * A stable radius α of a crystal with bridge length β: the atoms fall into the same classes at α − β and α, and their clusters
 * have as many symmetries. Anosova, Kurlin 2021, doi 10.1007/978-3-030-76657-3_16, definition 8. Grows in steps of β/2, so
 * that what is found is at most β/2 above the least one.
 */
final class StableRadius {
    /** A crystal of n atoms is stable long before; more than this is a fault. */
    private static final int MOST_STEPS = 200;

    /** What must not change any more: the class of each atom, and the number of symmetries of each. */
    private record State(int[] classOfAtom, int[] symmetries) {
        boolean sameAs(State other) {
            return Arrays.equals(classOfAtom, other.classOfAtom) && Arrays.equals(symmetries, other.symmetries);
        }
    }

    private StableRadius() {}

    /** Returns a stable radius in Å. */
    static double of(Structure structure, boolean typed, boolean mirrors) {
        double bridge = BridgeLength.of(structure) * (1 + 1e-9);
        List<State> states = new ArrayList<>();
        for (int step = 0; step < MOST_STEPS; step++) {
            double radius = bridge * (1 + 0.5 * step);
            states.add(state(AtomCluster.of(structure, radius, typed), mirrors));
            if (step >= 2 && spans(states.get(step - 2)) && states.get(step).sameAs(states.get(step - 2))) {
                return radius;
            }
        }
        throw new IllegalStateException("no stable radius of " + structure + " up to " + MOST_STEPS + " steps");
    }

    private static boolean spans(State state) {
        return Arrays.stream(state.symmetries()).allMatch(count -> count > 0);
    }

    private static State state(List<AtomCluster> clusters, boolean mirrors) {
        ClusterClasses classes = ClusterClasses.of(clusters, mirrors);
        int[] symmetries = classes.representatives().stream()
                .mapToInt(cluster -> ClusterAlignment.symmetries(cluster, mirrors, ClusterClasses.SAME))
                .toArray();
        return new State(classes.classOfAtom(), symmetries);
    }
}
