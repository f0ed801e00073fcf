package org.polymorph.surrogate.painn;

import java.util.Arrays;

/** {@link Channels} with a row of its own for each channel of each atom, as loops over pairs want them. Not thread-safe. */
final class AtomRows {
    private final int channels;
    private final int width;
    private double[][][] rows = new double[0][][];

    AtomRows(int channels, int width) {
        this.channels = channels;
        this.width = width;
    }

    /** Returns the rows of an atom, one a channel. */
    double[][] of(int atom) {
        return rows[atom];
    }

    void read(int atoms, Channels from) {
        reserve(atoms);
        for (int c = 0; c < channels; c++) {
            double[] flat = from.get(c);
            for (int i = 0; i < atoms; i++) {
                System.arraycopy(flat, i * width, rows[i][c], 0, width);
            }
        }
    }

    void clear(int atoms) {
        reserve(atoms);
        for (int i = 0; i < atoms; i++) {
            for (double[] row : rows[i]) {
                Arrays.fill(row, 0);
            }
        }
    }

    void write(int atoms, Channels to) {
        for (int c = 0; c < channels; c++) {
            double[] flat = to.get(c);
            for (int i = 0; i < atoms; i++) {
                System.arraycopy(rows[i][c], 0, flat, i * width, width);
            }
        }
    }

    private void reserve(int atoms) {
        int had = rows.length;
        if (had < atoms) {
            rows = Arrays.copyOf(rows, atoms);
            for (int i = had; i < atoms; i++) {
                rows[i] = new double[channels][width];
            }
        }
    }
}
