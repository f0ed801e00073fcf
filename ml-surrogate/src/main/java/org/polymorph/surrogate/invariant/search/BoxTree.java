package org.polymorph.surrogate.invariant.search;

import java.util.Arrays;

/**
 * A k-d tree of vectors: every node is a range of them with its bounding box, cut in two at the median of the entry in which
 * they spread most. The vectors of a node lie together in memory.
 */
final class BoxTree {
    private static final int LEAF = 24;

    private final int width;
    private final int[] order;
    private final double[] points;
    private int nodes;
    private int[] start = new int[64];
    private int[] end = new int[64];
    private int[] left = new int[64];
    private int[] right = new int[64];
    private double[] low = new double[0];
    private double[] high = new double[0];

    private BoxTree(VectorTable table) {
        this.width = table.width();
        this.order = new int[table.size()];
        Arrays.setAll(order, i -> i);
        this.points = new double[table.size() * width];
        if (table.size() > 0) {
            build(table, 0, table.size());
        }
        for (int at = 0; at < order.length; at++) {
            System.arraycopy(table.values(), order[at] * width, points, at * width, width);
        }
        low = Arrays.copyOf(low, nodes * width);
        high = Arrays.copyOf(high, nodes * width);
    }

    static BoxTree of(VectorTable table) {
        return new BoxTree(table);
    }

    int nodes() {
        return nodes;
    }

    boolean isLeaf(int node) {
        return left[node] < 0;
    }

    int left(int node) {
        return left[node];
    }

    int right(int node) {
        return right[node];
    }

    int count(int node) {
        return end[node] - start[node];
    }

    private int build(VectorTable table, int from, int to) {
        int node = newNode(from, to);
        int widest = measure(table, node);
        boolean same = width == 0 || high[node * width + widest] == low[node * width + widest];
        if (to - from <= LEAF || (same && to - from <= 64 * LEAF)) {
            return node;
        }
        int middle = (from + to) >>> 1;
        if (!same) {
            select(table, from, to - 1, middle, widest);
        }
        int lower = build(table, from, middle);
        int upper = build(table, middle, to);
        left[node] = lower;
        right[node] = upper;
        return node;
    }

    private int newNode(int from, int to) {
        int node = nodes++;
        if (node == start.length) {
            start = Arrays.copyOf(start, 2 * node);
            end = Arrays.copyOf(end, 2 * node);
            left = Arrays.copyOf(left, 2 * node);
            right = Arrays.copyOf(right, 2 * node);
        }
        if (nodes * width > low.length) {
            int room = Math.max(64 * width, 2 * low.length);
            low = Arrays.copyOf(low, room);
            high = Arrays.copyOf(high, room);
        }
        start[node] = from;
        end[node] = to;
        left[node] = -1;
        right[node] = -1;
        return node;
    }

    // sets the box of a node and returns the entry in which it is widest
    private int measure(VectorTable table, int node) {
        double[] values = table.values();
        int box = node * width;
        Arrays.fill(low, box, box + width, Double.POSITIVE_INFINITY);
        Arrays.fill(high, box, box + width, Double.NEGATIVE_INFINITY);
        for (int at = start[node]; at < end[node]; at++) {
            int row = order[at] * width;
            for (int p = 0; p < width; p++) {
                low[box + p] = Math.min(low[box + p], values[row + p]);
                high[box + p] = Math.max(high[box + p], values[row + p]);
            }
        }
        int widest = 0;
        for (int p = 1; p < width; p++) {
            if (high[box + p] - low[box + p] > high[box + widest] - low[box + widest]) {
                widest = p;
            }
        }
        return widest;
    }

    // Hoare's quickselect on one entry
    private void select(VectorTable table, int first, int last, int wanted, int entry) {
        int from = first;
        int to = last;
        while (from < to) {
            double pivot = table.get(order[(from + to) >>> 1], entry);
            int i = from;
            int j = to;
            while (i <= j) {
                while (table.get(order[i], entry) < pivot) {
                    i++;
                }
                while (table.get(order[j], entry) > pivot) {
                    j--;
                }
                if (i <= j) {
                    int held = order[i];
                    order[i++] = order[j];
                    order[j--] = held;
                }
            }
            if (wanted <= j) {
                to = j;
            } else if (wanted >= i) {
                from = i;
            } else {
                return;
            }
        }
    }

    /** Returns the least distance of a point of one box from one of another; anything above the limit where it is above. */
    double boxDistance(int a, int b, double limit) {
        int boxA = a * width;
        int boxB = b * width;
        double gap = 0;
        for (int p = width - 1; p >= 0 && gap <= limit; p--) { // the far neighbours differ most
            gap = Math.max(gap, Math.max(low[boxA + p] - high[boxB + p], low[boxB + p] - high[boxA + p]));
        }
        return gap;
    }

    /** Adds the pairs of a point of one leaf and one of another (or the same) within the limit. */
    void comparePoints(int a, int b, double limit, PairList pairs) {
        for (int i = start[a]; i < end[a]; i++) {
            for (int j = a == b ? i + 1 : start[b]; j < end[b]; j++) {
                double distance = distance(i * width, j * width, limit);
                if (distance <= limit) {
                    pairs.add(order[i], order[j], distance);
                }
            }
        }
    }

    private double distance(int a, int b, double limit) {
        double largest = 0;
        for (int p = width - 1; p >= 0 && largest <= limit; p--) {
            largest = Math.max(largest, Math.abs(points[a + p] - points[b + p]));
        }
        return largest;
    }
}
