package org.polymorph.surrogate.cluster;

import java.util.List;

/**
 * Structures taken for the same crystal.
 *
 * @param id name of the cluster, unique among the clusters of one clustering
 * @param members candidates by rising energy, then by id; never empty
 * @param energyPerAtom of the lowest member, eV
 */
public record Cluster(String id, List<String> members, double energyPerAtom) {
    public Cluster {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs at least one member");
        }
    }

    /** Returns the member of lowest energy. */
    public String lowest() {
        return members.get(0);
    }

    public int size() {
        return members.size();
    }

    Cluster named(String newId) {
        return new Cluster(newId, members, energyPerAtom);
    }
}
