package org.polymorph.daemon.plot;

import java.util.Arrays;

/** Points of a chart in the order they were added; NaN breaks a line. */
final class Points {
    private double[] x = new double[64];
    private double[] y = new double[64];
    private int size;

    void add(double newX, double newY) {
        if (size == x.length) {
            x = Arrays.copyOf(x, 2 * size);
            y = Arrays.copyOf(y, 2 * size);
        }
        x[size] = newX;
        y[size++] = newY;
    }

    int size() {
        return size;
    }

    double[] x() {
        return Arrays.copyOf(x, size);
    }

    double[] y() {
        return Arrays.copyOf(y, size);
    }

    /** Returns every n-th point, so that at most so many are left. */
    Points thinned(int most) {
        int step = Math.max(1, (size + most - 1) / most);
        Points kept = new Points();
        for (int i = 0; i < size; i += step) {
            kept.add(x[i], y[i]);
        }
        return kept;
    }
}
