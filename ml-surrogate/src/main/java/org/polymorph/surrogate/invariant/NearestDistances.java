package org.polymorph.surrogate.invariant;

import java.util.Arrays;

/**
 * Distances from each atom of a crystal to its k nearest neighbours over all periodic images. Exact for any k and any cell:
 * all points within a radius are gathered, line by line of the lattice, and the radius grows until the k-th of them lies
 * safely within it. Not thread-safe.
 */
final class NearestDistances {
    /** Points at the edge of the radius may be missed by rounding: what is trusted lies within this part of its square. */
    private static final double SAFE = 1 - 1e-9;

    private final PeriodicSet set;
    private final int[] targets;
    private final double[] targetPoints;
    private double[] squares = new double[256];
    private int count;

    private NearestDistances(PeriodicSet set, int[] targets) {
        this.set = set;
        this.targets = targets;
        this.targetPoints = new double[3 * targets.length];
        for (int t = 0; t < targets.length; t++) {
            System.arraycopy(set.points, 3 * targets[t], targetPoints, 3 * t, 3);
        }
    }

    /** Returns one row of {@code k} rising distances in Å for each atom, row-major. */
    static double[] of(PeriodicSet set, int k) {
        int[] all = new int[set.size];
        Arrays.setAll(all, i -> i);
        return between(set, all, all, k);
    }

    /** Returns one row for each atom of {@code from}: the distances to its k nearest images of the atoms {@code to}. */
    static double[] between(PeriodicSet set, int[] from, int[] to, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("the number of neighbours must be at least 1, found " + k);
        }
        double[] rows = new double[Math.multiplyExact(from.length, k)];
        NearestDistances search = new NearestDistances(set, to);
        for (int i = 0; i < from.length; i++) {
            search.fill(from[i], k, rows, i * k);
        }
        return rows;
    }

    private void fill(int atom, int k, double[] rows, int at) {
        boolean self = false;
        for (int target : targets) {
            self |= target == atom;
        }
        int needed = self ? k + 1 : k; // the atom itself comes first, at distance zero
        double radius = radius(needed, self);
        while (true) {
            gather(3 * atom, radius * radius);
            if (count >= needed) {
                nearest(needed);
                if (squares[needed - 1] <= SAFE * radius * radius) {
                    break;
                }
            }
            radius *= Math.max(1.05, Math.min(2, Math.cbrt(1.3 * needed / (count + 1))));
        }
        int skipped = needed - k;
        for (int p = 0; p < k; p++) {
            rows[at + p] = Math.sqrt(squares[skipped + p]);
        }
    }

    // the radius that holds enough points at the density of the whole, of one lattice plane or of one lattice line
    private double radius(int needed, boolean self) {
        double wanted = 1.15 * needed + 8;
        double space = Math.cbrt(3 * wanted * set.volume() / (4 * Math.PI * targets.length));
        if (!self) {
            return space;
        }
        double plane = Math.sqrt(wanted * set.ax * set.by / Math.PI);
        double line = wanted * set.ax / 2;
        return Math.min(space, Math.min(plane, line));
    }

    private void gather(int from, double r2) {
        count = 0;
        double x = set.points[from];
        double y = set.points[from + 1];
        double z = set.points[from + 2];
        for (int t = 0; t < targetPoints.length; t += 3) {
            gatherImages(targetPoints[t] - x, targetPoints[t + 1] - y, targetPoints[t + 2] - z, r2);
        }
    }

    // all points (dx, dy, dz) + u a + v b + w c within the radius: the triangular lattice bounds w, then v, then u
    private void gatherImages(double dx, double dy, double dz, double r2) {
        double radius = Math.sqrt(r2);
        double perA = 1 / set.ax;
        double perB = 1 / set.by;
        double perC = 1 / set.cz;
        double lastW = Math.floor((radius - dz) * perC);
        for (double w = Math.ceil((-radius - dz) * perC); w <= lastW; w++) {
            double z = dz + w * set.cz;
            double left = r2 - z * z;
            double reach = Math.sqrt(Math.max(0, left));
            double y0 = dy + w * set.cy;
            double lastV = Math.floor((reach - y0) * perB);
            for (double v = Math.ceil((-reach - y0) * perB); v <= lastV; v++) {
                double y = y0 + v * set.by;
                double x0 = dx + w * set.cx + v * set.bx;
                double half = Math.sqrt(Math.max(0, left - y * y));
                double u = Math.ceil((-half - x0) * perA);
                double lastU = Math.floor((half - x0) * perA);
                if (u <= lastU) {
                    append(x0, u, lastU, z * z + y * y);
                }
            }
        }
    }

    private void append(double x0, double first, double last, double base) {
        int more = (int) (last - first) + 1;
        if (count + more > squares.length) {
            squares = Arrays.copyOf(squares, Math.max(2 * squares.length, count + more));
        }
        for (int p = 0; p < more; p++) {
            double x = x0 + (first + p) * set.ax;
            squares[count + p] = base + x * x;
        }
        count += more;
    }

    // brings the smallest to the front, in order: quickselect where there are many more, then a sort of what is left
    private void nearest(int needed) {
        int low = 0;
        int high = count - 1;
        while (high > 2 * needed + 32) {
            double pivot = median(squares[low], squares[(low + high) >>> 1], squares[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (squares[i] < pivot) {
                    i++;
                }
                while (squares[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    double held = squares[i];
                    squares[i++] = squares[j];
                    squares[j--] = held;
                }
            }
            if (j + 1 >= needed) {
                high = j;
            } else if (i >= needed) {
                high = i - 1;
            } else {
                low = i;
            }
        }
        Arrays.sort(squares, 0, high + 1);
    }

    private static double median(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
