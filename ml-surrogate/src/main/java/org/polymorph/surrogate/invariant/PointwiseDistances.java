package org.polymorph.surrogate.invariant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polymorph.model.crystal.Structure;

/**
 * The pointwise distance distribution (PDD) of a crystal: for each atom the rising distances to its k nearest neighbours,
 * atoms with the same distances taken together. It tells almost all crystals apart and changes continuously with them.
 * Widdowson, Kurlin 2022, Resolving the data ambiguity for periodic crystals (NeurIPS 35), definition 3.1. Immutable.
 */
public final class PointwiseDistances {
    /** How much the rows of two atoms may differ by default and still be one, in Å. */
    public static final double COLLAPSE = 1e-4;

    private final int width;
    private final long[] counts;
    private final double[] distances;
    private final long total;

    private PointwiseDistances(int width, long[] counts, double[] distances) {
        this.width = width;
        this.counts = counts;
        this.distances = distances;
        this.total = Arrays.stream(counts).sum();
    }

    /** Returns the distribution over {@code k} neighbours with the default collapse of rows. */
    public static PointwiseDistances of(Structure structure, int k) {
        return of(PeriodicSet.of(structure), k, COLLAPSE);
    }

    /**
     * Returns the distribution over {@code k} neighbours.
     *
     * @param collapse rows joined by steps of at most this (Chebyshev, Å) become one, their mean; below zero none do
     * @throws IllegalArgumentException if k is below 1 or collapse is not a number
     */
    public static PointwiseDistances of(PeriodicSet set, int k, double collapse) {
        return ofRows(NearestDistances.of(set, k), k, collapse);
    }

    /** Makes the distribution of rows of {@code width} numbers, one an atom. */
    static PointwiseDistances ofRows(double[] rows, int width, double collapse) {
        if (Double.isNaN(collapse)) {
            throw new IllegalArgumentException("a collapse tolerance must be a number, found " + collapse);
        }
        int n = rows.length / width;
        int[] group = groups(rows, width, n, collapse);
        int found = Arrays.stream(group).max().orElse(-1) + 1;
        long[] counts = new long[found];
        double[] means = new double[found * width];
        for (int i = 0; i < n; i++) {
            counts[group[i]]++;
            for (int p = 0; p < width; p++) {
                means[group[i] * width + p] += rows[i * width + p];
            }
        }
        for (int g = 0; g < found; g++) {
            for (int p = 0; p < width; p++) {
                means[g * width + p] /= counts[g];
            }
        }
        return sorted(width, counts, means);
    }

    // numbers the connected components of the rows within the tolerance
    private static int[] groups(double[] rows, int width, int n, double collapse) {
        int[] group = new int[n];
        Arrays.fill(group, -1);
        int[] waiting = new int[n];
        int found = 0;
        for (int seed = 0; seed < n; seed++) {
            if (group[seed] >= 0) {
                continue;
            }
            int count = 0;
            waiting[count++] = seed;
            group[seed] = found;
            while (count > 0) {
                int i = waiting[--count];
                for (int j = seed + 1; j < n; j++) {
                    if (group[j] < 0 && within(rows, i * width, j * width, width, collapse)) {
                        group[j] = found;
                        waiting[count++] = j;
                    }
                }
            }
            found++;
        }
        return group;
    }

    private static boolean within(double[] rows, int a, int b, int width, double limit) {
        for (int p = width - 1; p >= 0; p--) { // the far neighbours differ first
            if (!(Math.abs(rows[a + p] - rows[b + p]) <= limit)) {
                return false;
            }
        }
        return true;
    }

    private static PointwiseDistances sorted(int width, long[] counts, double[] means) {
        List<Integer> order = new ArrayList<>();
        for (int g = 0; g < counts.length; g++) {
            order.add(g);
        }
        order.sort((a, b) -> Arrays.compare(means, a * width, (a + 1) * width, means, b * width, (b + 1) * width));
        long[] sortedCounts = new long[counts.length];
        double[] sortedRows = new double[means.length];
        for (int g = 0; g < counts.length; g++) {
            sortedCounts[g] = counts[order.get(g)];
            System.arraycopy(means, order.get(g) * width, sortedRows, g * width, width);
        }
        return new PointwiseDistances(width, sortedCounts, sortedRows);
    }

    /** Returns the number of rows, lexicographically rising. */
    public int rows() {
        return counts.length;
    }

    /** Returns the number of distances in a row. */
    public int width() {
        return width;
    }

    /** Returns the number of atoms that the rows stand for. */
    long total() {
        return total;
    }

    /** Returns the part of the atoms that a row stands for; all parts add up to 1. */
    public double weight(int row) {
        return (double) counts[row] / total;
    }

    /** Returns the distances of a row in Å, as a copy. */
    public double[] row(int row) {
        return Arrays.copyOfRange(distances, row * width, (row + 1) * width);
    }

    /** Returns the mean of the rows by weight: the average minimum distances. */
    public double[] average() {
        double[] average = new double[width];
        for (int g = 0; g < counts.length; g++) {
            for (int p = 0; p < width; p++) {
                average[p] += counts[g] * distances[g * width + p];
            }
        }
        for (int p = 0; p < width; p++) {
            average[p] /= total;
        }
        return average;
    }

    /** Returns the earth mover's distance with the Chebyshev distance between rows, in Å. */
    public double distance(PointwiseDistances other) {
        return distance(other, Metric.CHEBYSHEV);
    }

    /**
     * Returns the earth mover's distance: exact, symmetric, and with the triangle inequality. Where every atom moves by at
     * most ε it is at most 2ε (Chebyshev), and it is never below the distance of the average minimum distances.
     *
     * @param metric of two rows
     * @throws IllegalArgumentException if the rows differ in length
     */
    public double distance(PointwiseDistances other, Metric metric) {
        if (width != other.width) {
            throw new IllegalArgumentException("expected two distributions over as many neighbours, found " + width
                    + " and " + other.width + " distances a row");
        }
        double[] costs = costs(other, metric);
        if (counts.length == 1 || other.counts.length == 1) {
            return toOneRow(other, costs);
        }
        long[] supply = scaled(counts, other.total);
        long[] demand = scaled(other.counts, total);
        return EarthMover.leastCost(supply, demand, costs) / ((double) total * other.total);
    }

    private double toOneRow(PointwiseDistances other, double[] costs) {
        PointwiseDistances many = counts.length == 1 ? other : this;
        double sum = 0;
        for (int g = 0; g < costs.length; g++) {
            sum += many.counts[g] * costs[g];
        }
        return sum / many.total;
    }

    private static long[] scaled(long[] counts, long factor) {
        long[] scaled = new long[counts.length];
        for (int g = 0; g < counts.length; g++) {
            scaled[g] = Math.multiplyExact(counts[g], factor);
        }
        return scaled;
    }

    // entry by entry over all rows of the other at once
    private double[] costs(PointwiseDistances other, Metric metric) {
        int columns = other.counts.length;
        double[][] transposed = new double[width][columns];
        for (int g = 0; g < columns; g++) {
            for (int p = 0; p < width; p++) {
                transposed[p][g] = other.distances[g * width + p];
            }
        }
        double[] costs = new double[counts.length * columns];
        double[] row = new double[columns];
        for (int g = 0; g < counts.length; g++) {
            Arrays.fill(row, 0);
            for (int p = 0; p < width; p++) {
                metric.accumulate(distances[g * width + p], transposed[p], row);
            }
            metric.finish(row);
            System.arraycopy(row, 0, costs, g * columns, columns);
        }
        return costs;
    }
}
