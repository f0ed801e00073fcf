package org.polymorph.surrogate.invariant;

import java.util.Arrays;

/**
 * The earth mover's distance: the cheapest way to move one distribution into another. Exact: amounts are whole numbers, and
 * costs are doubles that are never scaled or rounded. Primal network simplex on a strongly feasible tree, which cannot
 * cycle: Cunningham 1976, doi 10.1007/BF01580379; Ahuja, Magnanti, Orlin, Network Flows, section 11.6. Not thread-safe.
 */
public final class EarthMover {
    /** Part of the largest cost by which a path must be cheaper to count as cheaper. */
    private static final double ROUNDING = 1e-13;

    private static final int NONE = -1;

    private final int sources;
    private final int sinks;
    private final double[] costs;
    private final double enough;

    // the tree: what hangs on each node is the arc to its parent
    private final int root;
    private final int[] parent;
    private final int[] firstChild;
    private final int[] next;
    private final int[] previous;
    private final int[] depth;
    private final boolean[] upward;
    private final long[] flow;
    private final double[] arcCost;
    private final double[] potential;
    private final int[] stack;

    private int enteringSource;
    private int enteringSink;
    private int row;

    private EarthMover(long[] supply, long[] demand, double[] costs) {
        this.sources = supply.length;
        this.sinks = demand.length;
        this.costs = costs;
        double dearest = 0;
        for (double cost : costs) {
            dearest = Math.max(dearest, cost);
        }
        this.enough = ROUNDING * dearest;
        this.root = sources + sinks;
        int nodes = root + 1;
        this.parent = new int[nodes];
        this.firstChild = new int[nodes];
        this.next = new int[nodes];
        this.previous = new int[nodes];
        this.depth = new int[nodes];
        this.upward = new boolean[nodes];
        this.flow = new long[nodes];
        this.arcCost = new double[nodes];
        this.potential = new double[nodes];
        this.stack = new int[nodes];
        Arrays.fill(firstChild, NONE);
        parent[root] = NONE;
        // at first everything goes by way of the root, at a cost that no arc of its own exceeds
        for (int v = 0; v < root; v++) {
            upward[v] = v < sources;
            flow[v] = v < sources ? supply[v] : demand[v - sources];
            arcCost[v] = dearest;
            potential[v] = v < sources ? -dearest : dearest;
            depth[v] = 1;
            hang(v, root);
        }
    }

    /**
     * Returns the least total of amount times cost.
     *
     * @param supply amounts above zero at the sources
     * @param demand amounts above zero at the sinks, of the same total
     * @param costs finite and not negative, one row a source, one column a sink
     * @throws IllegalArgumentException if the totals or the number of costs do not fit
     */
    public static double leastCost(long[] supply, long[] demand, double[] costs) {
        if (costs.length != supply.length * demand.length
                || Arrays.stream(supply).sum() != Arrays.stream(demand).sum()) {
            throw new IllegalArgumentException("expected as much supply as demand and one cost a pair, found "
                    + Arrays.stream(supply).sum() + ", " + Arrays.stream(demand).sum() + " and " + costs.length);
        }
        EarthMover mover = new EarthMover(supply, demand, costs);
        while (mover.findEntering()) {
            mover.pivot();
        }
        return mover.total();
    }

    private double total() {
        double sum = 0;
        for (int v = 0; v < root; v++) {
            sum += flow[v] * arcCost[v]; // nothing is left on the arcs of the root
        }
        return sum;
    }

    // the cheapest arc of some rows, beginning where the last search ended; false where no arc makes it cheaper
    private boolean findEntering() {
        int rowsAtOnce = Math.max(1, (int) Math.sqrt((double) sources / sinks));
        double best = -enough;
        boolean found = false;
        for (int searched = 0; searched < sources && !(found && searched % rowsAtOnce == 0); searched++) {
            double here = potential[row];
            for (int j = 0, at = row * sinks; j < sinks; j++, at++) {
                double reduced = costs[at] + here - potential[sources + j];
                if (reduced < best) {
                    best = reduced;
                    enteringSource = row;
                    enteringSink = j;
                    found = true;
                }
            }
            row = row + 1 == sources ? 0 : row + 1;
        }
        return found;
    }

    private void pivot() {
        int first = enteringSource;
        int second = sources + enteringSink;
        int join = join(first, second);
        // along the cycle from the join, the last arc that runs empty leaves: that keeps the tree strongly feasible
        long amount = Long.MAX_VALUE;
        int leaving = NONE;
        boolean onFirst = true;
        for (int v = first; v != join; v = parent[v]) {
            if (upward[v] && flow[v] < amount) {
                amount = flow[v];
                leaving = v;
            }
        }
        for (int v = second; v != join; v = parent[v]) {
            if (!upward[v] && flow[v] <= amount) {
                amount = flow[v];
                leaving = v;
                onFirst = false;
            }
        }
        for (int v = first; v != join; v = parent[v]) {
            flow[v] += upward[v] ? -amount : amount;
        }
        for (int v = second; v != join; v = parent[v]) {
            flow[v] += upward[v] ? amount : -amount;
        }
        double cost = costs[enteringSource * sinks + enteringSink];
        if (onFirst) {
            rehang(first, second, leaving, true, amount, cost);
        } else {
            rehang(second, first, leaving, false, amount, cost);
        }
    }

    private int join(int u, int v) {
        int a = u;
        int b = v;
        while (a != b) {
            if (depth[a] >= depth[b]) {
                a = parent[a];
            } else {
                b = parent[b];
            }
        }
        return a;
    }

    // cuts the arc above the leaving node and hangs what was below it on another node, by the node that now is its top
    private void rehang(int top, int onto, int leaving, boolean up, long amount, double cost) {
        int node = top;
        int newParent = onto;
        boolean newUp = up;
        long newFlow = amount;
        double newCost = cost;
        while (true) {
            int oldParent = parent[node];
            boolean oldUp = upward[node];
            long oldFlow = flow[node];
            double oldCost = arcCost[node];
            unhang(node);
            hang(node, newParent);
            upward[node] = newUp;
            flow[node] = newFlow;
            arcCost[node] = newCost;
            if (node == leaving) {
                break;
            }
            newParent = node;
            newUp = !oldUp;
            newFlow = oldFlow;
            newCost = oldCost;
            node = oldParent;
        }
        refresh(top);
    }

    private void hang(int node, int onto) {
        parent[node] = onto;
        previous[node] = NONE;
        next[node] = firstChild[onto];
        if (next[node] != NONE) {
            previous[next[node]] = node;
        }
        firstChild[onto] = node;
    }

    private void unhang(int node) {
        if (previous[node] == NONE) {
            firstChild[parent[node]] = next[node];
        } else {
            next[previous[node]] = next[node];
        }
        if (next[node] != NONE) {
            previous[next[node]] = previous[node];
        }
    }

    // always from the parent, so that rounding does not pile up
    private void refresh(int top) {
        int waiting = 0;
        stack[waiting++] = top;
        while (waiting > 0) {
            int node = stack[--waiting];
            int above = parent[node];
            depth[node] = depth[above] + 1;
            potential[node] = upward[node] ? potential[above] - arcCost[node] : potential[above] + arcCost[node];
            for (int child = firstChild[node]; child != NONE; child = next[child]) {
                stack[waiting++] = child;
            }
        }
    }
}
