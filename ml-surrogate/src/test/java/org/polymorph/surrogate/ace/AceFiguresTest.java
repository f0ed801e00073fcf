package org.polymorph.surrogate.ace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.dft.potential.StillingerWeber;
import org.polymorph.dft.potential.Tersoff;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.training.LearningCurve;
import org.polymorph.surrogate.training.MlearnLabels;
import org.polymorph.surrogate.training.RandomCells;

/** The figures of docs/benchmarks.md. */
@Tag("long")
class AceFiguresTest {
    private static final String HEAD =
            "| labels | energy, meV/atom | force, eV/Å | rms force error ÷ predicted | seconds |";
    private static final int SPLITS = 4;

    @Test
    void learns_pw_labels_of_random_silicon_cells_the_better_the_more_there_are() {
        List<LearningCurve> splits =
                IntStream.range(0, SPLITS).mapToObj(LearningCurve::new).toList();
        System.out.println("pw.x, mean of " + SPLITS + " splits");
        System.out.println(HEAD);
        List<LearningCurve.Point> curve = new ArrayList<>();
        for (int count : new int[] {25, 50, 100, 200, 254}) {
            LearningCurve.Point point = mean(splits.stream()
                    .map(split -> split.point("ace", count, Map.of()))
                    .toList());
            System.out.println(point);
            curve.add(point);
        }
        assertThat(curve).isSortedAccordingTo((a, b) -> Double.compare(b.force(), a.force()));
        assertThat(curve).allSatisfy(point -> assertThat(point.ratio()).isBetween(0.5, 2.0));
        LearningCurve.Point all = curve.get(curve.size() - 1);
        assertThat(all.energy()).isLessThan(16);
        assertThat(all.force()).isLessThan(0.145);
    }

    private static LearningCurve.Point mean(List<LearningCurve.Point> points) {
        return new LearningCurve.Point(
                points.get(0).labels(),
                mean(points, LearningCurve.Point::energy),
                mean(points, LearningCurve.Point::force),
                mean(points, LearningCurve.Point::ratio),
                mean(points, LearningCurve.Point::seconds));
    }

    private static double mean(List<LearningCurve.Point> points, ToDoubleFunction<LearningCurve.Point> number) {
        return points.stream().mapToDouble(number).average().orElseThrow();
    }

    @Test
    void learns_dft_labels_of_large_silicon_cells() {
        LearningCurve.Point point =
                LearningCurve.point("ace", MlearnLabels.training(Element.Si), MlearnLabels.test(Element.Si), Map.of());
        System.out.println("silicon of Zuo et al.");
        System.out.println(HEAD);
        System.out.println(point);
        assertThat(point.energy()).isLessThan(6);
        assertThat(point.force()).isLessThan(0.11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sw", "tersoff"})
    void learns_labels_without_noise_the_better_the_more_there_are(String potential) {
        Calculator calculator = potential.equals("sw")
                ? new StillingerWeber(StillingerWeber.Parameters.SILICON)
                : new Tersoff(Tersoff.Parameters.SILICON);
        List<LabelledStructure> labels = labels(calculator, 440);
        List<LabelledStructure> test = labels.subList(340, 440);
        System.out.println(potential);
        System.out.println(HEAD);
        double last = Double.POSITIVE_INFINITY;
        for (int count : new int[] {50, 100, 200, 340}) {
            LearningCurve.Point point = LearningCurve.point("ace", labels.subList(0, count), test, Map.of());
            System.out.println(point);
            assertThat(point.force()).isLessThan(last);
            last = point.force();
        }
    }

    private static List<LabelledStructure> labels(Calculator calculator, int count) {
        Element[] species = silicon(8);
        return IntStream.range(0, count)
                .mapToObj(s -> {
                    Structure structure = RandomCells.cell(s, species);
                    return new LabelledStructure(
                            String.format(Locale.ROOT, "%04d", s), structure, calculator.evaluate(structure));
                })
                .toList();
    }

    private static Element[] silicon(int atoms) {
        Element[] species = new Element[atoms];
        Arrays.fill(species, Element.Si);
        return species;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 12, 16})
    void prints_what_a_call_takes(int committee) {
        AceModel model = fit(
                labels(new StillingerWeber(StillingerWeber.Parameters.SILICON), 60),
                Map.of("features", 300, "committee", committee),
                Optional.empty());
        Element[] species = silicon(16);
        List<Structure> cells = IntStream.range(0, 20)
                .mapToObj(s -> RandomCells.cell(s, species))
                .toList();
        double entries = cells.stream()
                .mapToInt(cell ->
                        NeighborList.of(cell, model.basis().settings().cutoff()).start(cell.size()))
                .average()
                .orElseThrow();
        double evaluate = Double.POSITIVE_INFINITY;
        double predict = Double.POSITIVE_INFINITY;
        for (int round = 0; round < 20; round++) {
            evaluate = Math.min(
                    evaluate, micros(cells, cell -> model.evaluate(cell).energy()));
            predict =
                    Math.min(predict, micros(cells, cell -> model.predict(cell).energyStd()));
        }
        System.out.printf(
                Locale.ROOT,
                "| %d invariants, %d members, Si16, %.0f entries | evaluate %.0f µs | predict %.0f µs |%n",
                model.basis().size() - 1,
                committee,
                entries,
                evaluate,
                predict);
        for (Structure cell : cells) {
            assertThat(model.predict(cell).mean().energy())
                    .isCloseTo(model.evaluate(cell).energy(), within(1e-9));
        }
    }

    // Processor time of this thread a structure.
    private static double micros(List<Structure> cells, ToDoubleFunction<Structure> call) {
        int passes = 10;
        double sum = 0;
        long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int pass = 0; pass < passes; pass++) {
            for (Structure cell : cells) {
                sum += call.applyAsDouble(cell);
            }
        }
        long taken = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
        assertThat(sum).isFinite();
        return taken / 1e3 / (passes * cells.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 1000})
    void a_round_that_adds_labels_goes_on_with_the_sums_of_the_last(int count) {
        List<LabelledStructure> labels = labels(new StillingerWeber(StillingerWeber.Parameters.SILICON), count + 20);
        AceModel before = fit(labels.subList(0, count), Map.of(), Optional.empty());
        double[] best = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        AceModel scratch = before;
        AceModel grown = before;
        for (int round = 0; round < 3; round++) {
            long begun = processorTime();
            scratch = fit(labels, Map.of(), Optional.empty());
            long between = processorTime();
            grown = fit(labels, Map.of(), Optional.of(before));
            best[0] = Math.min(best[0], (between - begun) / 1e9);
            best[1] = Math.min(best[1], (processorTime() - between) / 1e9);
        }
        System.out.printf(
                Locale.ROOT,
                "| %d + 20 labels | from scratch %.2f s | after the last round %.2f s |%n",
                count,
                best[0],
                best[1]);
        assertThat(grown.parameters().coefficients())
                .isEqualTo(scratch.parameters().coefficients());
    }

    private static AceModel fit(
            List<LabelledStructure> labels, Map<String, Object> settings, Optional<AceModel> previous) {
        try (Workers workers = new Workers(2)) {
            TrainingTask task = TrainingTask.of(labels, Settings.of(settings), new Seed(1), workers);
            return (AceModel) new AceSurrogate().train(task.after(previous.map(model -> model)));
        }
    }

    // Of all threads, ns.
    private static long processorTime() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
