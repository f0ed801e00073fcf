package org.polymorph.surrogate.property.amd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.property.PropertyContract;

/** The figures of docs/benchmarks.md. */
@Tag("long")
class AmdFiguresTest {
    @Test
    void learns_energies_of_random_silicon_cells() {
        List<PropertyLabel> all = PropertyContract.silicon(8, 0, 5500);
        List<PropertyLabel> held = all.subList(5000, 5500);
        for (int count : new int[] {100, 400, 1600, 5000}) {
            for (String name : List.of("amd-gp", "amd-krr", "amd-forest")) {
                long begun = System.nanoTime();
                PropertyModel model = PropertyContract.train(name, all.subList(0, count), Map.of(), 2);
                double seconds = (System.nanoTime() - begun) / 1e9;
                long predicted = System.nanoTime();
                double error = PropertyContract.error(model, held);
                double each = (System.nanoTime() - predicted) / 1e6 / held.size();
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %d | %.1f | %.1f | %.1f | %.2f |%n",
                        name,
                        count,
                        1000 * error,
                        1000 * PropertyContract.meanError(model, held),
                        seconds,
                        each);
                System.out.println(model.summary());
                assertThat(error).isLessThan(0.7 * PropertyContract.meanError(model, held));
                assertThat(seconds).isLessThan(600);
            }
        }
    }

    @Test
    void energies_are_continuous_in_the_distance() {
        List<PropertyLabel> random = PropertyContract.silicon(8, 0, 1500);
        System.out.println("random cells: " + continuity(random));
        Continuity found = continuity(PropertyContract.displaced(random.subList(0, 300)));
        System.out.println("each of 300 of them in five steps of 0.02 Å an atom: " + found);
        assertThat(found.threshold()).isPositive();
    }

    private static Continuity continuity(List<PropertyLabel> labels) {
        try (Workers workers = new Workers(2)) {
            return Continuity.of(labels, 100, workers);
        }
    }
}
