package org.polymorph.surrogate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.Settings;

class ClusteringTest {
    private static final Clustering DEFAULT = new Clustering(ClusterSettings.defaults());

    /** Groups of near-identical vectors far from each other, and a few loners. */
    private static List<ClusterPoint> pool(int groups, int each, int loners, int width, long seed) {
        Random random = new Random(seed);
        List<ClusterPoint> points = new ArrayList<>();
        for (int g = 0; g < groups + loners; g++) {
            double[] centre = random.doubles(width, -1, 1).toArray();
            double energy = -4 + 0.1 * random.nextDouble();
            for (int i = 0; i < (g < groups ? each : 1); i++) {
                double[] x = centre.clone();
                for (int k = 0; k < width; k++) {
                    x[k] += 1e-3 * random.nextGaussian();
                }
                points.add(new ClusterPoint("p" + g + "-" + i, x, energy + 1e-3 * random.nextDouble()));
            }
        }
        return points;
    }

    @Test
    void finds_the_groups_and_keeps_loners_whatever_the_width_of_the_vectors() {
        for (int width : new int[] {3, 64, 304}) {
            List<Cluster> clusters = DEFAULT.cluster(pool(6, 12, 5, width, width));
            assertThat(clusters).hasSize(11);
            assertThat(clusters).filteredOn(c -> c.size() == 12).hasSize(6);
            for (Cluster cluster : clusters) {
                String group = cluster.lowest().split("-", -1)[0];
                assertThat(cluster.members()).allMatch(member -> member.startsWith(group + "-"));
            }
            assertThat(clusters).isSortedAccordingTo(java.util.Comparator.comparingDouble(Cluster::energyPerAtom));
        }
    }

    @Test
    void does_not_depend_on_the_order_of_the_points() {
        List<ClusterPoint> points = pool(5, 20, 10, 30, 3);
        Random noise = new Random(4);
        for (int i = 0; i < 60; i++) {
            points.add(
                    new ClusterPoint("n" + i, noise.doubles(30, -0.3, 0.3).toArray(), -4 + 0.03 * noise.nextDouble()));
        }
        Clustering loose = new Clustering(
                ClusterSettings.of(Settings.of(Map.of("eps", 2.5, "min", 4, "energyTolerance", 0.01, "large", 15))));
        List<Cluster> clusters = loose.cluster(points);
        for (int shuffle = 0; shuffle < 10; shuffle++) {
            Collections.shuffle(points, new Random(shuffle));
            assertThat(loose.cluster(points)).isEqualTo(clusters);
        }
    }

    @Test
    void never_joins_structures_that_differ_in_energy_by_more_than_the_tolerance() {
        List<ClusterPoint> chain = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            chain.add(new ClusterPoint("p" + (10 + i), new double[] {2 + 1e-6 * i, 2}, -4 + 0.006 * i));
        }
        chain.add(new ClusterPoint("far", new double[] {1, 3}, -3));
        List<Cluster> clusters = DEFAULT.cluster(chain);
        Map<String, Double> energies = new java.util.HashMap<>();
        chain.forEach(point -> energies.put(point.id(), point.energyPerAtom()));
        for (Cluster cluster : clusters) {
            double highest = energies.getOrDefault(cluster.members().get(cluster.size() - 1), 0.0);
            assertThat(highest - cluster.energyPerAtom()).isLessThanOrEqualTo(0.02);
        }
        assertThat(clusters.get(0).members()).containsExactly("p10", "p11", "p12", "p13");
    }

    @Test
    void clusters_again_what_is_too_large() {
        List<ClusterPoint> points = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            points.add(new ClusterPoint(
                    String.format("a%03d", i), new double[] {i < 200 ? i * 1e-5 : 0.02 + i * 1e-5}, -4));
            points.add(new ClusterPoint(String.format("b%03d", i), new double[] {1 + i * 1e-5}, -4));
        }
        assertThat(DEFAULT.cluster(points)).hasSize(2);
        Clustering small = new Clustering(ClusterSettings.of(Settings.of(Map.of("large", 300))));
        assertThat(small.cluster(points))
                .filteredOn(c -> c.members().get(0).startsWith("a"))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void is_safe_with_identical_points_and_with_one_or_none() {
        List<ClusterPoint> same = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            same.add(new ClusterPoint("p" + i, new double[] {1, 2, 3}, -4));
        }
        assertThat(DEFAULT.cluster(same))
                .singleElement()
                .extracting(Cluster::size)
                .isEqualTo(1200);
        assertThat(DEFAULT.cluster(same.subList(0, 1))).hasSize(1);
        assertThat(DEFAULT.cluster(List.of())).isEmpty();
    }

    @Test
    void takes_a_pool_of_one_crystal_with_noise_for_one_crystal() {
        Random random = new Random(8);
        List<ClusterPoint> points = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            double[] x = random.doubles(40, 0.99999, 1.00001).toArray();
            points.add(new ClusterPoint("p" + i, x, -4));
        }
        assertThat(DEFAULT.cluster(points)).hasSize(1);
    }

    @Test
    void loses_no_point_and_puts_those_that_are_not_finite_at_the_end() {
        List<ClusterPoint> points = pool(2, 4, 1, 5, 9);
        points.add(0, new ClusterPoint("nan", new double[] {1, 2, Double.NaN, 4, 5}, -9));
        points.add(1, new ClusterPoint("lost", new double[5], Double.NaN));
        List<Cluster> clusters = DEFAULT.cluster(points);
        Set<String> all = new HashSet<>();
        clusters.forEach(cluster -> all.addAll(cluster.members()));
        assertThat(all).hasSize(points.size());
        assertThat(clusters.get(clusters.size() - 1).members()).containsExactly("lost");
    }

    @Test
    void is_not_misled_by_a_few_runaway_structures() {
        List<ClusterPoint> points = pool(6, 12, 0, 40, 1);
        double[] huge = new double[40];
        java.util.Arrays.fill(huge, 1e6);
        points.add(new ClusterPoint("runaway", huge, -1));
        assertThat(DEFAULT.cluster(points)).hasSize(7);
    }

    @Test
    void refuses_ids_that_come_twice_and_vectors_that_differ_in_length() {
        ClusterPoint a = new ClusterPoint("a", new double[2], 0);
        assertThatThrownBy(() -> DEFAULT.cluster(List.of(a, a))).hasMessageContaining("a comes twice");
        assertThatThrownBy(() -> DEFAULT.cluster(List.of(a, new ClusterPoint("b", new double[3], 0))))
                .hasMessageContaining("representation of b has 3");
    }

    // textbook DBSCAN on cores, by flooding
    @Test
    void agrees_with_a_naive_dbscan() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(60);
            double[][] x = new double[n][];
            for (int i = 0; i < n; i++) {
                x[i] = new double[] {random.nextDouble(), random.nextDouble()};
            }
            double eps = 0.3 + random.nextDouble();
            int min = 1 + random.nextInt(5);
            int[] labels = Dbscan.labels(n, (i, j, limit) -> Clustering.distance(x[i], x[j], limit), eps, min);
            assertThat(partition(labels)).isEqualTo(partition(naive(x, eps, min)));
        }
    }

    private static int[] naive(double[][] x, double eps, int min) {
        int n = x.length;
        List<List<Integer>> near = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            List<Integer> list = new ArrayList<>();
            for (int j = 0; j < n; j++) {
                if (8 * Math.sqrt((sq(x[i][0] - x[j][0]) + sq(x[i][1] - x[j][1])) / 2) <= eps) {
                    list.add(j);
                }
            }
            near.add(list);
        }
        int[] label = new int[n];
        java.util.Arrays.fill(label, -1);
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (near.get(i).size() < min || label[i] >= 0) {
                continue;
            }
            List<Integer> queue = new ArrayList<>(List.of(i));
            label[i] = count;
            for (int at = 0; at < queue.size(); at++) {
                for (int j : near.get(queue.get(at))) {
                    if (near.get(j).size() >= min && label[j] < 0) {
                        label[j] = count;
                        queue.add(j);
                    }
                }
            }
            count++;
        }
        for (int i = 0; i < n; i++) {
            if (near.get(i).size() < min) {
                double best = Double.POSITIVE_INFINITY;
                for (int j : near.get(i)) {
                    double d = Math.hypot(x[i][0] - x[j][0], x[i][1] - x[j][1]);
                    if (near.get(j).size() >= min && d < best) {
                        best = d;
                        label[i] = label[j];
                    }
                }
            }
        }
        return label;
    }

    private static double sq(double d) {
        return d * d;
    }

    private static Set<Set<Integer>> partition(int[] labels) {
        Map<Integer, Set<Integer>> groups = new java.util.HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            groups.computeIfAbsent(labels[i] < 0 ? -1 - i : labels[i], k -> new TreeSet<>())
                    .add(i);
        }
        return new HashSet<>(groups.values());
    }

    @Test
    void crystals_of_different_kinds_are_never_in_one_cluster() {
        List<ClusterPoint> points = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            double[] x = {1, 2 + (i % 2)};
            points.add(new ClusterPoint("p" + i, x, -4, i < 4 ? "Al" : "Al2O3"));
        }

        assertThat(DEFAULT.cluster(points))
                .extracting(Cluster::members)
                .containsExactlyInAnyOrder(
                        List.of("p0", "p2"), List.of("p1", "p3"), List.of("p4", "p6"), List.of("p5", "p7"));
    }

    // alone, the two of the second kind would be brought to one deviation from their mean
    @Test
    void a_kind_of_few_members_is_measured_by_the_deviation_of_all() {
        List<ClusterPoint> points = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            points.add(new ClusterPoint("a" + i, new double[] {i, 100}, -4, "Al"));
        }
        points.add(new ClusterPoint("b0", new double[] {50, 7}, -3, "O"));
        points.add(new ClusterPoint("b1", new double[] {50.1, 7}, -3, "O"));

        assertThat(DEFAULT.cluster(points)).extracting(Cluster::members).contains(List.of("b0", "b1"));
        assertThat(DEFAULT.cluster(points.subList(20, 22))).hasSize(2);
    }
}
