package org.polymorph.surrogate.invariant.search;

import java.util.Arrays;

/** Pairs of vectors with their distances, in flat arrays. Not thread-safe. */
public final class PairList {
    private int[] firsts = new int[64];
    private int[] seconds = new int[64];
    private double[] distances = new double[64];
    private int size;

    void add(int first, int second, double distance) {
        if (size == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * size);
            seconds = Arrays.copyOf(seconds, 2 * size);
            distances = Arrays.copyOf(distances, 2 * size);
        }
        firsts[size] = Math.min(first, second);
        seconds[size] = Math.max(first, second);
        distances[size++] = distance;
    }

    /** Returns the number of pairs. */
    public int size() {
        return size;
    }

    /** Returns the smaller number of a pair. */
    public int first(int pair) {
        return firsts[pair];
    }

    /** Returns the larger number of a pair. */
    public int second(int pair) {
        return seconds[pair];
    }

    public double distance(int pair) {
        return distances[pair];
    }
}
