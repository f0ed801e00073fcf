package org.polymorph.surrogate.invariant.search;

import java.util.List;
import org.polymorph.surrogate.invariant.Metric;

/**
 * Many vectors of one length, such as the average minimum distances of a database, in one flat array: 229,000 of 100 entries
 * take 183 MB. Immutable and thread-safe.
 */
public final class VectorTable {
    private final int size;
    private final int width;
    private final double[] values;

    private VectorTable(int size, int width, double[] values) {
        this.size = size;
        this.width = width;
        this.values = values;
    }

    /**
     * Makes a table of vectors.
     *
     * @throws IllegalArgumentException if they differ in length or hold a number that is not finite
     */
    public static VectorTable of(List<double[]> vectors) {
        int width = vectors.isEmpty() ? 0 : vectors.get(0).length;
        double[] flat = new double[Math.multiplyExact(vectors.size(), width)];
        for (int i = 0; i < vectors.size(); i++) {
            double[] vector = vectors.get(i);
            if (vector.length != width) {
                throw new IllegalArgumentException("expected vectors of the same length, found " + width
                        + " entries in the first and " + vector.length + " in number " + (i + 1));
            }
            System.arraycopy(vector, 0, flat, i * width, width);
        }
        return ofFlat(vectors.size(), width, flat);
    }

    /**
     * Makes a table of a flat array, row-major, which becomes its own and must not be changed any more.
     *
     * @throws IllegalArgumentException if the count does not fit or a number is not finite
     */
    public static VectorTable ofFlat(int size, int width, double[] values) {
        if (values.length != Math.multiplyExact(size, width)) {
            throw new IllegalArgumentException("expected " + size + " × " + width + " numbers, found " + values.length);
        }
        for (int at = 0; at < values.length; at++) {
            if (!Double.isFinite(values[at])) {
                throw new IllegalArgumentException(
                        "vector " + (at / width + 1) + " has an entry that is not a number: " + values[at]);
            }
        }
        return new VectorTable(size, width, values);
    }

    /** Returns the number of vectors. */
    public int size() {
        return size;
    }

    /** Returns the number of entries of a vector. */
    public int width() {
        return width;
    }

    double get(int row, int entry) {
        return values[row * width + entry];
    }

    double[] values() {
        return values;
    }

    /** Returns a vector, as a copy. */
    public double[] row(int row) {
        return java.util.Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }

    /** Returns the distance of two vectors of this table. */
    public double distance(int i, int j, Metric metric) {
        return metric.between(row(i), row(j));
    }
}
