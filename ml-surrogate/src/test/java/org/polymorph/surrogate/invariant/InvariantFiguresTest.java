package org.polymorph.surrogate.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.density.DensityFunctions;
import org.polymorph.surrogate.invariant.isoset.Isoset;

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

    /** Processor time of this thread, which other work on the machine does not lengthen by its share. */
    private static void figure(String what, DoubleSupplier work) {
        double best = Double.POSITIVE_INFINITY;
        double result = 0;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            result = work.getAsDouble();
            long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            best = Math.min(best, (end - start) * 1e-9);
        }
        assertThat(result).isFinite();
        System.out.printf(Locale.ROOT, "FIGURE %s: %.3f s of processor time (best of %d)%n", what, best, REPEATS);
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

    @Test
    void density_functions_and_comparisons() {
        Structure diamond = Structure.of(
                Lattice.of(0, 2.7155, 2.7155, 2.7155, 0, 2.7155, 2.7155, 2.7155, 0),
                List.of(Element.Si, Element.Si),
                new double[] {0, 0, 0, 0.25, 0.25, 0.25});
        double[] radii = new double[100];
        Arrays.setAll(radii, r -> 0.06 * (r + 1));
        figure(
                "density functions 0 to 8 of diamond at 100 radii",
                () -> DensityFunctions.of(PeriodicSet.of(diamond), 8, radii)[3][50]);
        List<Structure> few = crystals(2);
        figure(
                "isosets of two crystals of " + few.get(0).size() + " and "
                        + few.get(1).size() + " atoms",
                () -> {
                    double sum = 0;
                    for (Structure crystal : few) {
                        sum += Isoset.of(crystal, true, true).radius();
                    }
                    return sum;
                });
    }
}
