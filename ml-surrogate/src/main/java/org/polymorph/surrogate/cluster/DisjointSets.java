package org.polymorph.surrogate.cluster;

import java.util.Arrays;

/** Items that are joined to sets; a set is known by its smallest item. Not thread-safe. */
public final class DisjointSets {
    private final int[] parent;

    /** Makes one set of each item. */
    public DisjointSets(int items) {
        this.parent = new int[items];
        Arrays.setAll(parent, i -> i);
    }

    /** Returns the smallest item of the set that an item is in. */
    public int root(int item) {
        int at = item;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** Makes one set of those that two items are in. */
    public void join(int item, int other) {
        int a = root(item);
        int b = root(other);
        parent[Math.max(a, b)] = Math.min(a, b);
    }
}
