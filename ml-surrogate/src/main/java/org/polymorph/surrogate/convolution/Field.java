package org.polymorph.surrogate.convolution;

/** Channels of numbers on a cubic grid, channel fastest, with the slope of a loss by each. A vector is a field of one voxel. */
public final class Field {
    final int edge;
    final int channels;
    final double[] values;
    final double[] slopes;

    /** Makes a field of zeros. */
    Field(int edge, int channels) {
        this(edge, channels, new double[edge * edge * edge * channels]);
    }

    private Field(int edge, int channels, double[] values) {
        if (values.length != edge * edge * edge * channels) {
            throw new IllegalArgumentException("expected " + channels + " channels on a grid of " + edge + "³, found "
                    + values.length + " numbers");
        }
        this.edge = edge;
        this.channels = channels;
        this.values = values;
        this.slopes = new double[values.length];
    }

    /**
     * Makes a field of numbers, which it keeps.
     *
     * @throws IllegalArgumentException if there are not as many as the grid has
     */
    public static Field of(int edge, int channels, double[] values) {
        return new Field(edge, channels, values);
    }

    /** Makes a field of one voxel, whose channels are the numbers, which it keeps. */
    public static Field vector(double... values) {
        return new Field(1, values.length, values);
    }

    /** Returns the numbers themselves. */
    public double[] values() {
        return values;
    }

    /** Returns the slopes themselves, to be added to. */
    public double[] slopes() {
        return slopes;
    }
}
