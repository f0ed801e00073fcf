package org.polymorph.surrogate.painn;

import java.util.Arrays;

/**
 * Numbers of every atom in some channels, atoms × width each. Of an atom's features, channel 0 is the scalars and the other
 * three are the components of the vectors. Not thread-safe.
 */
final class Channels {
    /** Channels of an atom's features. */
    static final int FEATURES = 4;

    private final double[][] data;

    Channels(int count) {
        data = new double[count][0];
    }

    int count() {
        return data.length;
    }

    double[] get(int channel) {
        return data[channel];
    }

    /** Returns all channels; not to be changed. */
    double[][] all() {
        return data;
    }

    /** Makes all channels {@code length} long; what they hold is undefined if that is new. */
    void resize(int length) {
        if (data[0].length != length) {
            Arrays.setAll(data, c -> new double[length]);
        }
    }

    void clear() {
        for (double[] channel : data) {
            Arrays.fill(channel, 0);
        }
    }

    /** Takes the numbers of as many channels of the same length. */
    void copy(Channels other) {
        resize(other.data[0].length);
        for (int c = 0; c < data.length; c++) {
            System.arraycopy(other.data[c], 0, data[c], 0, data[c].length);
        }
    }

    /** Takes apart what stands side by side in rows of a flat array. */
    static void split(double[] flat, int width, double[]... parts) {
        int stride = parts.length * width;
        for (int k = 0; k < parts.length; k++) {
            for (int from = k * width, to = 0; from < flat.length; from += stride, to += width) {
                System.arraycopy(flat, from, parts[k], to, width);
            }
        }
    }

    /** Puts arrays side by side in rows of a flat array. */
    static void join(double[] flat, int width, double[]... parts) {
        int stride = parts.length * width;
        for (int k = 0; k < parts.length; k++) {
            for (int to = k * width, from = 0; to < flat.length; to += stride, from += width) {
                System.arraycopy(parts[k], from, flat, to, width);
            }
        }
    }
}
