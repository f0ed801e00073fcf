package org.polymorph.surrogate.invariant.isoset;

import java.util.ArrayList;
import java.util.List;

/**
 * The atoms of a crystal by classes of clusters that an isometry maps on each other, within 0.001 Å: what the digits of a file
 * leave of a symmetry.
 *
 * @param representatives the first cluster of each class
 * @param classOfAtom the class of each atom, counted from 0 in the order of their first atoms
 */
record ClusterClasses(List<AtomCluster> representatives, int[] classOfAtom) {
    /** Å. */
    static final double SAME = 1e-3;

    /**
     * Sorts clusters into classes.
     *
     * @param mirrors whether mirror images are in one class
     */
    static ClusterClasses of(List<AtomCluster> clusters, boolean mirrors) {
        List<AtomCluster> representatives = new ArrayList<>();
        int[] classOfAtom = new int[clusters.size()];
        for (int i = 0; i < clusters.size(); i++) {
            int found = 0;
            while (found < representatives.size()
                    && ClusterAlignment.find(representatives.get(found), clusters.get(i), mirrors, SAME)
                            .isEmpty()) {
                found++;
            }
            if (found == representatives.size()) {
                representatives.add(clusters.get(i));
            }
            classOfAtom[i] = found;
        }
        return new ClusterClasses(representatives, classOfAtom);
    }

    int size() {
        return representatives.size();
    }
}
