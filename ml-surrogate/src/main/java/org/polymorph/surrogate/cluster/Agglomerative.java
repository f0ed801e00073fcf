package org.polymorph.surrogate.cluster;

import java.util.Arrays;

/**
 * Agglomerative clustering: the two nearest clusters become one, again and again, until none are within a height. By chains of
 * nearest neighbours (Murtagh 1983, doi 10.1093/comjnl/26.4.354), which give the same tree in n² steps.
 */
public final class Agglomerative {
    /** A matrix of distances of this many points takes 3.2 GB. */
    private static final int MOST = 20_000;

    private Agglomerative() {}

    /**
     * Returns one label a point, clusters counted from 0 in the order of their first points.
     *
     * @param height largest distance at which two clusters become one
     * @throws IllegalArgumentException if there are more than 20,000 points
     */
    public static int[] labels(int n, Dbscan.Distance distance, Linkage linkage, double height) {
        if (n > MOST) {
            throw new IllegalArgumentException("expected at most " + MOST + " points to agglomerate, found " + n);
        }
        double[][] d = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                d[i][j] = distance.between(i, j, Double.POSITIVE_INFINITY);
                d[j][i] = d[i][j];
            }
        }
        int[] size = new int[n];
        Arrays.fill(size, 1);
        int[] group = new int[n];
        Arrays.setAll(group, i -> i);
        int[] chain = new int[n + 1];
        int length = 0;
        int first = 0;
        while (first < n) {
            if (length == 0) {
                while (first < n && size[first] == 0) {
                    first++;
                }
                if (first == n) {
                    break;
                }
                chain[length++] = first;
            }
            int top = chain[length - 1];
            int before = length > 1 ? chain[length - 2] : -1;
            int nearest = nearest(d[top], size, top, before);
            if (nearest < 0 || !(d[top][nearest] <= height)) {
                size[top] = 0; // done: no linkage brings two clusters nearer than their nearest parts
                length--;
            } else if (nearest == before) {
                length -= 2;
                merge(d, size, group, Math.min(top, before), Math.max(top, before), linkage);
            } else {
                chain[length++] = nearest;
            }
        }
        return numbered(group);
    }

    // the nearest cluster that is left; of several the one that came before in the chain, so that chains end
    private static int nearest(double[] row, int[] size, int self, int before) {
        int nearest = before;
        for (int j = 0; j < row.length; j++) {
            if (j != self && size[j] > 0 && (nearest < 0 || row[j] < row[nearest])) {
                nearest = j;
            }
        }
        return nearest;
    }

    private static void merge(double[][] d, int[] size, int[] group, int into, int gone, Linkage linkage) {
        for (int j = 0; j < d.length; j++) {
            if (j != into && j != gone && size[j] > 0) {
                d[into][j] = linkage.merged(d[into][j], d[gone][j], size[into], size[gone]);
                d[j][into] = d[into][j];
            }
        }
        size[into] += size[gone];
        size[gone] = 0;
        group[gone] = into;
    }

    private static int[] numbered(int[] group) {
        int n = group.length;
        int[] labels = new int[n];
        int[] ofRoot = new int[n];
        Arrays.fill(ofRoot, -1);
        int count = 0;
        for (int i = 0; i < n; i++) {
            int root = i;
            while (group[root] != root) {
                root = group[root];
            }
            if (ofRoot[root] < 0) {
                ofRoot[root] = count++;
            }
            labels[i] = ofRoot[root];
        }
        return labels;
    }
}
