package org.polymorph.surrogate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.Seed;

class PartitionsTest {

    /** Three clouds of 40 points, the last one ten times as wide, and loners far from all. */
    private static double[][] clouds(int loners) {
        SplittableRandom random = new SplittableRandom(12);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            double width = i < 80 ? 0.1 : 1;
            double centre = i < 40 ? 0 : i < 80 ? 3 : 20;
            points.add(
                    new double[] {centre + width * (random.nextDouble() - 0.5), width * (random.nextDouble() - 0.5)});
        }
        for (int i = 0; i < loners; i++) {
            points.add(new double[] {100 * (i + 1), -100 * i});
        }
        return points.toArray(double[][]::new);
    }

    private static Dbscan.Distance distance(double[][] points) {
        return (i, j, limit) -> Math.hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]);
    }

    private static void assertClouds(int[] labels) {
        for (int i = 0; i < 120; i++) {
            assertThat(labels[i]).as("point %d", i).isEqualTo(i / 40);
        }
    }

    @Test
    void hdbscan_finds_clouds_of_different_density_and_leaves_loners_as_noise() {
        double[][] points = clouds(3);
        int[] labels = Hdbscan.labels(points.length, distance(points), 5);
        assertClouds(labels);
        assertThat(Arrays.copyOfRange(labels, 120, 123)).containsOnly(Dbscan.NOISE);
    }

    @Test
    void hdbscan_takes_what_never_splits_for_one_cluster_and_too_few_points_for_noise() {
        assertThat(Hdbscan.labels(30, (i, j, limit) -> 0, 5)).containsOnly(0);
        assertThat(Hdbscan.labels(4, (i, j, limit) -> 1, 5)).containsOnly(Dbscan.NOISE);
        assertThat(Hdbscan.labels(0, (i, j, limit) -> 1, 2)).isEmpty();
        assertThatThrownBy(() -> Hdbscan.labels(3, (i, j, limit) -> 1, 1)).hasMessageContaining("found 1");
    }

    @Test
    void all_linkages_find_clouds_that_lie_far_apart() {
        double[][] points = clouds(1);
        for (Linkage linkage : Linkage.values()) {
            int[] labels = Agglomerative.labels(points.length, distance(points), linkage, 2);
            assertClouds(labels);
            assertThat(labels[120]).isEqualTo(3);
        }
        assertThat(Agglomerative.labels(0, distance(points), Linkage.SINGLE, 1)).isEmpty();
    }

    @Test
    void agglomerates_as_if_the_nearest_two_were_merged_one_by_one() {
        for (int trial = 0; trial < 60; trial++) {
            SplittableRandom random = new SplittableRandom(trial);
            double[][] points = new double[1 + random.nextInt(25)][];
            for (int i = 0; i < points.length; i++) {
                points[i] = random.doubles(2).toArray();
            }
            double height = random.nextDouble(0.05, 0.8);
            for (Linkage linkage : Linkage.values()) {
                assertThat(Agglomerative.labels(points.length, distance(points), linkage, height))
                        .isEqualTo(oneByOne(points, linkage, height));
            }
        }
    }

    private static int[] oneByOne(double[][] points, Linkage linkage, double height) {
        List<List<Integer>> clusters = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            clusters.add(new ArrayList<>(List.of(i)));
        }
        while (true) {
            double least = Double.POSITIVE_INFINITY;
            int[] pair = new int[2];
            for (int a = 0; a < clusters.size(); a++) {
                for (int b = 0; b < a; b++) {
                    double d = between(points, clusters.get(a), clusters.get(b), linkage);
                    if (d < least) {
                        least = d;
                        pair = new int[] {a, b};
                    }
                }
            }
            if (!(least <= height)) {
                break;
            }
            clusters.get(pair[1]).addAll(clusters.remove(pair[0]));
        }
        int[] labels = new int[points.length];
        Arrays.fill(labels, -1);
        int count = 0;
        for (int i = 0; i < points.length; i++) {
            if (labels[i] < 0) {
                for (List<Integer> cluster : clusters) {
                    if (cluster.contains(i)) {
                        for (int member : cluster) {
                            labels[member] = count;
                        }
                    }
                }
                count++;
            }
        }
        return labels;
    }

    private static double between(double[][] points, List<Integer> a, List<Integer> b, Linkage linkage) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        double sum = 0;
        for (int i : a) {
            for (int j : b) {
                double d = distance(points).between(i, j, 0);
                least = Math.min(least, d);
                most = Math.max(most, d);
                sum += d;
            }
        }
        return switch (linkage) {
            case SINGLE -> least;
            case COMPLETE -> most;
            case AVERAGE -> sum / a.size() / b.size();
        };
    }

    @Test
    void k_means_finds_as_many_clouds_as_asked_and_the_same_ones_for_the_same_seed() {
        double[][] points = clouds(0);
        int[] labels = KMeans.labels(points, 3, new Seed(1));
        assertClouds(labels);
        assertThat(KMeans.labels(points, 3, new Seed(1))).isEqualTo(labels);
        assertThat(KMeans.labels(new double[5][2], 3, new Seed(1))).containsOnly(0);
        assertThatThrownBy(() -> KMeans.labels(points, 121, new Seed(1))).hasMessageContaining("found 121");
    }
}
