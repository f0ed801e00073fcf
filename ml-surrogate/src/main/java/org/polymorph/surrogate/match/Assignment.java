package org.polymorph.surrogate.match;

import java.util.Arrays;

/** The cheapest one-to-one assignment of rows to columns: Kuhn 1955, Munkres 1957, with the potentials of Jonker. */
public final class Assignment {
    private Assignment() {}

    /**
     * Returns the column of each row such that the sum of costs is least.
     *
     * @param costs square and finite
     */
    public static int[] of(double[][] costs) {
        int n = costs.length;
        int[] rowOf = new int[n + 1];
        Arrays.fill(rowOf, -1);
        double[] u = new double[n];
        double[] v = new double[n + 1];
        for (int row = 0; row < n; row++) {
            int[] way = new int[n];
            double[] least = new double[n];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            boolean[] used = new boolean[n + 1];
            int column = n; // the column that stands for the row to be placed
            rowOf[n] = row;
            do {
                used[column] = true;
                column = step(costs, u, v, rowOf, column, least, way, used);
            } while (rowOf[column] >= 0);
            while (column != n) {
                rowOf[column] = rowOf[way[column]];
                column = way[column];
            }
        }
        int[] columns = new int[n];
        for (int column = 0; column < n; column++) {
            columns[rowOf[column]] = column;
        }
        return columns;
    }

    // one step of the shortest path to a free column
    private static int step(
            double[][] costs,
            double[] u,
            double[] v,
            int[] rowOf,
            int from,
            double[] least,
            int[] way,
            boolean[] used) {
        int n = costs.length;
        int row = rowOf[from];
        double delta = Double.POSITIVE_INFINITY;
        int next = -1;
        for (int j = 0; j < n; j++) {
            if (!used[j]) {
                double reduced = costs[row][j] - u[row] - v[j];
                if (reduced < least[j]) {
                    least[j] = reduced;
                    way[j] = from;
                }
                if (least[j] < delta) {
                    delta = least[j];
                    next = j;
                }
            }
        }
        for (int j = 0; j <= n; j++) {
            if (used[j]) {
                u[rowOf[j]] += delta;
                v[j] -= delta;
            } else if (j < n) {
                least[j] -= delta;
            }
        }
        return next;
    }
}
