package org.polymorph.surrogate.cluster;

import java.util.Arrays;

/**
 * Density-based clustering: Ester, Kriegel, Sander, Xu 1996 (KDD-96, p. 226). A point with at least {@code min} points
 * within eps, itself included, is a core; cores within eps of each other are one cluster; another point goes to its nearest
 * core within eps, so that the result does not depend on the order of the points; what is left is noise.
 */
public final class Dbscan {
    public static final int NOISE = -1;

    /** The distance of two points. */
    @FunctionalInterface
    public interface Distance {
        /** Returns the distance, or anything above the limit if it is above the limit. */
        double between(int i, int j, double limit);
    }

    private Dbscan() {}

    /** Returns one label a point: clusters counted from 0 in the order of their first core, or {@link #NOISE}. */
    public static int[] labels(int n, Distance distance, double eps, int min) {
        int[] near = new int[n];
        Arrays.fill(near, 1);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (distance.between(i, j, eps) <= eps) {
                    near[i]++;
                    near[j]++;
                }
            }
        }
        DisjointSets sets = new DisjointSets(n);
        int[] host = new int[n];
        double[] hostDistance = new double[n];
        Arrays.fill(host, NOISE);
        Arrays.fill(hostDistance, Double.POSITIVE_INFINITY);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                boolean coreI = near[i] >= min;
                boolean coreJ = near[j] >= min;
                if (!coreI && !coreJ) {
                    continue;
                }
                double d = distance.between(i, j, eps);
                if (d > eps) {
                    continue;
                }
                if (coreI && coreJ) {
                    sets.join(i, j);
                } else {
                    int border = coreI ? j : i;
                    int core = coreI ? i : j;
                    if (d < hostDistance[border] || (d == hostDistance[border] && core < host[border])) {
                        hostDistance[border] = d;
                        host[border] = core;
                    }
                }
            }
        }
        return number(n, near, min, sets, host);
    }

    private static int[] number(int n, int[] near, int min, DisjointSets sets, int[] host) {
        int[] ofRoot = new int[n];
        Arrays.fill(ofRoot, NOISE);
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (near[i] >= min && ofRoot[sets.root(i)] == NOISE) {
                ofRoot[sets.root(i)] = count++;
            }
        }
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            int core = near[i] >= min ? i : host[i];
            labels[i] = core == NOISE ? NOISE : ofRoot[sets.root(core)];
        }
        return labels;
    }
}
