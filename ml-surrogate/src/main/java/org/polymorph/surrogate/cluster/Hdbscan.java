package org.polymorph.surrogate.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Clusters of varying density, without an eps: Campello, Moulavi, Sander 2013, doi 10.1007/978-3-642-37456-2_14. The tree of
 * single linkage by mutual reachability is condensed to clusters of at least {@code min} points, and of these the most lasting
 * ones are taken that do not lie within each other. What is in none is noise. Where nothing ever splits in two, all points
 * are one cluster.
 */
public final class Hdbscan {
    /** Part of the largest distance below which points are at one place. */
    private static final double NOTHING = 1e-6;

    /** Two points joined at a distance. */
    private record Edge(int a, int b, double length) {}

    /** A node of the tree of linkage. */
    private record Join(int left, int right, double length, int size) {}

    /** A cluster of the condensed tree. */
    private static final class Condensed {
        private final int parent;
        private final double birth;
        private double stability;
        private boolean chosen;
        private boolean leaf = true;

        private Condensed(int parent, double birth) {
            this.parent = parent;
            this.birth = birth;
        }
    }

    private final int n;
    private final int min;
    private final Join[] joins;
    private final List<Condensed> clusters = new ArrayList<>();
    private final int[] clusterOfPoint;
    private double least;

    private Hdbscan(int n, int min) {
        this.n = n;
        this.min = min;
        this.joins = new Join[Math.max(0, n - 1)];
        this.clusterOfPoint = new int[n];
    }

    /**
     * Returns one label a point: clusters counted from 0 in the order of their first points, or {@link Dbscan#NOISE}.
     *
     * @param min points of the smallest cluster, and neighbours that make a place dense
     * @throws IllegalArgumentException if min is below 2
     */
    public static int[] labels(int n, Dbscan.Distance distance, int min) {
        if (min < 2) {
            throw new IllegalArgumentException("a cluster needs at least 2 points, found " + min);
        }
        int[] noise = new int[n];
        Arrays.fill(noise, Dbscan.NOISE);
        return n < min ? noise : new Hdbscan(n, min).run(distance);
    }

    private int[] run(Dbscan.Distance distance) {
        double[] core = new double[n];
        double[] row = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                row[j] = i == j ? 0 : distance.between(i, j, Double.POSITIVE_INFINITY);
            }
            Arrays.sort(row);
            core[i] = row[min - 1];
        }
        List<Edge> edges = spanningTree(distance, core);
        link(edges);
        least = Math.max(
                Double.MIN_NORMAL, NOTHING * edges.get(edges.size() - 1).length());
        condense();
        choose();
        return numbered();
    }

    // Prim's algorithm; edges by rising length
    private List<Edge> spanningTree(Dbscan.Distance distance, double[] core) {
        double[] length = new double[n];
        int[] from = new int[n];
        boolean[] done = new boolean[n];
        Arrays.fill(length, Double.POSITIVE_INFINITY);
        List<Edge> edges = new ArrayList<>();
        int last = 0;
        done[0] = true;
        for (int step = 1; step < n; step++) {
            int next = -1;
            for (int j = 0; j < n; j++) {
                if (done[j]) {
                    continue;
                }
                double reach =
                        Math.max(Math.max(core[last], core[j]), distance.between(last, j, Double.POSITIVE_INFINITY));
                if (reach < length[j]) {
                    length[j] = reach;
                    from[j] = last;
                }
                if (next < 0 || length[j] < length[next]) {
                    next = j;
                }
            }
            done[next] = true;
            edges.add(new Edge(from[next], next, length[next]));
            last = next;
        }
        edges.sort(Comparator.comparingDouble(Edge::length));
        return edges;
    }

    private void link(List<Edge> edges) {
        int[] parent = new int[2 * n];
        Arrays.setAll(parent, i -> i);
        for (int e = 0; e < edges.size(); e++) {
            int a = root(parent, edges.get(e).a());
            int b = root(parent, edges.get(e).b());
            joins[e] = new Join(a, b, edges.get(e).length(), size(a) + size(b));
            parent[a] = n + e;
            parent[b] = n + e;
        }
    }

    private static int root(int[] parent, int i) {
        int at = i;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    private int size(int node) {
        return node < n ? 1 : joins[node - n].size();
    }

    // from the root down: a split into two large parts makes two clusters, else points fall out of the one
    private void condense() {
        clusters.add(new Condensed(-1, 0));
        List<int[]> waiting = new ArrayList<>();
        waiting.add(new int[] {2 * n - 2, 0});
        while (!waiting.isEmpty()) {
            int[] next = waiting.remove(waiting.size() - 1);
            int node = next[0];
            int cluster = next[1];
            if (node < n) {
                clusterOfPoint[node] = cluster;
                continue;
            }
            Join join = joins[node - n];
            double density = 1 / Math.max(least, join.length());
            boolean left = size(join.left()) >= min;
            boolean right = size(join.right()) >= min;
            Condensed here = clusters.get(cluster);
            int falling = left != right ? (left ? size(join.right()) : size(join.left())) : join.size();
            here.stability += (density - here.birth) * falling;
            if (left && right) {
                here.leaf = false;
                waiting.add(new int[] {join.left(), newCluster(cluster, density)});
                waiting.add(new int[] {join.right(), newCluster(cluster, density)});
            } else {
                keep(join.left(), left, cluster, waiting);
                keep(join.right(), right, cluster, waiting);
            }
        }
    }

    private int newCluster(int parent, double birth) {
        clusters.add(new Condensed(parent, birth));
        return clusters.size() - 1;
    }

    private void keep(int node, boolean large, int cluster, List<int[]> waiting) {
        if (large) {
            waiting.add(new int[] {node, cluster});
            return;
        }
        List<Integer> falling = new ArrayList<>(List.of(node));
        while (!falling.isEmpty()) {
            int next = falling.remove(falling.size() - 1);
            if (next < n) {
                clusterOfPoint[next] = cluster;
            } else {
                falling.add(joins[next - n].left());
                falling.add(joins[next - n].right());
            }
        }
    }

    // children come after their parents: from the last one up, whichever lasts longer
    private void choose() {
        double[] below = new double[clusters.size()];
        for (int c = clusters.size() - 1; c >= 0; c--) {
            Condensed cluster = clusters.get(c);
            boolean root = c == 0;
            cluster.chosen = cluster.leaf || (!root && cluster.stability >= below[c]);
            if (!root) {
                below[cluster.parent] += cluster.chosen ? cluster.stability : below[c];
            }
        }
        for (int c = 1; c < clusters.size(); c++) {
            for (int up = clusters.get(c).parent; up >= 0; up = clusters.get(up).parent) {
                if (clusters.get(up).chosen) {
                    clusters.get(c).chosen = false;
                }
            }
        }
    }

    private int[] numbered() {
        int[] number = new int[clusters.size()];
        Arrays.fill(number, Dbscan.NOISE);
        int count = 0;
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            int at = clusterOfPoint[i];
            while (at >= 0 && !clusters.get(at).chosen) {
                at = clusters.get(at).parent;
            }
            if (at >= 0 && number[at] == Dbscan.NOISE) {
                number[at] = count++;
            }
            labels[i] = at < 0 ? Dbscan.NOISE : number[at];
        }
        return labels;
    }
}
