package org.polymorph.surrogate.schnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.training.LearningCurve;
import org.polymorph.surrogate.training.RandomCells;

/** The figures of docs/benchmarks.md. */
@Tag("long")
class SchNetFiguresTest {
    private static final int MEMBERS = 2;
    private static final int CELLS = 20;

    @Test
    void learns_pw_labels_of_random_silicon_cells() {
        LearningCurve curve = new LearningCurve();
        System.out.println("| labels | energy, meV/atom | force, eV/Å | rms force error ÷ predicted | seconds |");
        // What was measured, with room for the split (some 10 % of an energy). The aim is SchNetPack: 40 and 0.43, 33
        // and 0.26,
        // 31 and 0.23; energies are not there yet.
        double[][] bounds = {{50, 46, 0.3}, {100, 40, 0.28}, {200, 36, 0.26}};
        for (double[] bound : bounds) {
            LearningCurve.Point point = curve.point("schnet", (int) bound[0], Map.of());
            System.out.println(point);
            assertThat(point.energy()).isLessThan(bound[1]);
            assertThat(point.force()).isLessThan(bound[2]);
        }
    }

    @Test
    void evaluates_and_trains_faster_than_schnetpack() {
        Element[] species = new Element[16];
        Arrays.fill(species, Element.Si);
        List<LabelledStructure> labels = RandomCells.madeUpLabels(CELLS, species);
        List<Structure> cells = IntStream.range(0, CELLS)
                .mapToObj(s -> RandomCells.cell(100 + s, species))
                .toList();
        SurrogateModel model = train(labels, 1);
        double evaluation = Double.POSITIVE_INFINITY;
        double step = Double.POSITIVE_INFINITY;
        for (int round = 0; round < 10; round++) {
            long begun = processorTime();
            for (int k = 0; k < 10 * CELLS; k++) {
                model.evaluate(cells.get(k % CELLS));
            }
            evaluation = Math.min(evaluation, (processorTime() - begun) / (10e3 * CELLS * MEMBERS));
            begun = processorTime();
            train(labels, 10);
            // three labels or so are kept apart, and evaluated after each epoch: counted as steps, which they are not
            step = Math.min(step, (processorTime() - begun) / (10e3 * CELLS * MEMBERS));
        }
        System.out.printf(
                Locale.ROOT,
                "Si16, a member and structure: %.0f µs evaluation, %.0f µs training step%n",
                evaluation,
                step);
        // SchNetPack: 720 and 2,100 µs in batches, in single precision
        assertThat(evaluation).isLessThan(720);
        assertThat(step).isLessThan(2100);
    }

    private static SurrogateModel train(List<LabelledStructure> labels, int epochs) {
        try (Workers workers = new Workers(1)) {
            Settings settings = Settings.of(Map.of("ensemble", MEMBERS, "epochs", epochs, "batch", 10));
            return new SchNetSurrogate().train(TrainingTask.of(labels, settings, new Seed(1), workers));
        }
    }

    // of all threads, ns: training runs on those of the workers
    private static long processorTime() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
