package org.polymorph.surrogate.acenet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.dft.potential.StillingerWeber;
import org.polymorph.dft.potential.Tersoff;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.surrogate.training.LearningCurve;
import org.polymorph.surrogate.training.MlearnLabels;
import org.polymorph.surrogate.training.RandomCells;

/** The figures of docs/benchmarks.md. */
@Tag("long")
class AceNetFiguresTest {
    private static final String HEAD =
            "| labels | energy, meV/atom | force, eV/Å | rms force error ÷ predicted | seconds |";

    @Test
    void learns_pw_labels_of_random_silicon_cells_better_than_the_linear_expansion() {
        LearningCurve curve = new LearningCurve();
        System.out.println(HEAD);
        for (int count : new int[] {25, 50, 100, 200}) {
            System.out.println(curve.point("ace", count, Map.of()) + " ace");
            System.out.println(curve.point("acenet", count, Map.of()) + " acenet");
        }
        LearningCurve.Point linear = curve.point("ace", 1000, Map.of());
        LearningCurve.Point network = curve.point("acenet", 1000, Map.of());
        System.out.println(linear + " ace");
        System.out.println(network + " acenet");
        assertThat(network.energy()).isLessThan(linear.energy());
        assertThat(network.force()).isLessThan(linear.force());
        assertThat(network.ratio()).isBetween(0.7, 1.4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sw", "tersoff"})
    void learns_labels_without_noise(String potential) {
        Calculator calculator = potential.equals("sw")
                ? new StillingerWeber(StillingerWeber.Parameters.SILICON)
                : new Tersoff(Tersoff.Parameters.SILICON);
        Element[] species = new Element[8];
        Arrays.fill(species, Element.Si);
        List<LabelledStructure> labels = new ArrayList<>(IntStream.range(0, 440)
                .mapToObj(s -> {
                    Structure structure = RandomCells.cell(s, species);
                    return new LabelledStructure(String.format("%04d", s), structure, calculator.evaluate(structure));
                })
                .toList());
        System.out.println(potential);
        System.out.println(HEAD);
        List<LabelledStructure> test = labels.subList(340, 440);
        for (int count : new int[] {50, 100, 200, 340}) {
            LearningCurve.Point linear = LearningCurve.point("ace", labels.subList(0, count), test, Map.of());
            LearningCurve.Point network = LearningCurve.point("acenet", labels.subList(0, count), test, Map.of());
            System.out.println(linear + " ace");
            System.out.println(network + " acenet");
            assertThat(network.force()).isLessThan(1.05 * linear.force());
        }
    }

    @Test
    void messages_gain_where_labels_have_no_noise_and_lose_nothing_where_they_have() {
        Element[] species = new Element[8];
        Arrays.fill(species, Element.Si);
        Tersoff tersoff = new Tersoff(Tersoff.Parameters.SILICON);
        List<LabelledStructure> labels = IntStream.range(0, 440)
                .mapToObj(s -> {
                    Structure structure = RandomCells.cell(s, species);
                    return new LabelledStructure(String.format("%04d", s), structure, tersoff.evaluate(structure));
                })
                .toList();
        for (int count : new int[] {50, 330}) {
            double[] silent = new double[2];
            double[] talking = new double[2];
            for (int split = 0; split < 2; split++) {
                int quarter = split;
                List<LabelledStructure> test = every(labels, s -> s % 4 == quarter);
                List<LabelledStructure> train =
                        every(labels, s -> s % 4 != quarter).subList(0, count);
                add(LearningCurve.point("acenet", train, test, Map.of()), silent, 2);
                add(LearningCurve.point("acenet", train, test, Map.of("messages", 1)), talking, 2);
            }
            assertThat(talking[1]).isLessThan(silent[1]);
            print("tersoff", count, silent, talking);
        }
        for (int count : new int[] {50, 1000}) {
            double[] silent = new double[2];
            double[] talking = new double[2];
            for (int split = 0; split < 4; split++) {
                LearningCurve curve = new LearningCurve(split);
                add(curve.point("acenet", count, Map.of()), silent, 4);
                add(curve.point("acenet", count, Map.of("messages", 1)), talking, 4);
            }
            assertThat(talking[1]).isLessThan(1.02 * silent[1]);
            print("pw.x", count, silent, talking);
        }
    }

    private static List<LabelledStructure> every(List<LabelledStructure> labels, IntPredicate which) {
        return IntStream.range(0, labels.size())
                .filter(which)
                .mapToObj(labels::get)
                .toList();
    }

    private static void add(LearningCurve.Point point, double[] mean, int count) {
        mean[0] += point.energy() / count;
        mean[1] += point.force() / count;
    }

    private static void print(String labels, int count, double[] silent, double[] talking) {
        System.out.printf(
                Locale.ROOT,
                "%s, at most %d labels: %.1f, %.3f; with messages %.1f, %.3f%n",
                labels,
                count,
                silent[0],
                silent[1],
                talking[0],
                talking[1]);
    }

    @Test
    void learns_dft_labels_of_large_silicon_cells() {
        System.out.println(HEAD);
        LearningCurve.Point point = LearningCurve.point(
                "acenet", MlearnLabels.training(Element.Si), MlearnLabels.test(Element.Si), Map.of());
        System.out.println(point);
        assertThat(point.energy()).isLessThan(6);
        assertThat(point.force()).isLessThan(0.11);
    }
}
