package org.polymorph.surrogate.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings every entry of a set of vectors to mean 0 and standard deviation 1. Mean and deviation are those of the values
 * clipped to their 5th and 95th percentile, so that a few runaway structures do not make all others look alike. Entries
 * that are the same for all are left out. A spread below a thousandth of an entry's size is taken for noise and not blown up,
 * so that a pool of one crystal stays one crystal.
 */
public final class Standardization {
    private static final double NOTHING = 1e-9;
    private static final double NOISE = 1e-3;

    private Standardization() {}

    /** Returns new vectors, in the order given. */
    public static double[][] of(double[][] vectors) {
        int n = vectors.length;
        int width = n == 0 ? 0 : vectors[0].length;
        double[][] out = new double[n][width];
        int kept = 0;
        double[] column = new double[n];
        for (int c = 0; c < width; c++) {
            for (int i = 0; i < n; i++) {
                column[i] = vectors[i][c];
            }
            double[] scale = scale(column);
            if (scale[1] == 0) {
                continue;
            }
            for (int i = 0; i < n; i++) {
                out[i][kept] = (vectors[i][c] - scale[0]) / scale[1];
            }
            kept++;
        }
        for (int i = 0; i < n; i++) {
            out[i] = Arrays.copyOf(out[i], kept);
        }
        return out;
    }

    /**
     * Returns new vectors, in the order given: every entry less the mean of its kind, over one deviation for all kinds, that of
     * their members from these means. A kind of few members is measured by what is usual, and what kinds differ by does not make
     * the members of one look alike.
     *
     * @param kinds one for each vector
     */
    public static double[][] of(double[][] vectors, List<String> kinds) {
        Map<String, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < vectors.length; i++) {
            members.computeIfAbsent(kinds.get(i), kind -> new ArrayList<>()).add(i);
        }
        if (members.size() < 2) {
            return of(vectors);
        }
        int width = vectors[0].length;
        double[][] out = new double[vectors.length][width];
        int kept = 0;
        for (int c = 0; c < width; c++) {
            if (standardize(vectors, c, members.values(), out, kept)) {
                kept++;
            }
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = Arrays.copyOf(out[i], kept);
        }
        return out;
    }

    // whether the entry differs within any kind
    private static boolean standardize(
            double[][] vectors, int entry, Collection<List<Integer>> kinds, double[][] out, int to) {
        double squares = 0;
        int counted = 0;
        double size = 0;
        for (List<Integer> kind : kinds) {
            double[] column = kind.stream().mapToDouble(i -> vectors[i][entry]).toArray();
            double[] scale = scale(column);
            size = Math.max(size, Math.abs(scale[0]));
            kind.forEach(i -> out[i][to] = vectors[i][entry] - scale[0]);
            if (kind.size() > 1) {
                squares += kind.size() * scale[1] * scale[1];
                counted += kind.size();
            }
        }
        if (squares == 0) {
            return false;
        }
        double deviation = Math.max(Math.sqrt(squares / counted), NOISE * size);
        kinds.forEach(kind -> kind.forEach(i -> out[i][to] /= deviation));
        return true;
    }

    private static double[] scale(double[] column) {
        double[] sorted = column.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        int cut = n / 20;
        double[] clipped = moments(sorted, sorted[cut], sorted[n - 1 - cut]);
        return clipped[1] > 0 ? clipped : moments(sorted, sorted[0], sorted[n - 1]);
    }

    private static double[] moments(double[] sorted, double low, double high) {
        double sum = 0;
        for (double x : sorted) {
            sum += Math.max(low, Math.min(high, x));
        }
        double mean = sum / sorted.length;
        double squares = 0;
        for (double x : sorted) {
            double d = Math.max(low, Math.min(high, x)) - mean;
            squares += d * d;
        }
        double deviation = Math.sqrt(squares / sorted.length);
        double size = Math.max(Math.abs(low), Math.abs(high));
        return new double[] {mean, deviation > NOTHING * size ? Math.max(deviation, NOISE * size) : 0};
    }
}
