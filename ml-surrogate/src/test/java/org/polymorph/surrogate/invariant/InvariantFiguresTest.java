package org.polymorph.surrogate.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Structure;

/** Takes the figures of docs/benchmarks.md on one thread: printed, not judged, as the machine may be busy. */
@Tag("long")
class InvariantFiguresTest {
    private static final int REPEATS = 7;

    private static List<Structure> crystals(int count) {
        SplittableRandom random = new SplittableRandom(16);
        List<Structure> crystals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            crystals.add(RandomCrystals.crystal(random, random.nextInt(16, 51)));
        }
        return crystals;
    }

    private static void figure(String what, DoubleSupplier work) {
        double best = Double.POSITIVE_INFINITY;
        double result = 0;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            long start = System.nanoTime();
            result = work.getAsDouble();
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        }
        assertThat(result).isFinite();
        System.out.printf(Locale.ROOT, "FIGURE %s: %.3f s (best of %d)%n", what, best, REPEATS);
    }

    @Test
    void average_minimum_distances_and_their_distances() {
        List<Structure> thousand = crystals(1000);
        figure("AMD, k = 100, of 1,000 crystals of 16 to 50 atoms", () -> {
            double sum = 0;
            for (Structure crystal : thousand) {
                sum += AverageMinimumDistances.of(crystal, 100)[99];
            }
            return sum;
        });
        List<PointwiseDistances> distributions = thousand.stream()
                .map(crystal -> PointwiseDistances.of(crystal, 100))
                .toList();
        figure("earth mover's distances of 1,000 pairs of them", () -> {
            double sum = 0;
            for (int i = 0; i < 1000; i++) {
                sum += distributions.get(i).distance(distributions.get((i + 1) % 1000));
            }
            return sum;
        });
    }
}
