package org.polymorph.surrogate.network;

import java.util.Arrays;

/**
 * Rows of numbers as arrays of their own, which loops over pairs read and write fast, beside the flat arrays that matrix
 * products want. Not thread-safe.
 */
public final class Rows {
    private final int width;
    private double[][] rows = new double[0][];

    public Rows(int width) {
        this.width = width;
    }

    /** Makes room for at least so many rows; what they hold is undefined. */
    public void reserve(int count) {
        int had = rows.length;
        if (had < count) {
            rows = Arrays.copyOf(rows, count);
            for (int r = had; r < count; r++) {
                rows[r] = new double[width];
            }
        }
    }

    public double[] row(int r) {
        return rows[r];
    }

    /** Sets the first rows to zero. */
    public void clear(int count) {
        for (int r = 0; r < count; r++) {
            Arrays.fill(rows[r], 0);
        }
    }

    /** Copies the first rows from a flat array. */
    public void read(int count, double[] flat) {
        for (int r = 0; r < count; r++) {
            System.arraycopy(flat, r * width, rows[r], 0, width);
        }
    }

    /** Copies the first rows to a flat array. */
    public void write(int count, double[] flat) {
        for (int r = 0; r < count; r++) {
            System.arraycopy(rows[r], 0, flat, r * width, width);
        }
    }
}
