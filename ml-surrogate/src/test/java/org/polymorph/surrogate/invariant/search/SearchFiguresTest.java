package org.polymorph.surrogate.invariant.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.invariant.Metric;
import org.polymorph.surrogate.invariant.RandomCrystals;

/** Takes the figures of docs/benchmarks.md at the scale of the Cambridge Structural Database: printed, not judged. */
@Tag("long")
class SearchFiguresTest {
    private static final int CRYSTALS = 229_000;
    private static final int NEIGHBOURS = 100;
    private static final int PLANTED = 5_000;

    /** Wall clock and processor time since a start, the latter not lengthened by other work on the machine. */
    private record Watch(long wall, long processor) {
        static Watch start() {
            return new Watch(System.nanoTime(), processorTime());
        }

        void figure(String what) {
            Runtime memory = Runtime.getRuntime();
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE %s: %.2f s, %.2f s of processor time, heap %d MiB%n",
                    what,
                    (System.nanoTime() - wall) * 1e-9,
                    (processorTime() - processor) * 1e-9,
                    (memory.totalMemory() - memory.freeMemory()) >> 20);
        }

        private static long processorTime() {
            return ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .orElse(Duration.ZERO)
                    .toNanos();
        }
    }

    /** Average minimum distances of random crystals; the last ones are earlier ones moved by a little. */
    private static VectorTable database(int size, Workers workers) {
        double[] flat = new double[size * NEIGHBOURS];
        workers.map(size, i -> {
            int original = i < size - PLANTED ? i : i - size + PLANTED;
            SplittableRandom random = new SplittableRandom(original);
            double[] amd =
                    AverageMinimumDistances.of(RandomCrystals.crystal(random, random.nextInt(16, 51)), NEIGHBOURS);
            for (int p = 0; p < NEIGHBOURS; p++) {
                flat[i * NEIGHBOURS + p] = amd[p] + (i == original ? 0 : 0.005 * Math.sin(i + p));
            }
            return i;
        });
        return VectorTable.ofFlat(size, NEIGHBOURS, flat);
    }

    @Test
    void all_pairs_of_five_thousand_on_one_thread() {
        try (Workers workers = new Workers(1)) {
            VectorTable table = database(6_000, workers);
            VectorTable five = VectorTable.ofFlat(5_000, NEIGHBOURS, java.util.Arrays.copyOf(table.values(), 500_000));
            double[] matrix = new double[25_000_000];
            for (int repeat = 0; repeat < 7; repeat++) {
                Watch watch = Watch.start();
                AllPairs.of(five)
                        .forEach(
                                Metric.CHEBYSHEV,
                                tile -> {
                                    for (int r = 0; r < tile.rows(); r++) {
                                        for (int c = 0; c < tile.columns(); c++) {
                                            double d = tile.distance(r, c);
                                            matrix[(tile.firstRow() + r) * 5_000 + tile.firstColumn() + c] = d;
                                            matrix[(tile.firstColumn() + c) * 5_000 + tile.firstRow() + r] = d;
                                        }
                                    }
                                },
                                workers,
                                Progress.NONE);
                watch.figure("5,000 × 5,000 AMD distances into a matrix of doubles, one thread");
            }
            assertThat(matrix[4_999]).isEqualTo(matrix[4_999 * 5_000]).isPositive();
        }
    }

    @Test
    void all_pairs_and_near_duplicates_among_229_000() {
        try (Workers workers = new Workers(2)) {
            Watch watch = Watch.start();
            VectorTable table = database(CRYSTALS, workers);
            watch.figure("AMD of 229,000 crystals of 16 to 50 atoms, two threads");

            watch = Watch.start();
            AtomicLong near = new AtomicLong();
            NearPairs.of(table).forEachBatch(0.01, pairs -> near.addAndGet(pairs.size()), workers, Progress.NONE);
            watch.figure("near duplicates among 229,000 within 0.01 Å by the index: " + near.get());

            watch = Watch.start();
            AtomicLong counted = new AtomicLong();
            AtomicLong within = new AtomicLong();
            AllPairs.of(table)
                    .forEach(
                            Metric.CHEBYSHEV,
                            tile -> {
                                long close = 0;
                                for (int r = 0; r < tile.rows(); r++) {
                                    for (int c = 0; c < tile.columns(); c++) {
                                        boolean upper = tile.firstColumn() + c > tile.firstRow() + r;
                                        close += upper && tile.distance(r, c) <= 0.01 ? 1 : 0;
                                    }
                                }
                                within.addAndGet(close);
                                counted.addAndGet((long) tile.rows() * tile.columns());
                            },
                            workers,
                            Progress.NONE);
            watch.figure("229,000 × 229,000 AMD distances, two threads, " + counted + " computed");
            assertThat(near.get()).isGreaterThanOrEqualTo(PLANTED);
            assertThat(within.get()).isEqualTo(near.get());
        }
    }
}
