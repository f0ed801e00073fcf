package org.polymorph.surrogate.painn;

import java.util.Arrays;
import org.polymorph.surrogate.network.Rows;

/** {@link Channels} with a row of its own for each atom, as loops over pairs want them. Not thread-safe. */
final class AtomRows {
    private final Rows[] rows;

    AtomRows(int channels, int width) {
        rows = new Rows[channels];
        Arrays.setAll(rows, c -> new Rows(width));
    }

    double[] row(int channel, int atom) {
        return rows[channel].row(atom);
    }

    void reserve(int atoms) {
        for (Rows channel : rows) {
            channel.reserve(atoms);
        }
    }

    void read(int atoms, Channels channels) {
        for (int c = 0; c < channels.count(); c++) {
            rows[c].reserve(atoms);
            rows[c].read(atoms, channels.get(c));
        }
    }

    void clear(int atoms) {
        for (Rows channel : rows) {
            channel.reserve(atoms);
            channel.clear(atoms);
        }
    }

    void write(int atoms, Channels channels) {
        for (int c = 0; c < channels.count(); c++) {
            rows[c].write(atoms, channels.get(c));
        }
    }
}
