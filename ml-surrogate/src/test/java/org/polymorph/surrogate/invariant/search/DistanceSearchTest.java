package org.polymorph.surrogate.invariant.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.invariant.Metric;

class DistanceSearchTest {

    /** Rising vectors in groups, as average minimum distances are, with some that come twice. */
    private static VectorTable table(int size, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> vectors = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double[] x = new double[width];
            if (i > 0 && random.nextInt(4) == 0) {
                x = vectors.get(random.nextInt(i)).clone();
                x[random.nextInt(width)] += random.nextInt(2) * random.nextDouble(0.1);
            } else {
                double density = random.nextDouble(1.5, 3);
                for (int p = 0; p < width; p++) {
                    x[p] = density * Math.cbrt(p + 1) + random.nextDouble(0.2);
                }
            }
            vectors.add(x);
        }
        return VectorTable.of(vectors);
    }

    @Test
    void tiles_hold_the_distances_of_all_pairs() {
        VectorTable table = table(1301, 23, 1);
        for (Metric metric : Metric.values()) {
            Map<Long, Double> found = new ConcurrentHashMap<>();
            try (Workers workers = new Workers(2)) {
                AllPairs.of(table)
                        .forEach(
                                metric,
                                tile -> {
                                    for (int r = 0; r < tile.rows(); r++) {
                                        for (int c = 0; c < tile.columns(); c++) {
                                            found.put(
                                                    10_000L * (tile.firstRow() + r) + tile.firstColumn() + c,
                                                    tile.distance(r, c));
                                        }
                                    }
                                },
                                workers,
                                Progress.NONE);
            }
            for (int i = 0; i < 1301; i++) {
                for (int j = i; j < 1301; j++) {
                    double expected = table.distance(i, j, metric);
                    assertThat(Math.abs(found.getOrDefault(10_000L * i + j, -1.0) - expected))
                            .isLessThan(1e-12);
                }
            }
        }
    }

    @Test
    void the_index_finds_the_same_pairs_as_looking_at_all() {
        for (double limit : new double[] {0, 0.03, 0.3, 10}) {
            VectorTable table = table(400, 17, 2);
            Map<Long, Double> expected = new TreeMap<>();
            for (int i = 0; i < 400; i++) {
                for (int j = i + 1; j < 400; j++) {
                    double distance = table.distance(i, j, Metric.CHEBYSHEV);
                    if (distance <= limit) {
                        expected.put(1000L * i + j, distance);
                    }
                }
            }
            assertThat(expected).isNotEmpty();
            assertThat(pairs(table, limit, 1)).isEqualTo(expected);
            assertThat(pairs(table, limit, 3)).isEqualTo(expected);
        }
    }

    private static Map<Long, Double> pairs(VectorTable table, double limit, int threads) {
        Map<Long, Double> found = new TreeMap<>();
        try (Workers workers = new Workers(threads)) {
            NearPairs.of(table)
                    .forEachBatch(
                            limit,
                            pairs -> {
                                for (int p = 0; p < pairs.size(); p++) {
                                    assertThat(found.put(1000L * pairs.first(p) + pairs.second(p), pairs.distance(p)))
                                            .isNull();
                                }
                            },
                            workers,
                            Progress.NONE);
        }
        return found;
    }

    @Test
    void copies_of_one_vector_are_no_trouble() {
        List<double[]> same = java.util.Collections.nCopies(3000, new double[] {1, 2, 3});
        assertThat(pairCount(VectorTable.of(same))).isEqualTo(3000L * 2999 / 2);
        assertThat(pairCount(VectorTable.of(List.of()))).isZero();
        assertThat(pairCount(VectorTable.of(same.subList(0, 1)))).isZero();
    }

    private static long pairCount(VectorTable table) {
        long[] count = new long[1];
        try (Workers workers = new Workers(2)) {
            NearPairs.of(table).forEachBatch(0.1, pairs -> count[0] += pairs.size(), workers, Progress.NONE);
        }
        return count[0];
    }

    @Test
    void refuses_vectors_of_other_lengths_and_what_is_not_a_number() {
        assertThatThrownBy(() -> VectorTable.of(List.of(new double[2], new double[3])))
                .hasMessageContaining("3 in number 2");
        assertThatThrownBy(() -> VectorTable.of(List.of(new double[2], new double[] {0, Double.NaN})))
                .hasMessageContaining("vector 2 has an entry that is not a number");
    }
}
