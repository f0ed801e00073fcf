package org.polymorph.surrogate.cluster;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.polymorph.model.spi.Seed;

/**
 * k-means: Lloyd 1982, doi 10.1109/TIT.1982.1056489, begun by k-means++ (Arthur, Vassilvitskii 2007), the best of ten
 * beginnings. The same seed gives the same clusters.
 */
public final class KMeans {
    private static final int BEGINNINGS = 10;
    private static final int MOST_ROUNDS = 300;

    private final double[][] points;
    private final double[][] centres;
    private final int[] labels;

    private KMeans(double[][] points, int clusters) {
        this.points = points;
        this.centres = new double[clusters][];
        this.labels = new int[points.length];
    }

    /**
     * Returns one label a point, clusters counted from 0 in the order of their first points.
     *
     * @param points vectors of one length
     * @throws IllegalArgumentException if there are fewer points than clusters, or no cluster
     */
    public static int[] labels(double[][] points, int clusters, Seed seed) {
        if (clusters < 1 || clusters > points.length) {
            throw new IllegalArgumentException(
                    "expected 1 to " + points.length + " clusters of " + points.length + " points, found " + clusters);
        }
        int[] best = new int[points.length];
        double least = Double.POSITIVE_INFINITY;
        for (int beginning = 0; beginning < BEGINNINGS; beginning++) {
            KMeans run = new KMeans(points, clusters);
            double sum = run.run(seed.split(beginning).random());
            if (sum < least) {
                least = sum;
                best = run.labels;
            }
        }
        return numbered(best, clusters);
    }

    private double run(SplittableRandom random) {
        begin(random);
        double sum = assign();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            recentre();
            double next = assign();
            if (next >= sum) {
                return next;
            }
            sum = next;
        }
        return sum;
    }

    // each next centre a point, drawn by the square of its distance from those there are
    private void begin(SplittableRandom random) {
        double[] squares = new double[points.length];
        Arrays.fill(squares, Double.POSITIVE_INFINITY);
        int chosen = random.nextInt(points.length);
        for (int c = 0; c < centres.length; c++) {
            centres[c] = points[chosen].clone();
            double total = 0;
            for (int i = 0; i < points.length; i++) {
                squares[i] = Math.min(squares[i], square(points[i], centres[c]));
                total += squares[i];
            }
            double left = random.nextDouble() * total;
            chosen = 0;
            while (chosen < points.length - 1 && left >= squares[chosen]) {
                left -= squares[chosen++];
            }
        }
    }

    private double assign() {
        double sum = 0;
        for (int i = 0; i < points.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < centres.length; c++) {
                double square = square(points[i], centres[c]);
                if (square < least) {
                    least = square;
                    labels[i] = c;
                }
            }
            sum += least;
        }
        return sum;
    }

    private void recentre() {
        int[] counts = new int[centres.length];
        double[][] sums = new double[centres.length][points[0].length];
        for (int i = 0; i < points.length; i++) {
            counts[labels[i]]++;
            for (int k = 0; k < points[i].length; k++) {
                sums[labels[i]][k] += points[i][k];
            }
        }
        for (int c = 0; c < centres.length; c++) {
            for (int k = 0; counts[c] > 0 && k < sums[c].length; k++) {
                centres[c][k] = sums[c][k] / counts[c];
            }
        }
    }

    private static double square(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return sum;
    }

    private static int[] numbered(int[] labels, int clusters) {
        int[] number = new int[clusters];
        Arrays.fill(number, -1);
        int count = 0;
        int[] out = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (number[labels[i]] < 0) {
                number[labels[i]] = count++;
            }
            out[i] = number[labels[i]];
        }
        return out;
    }
}
