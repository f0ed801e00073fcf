package org.polymorph.surrogate.acenet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
            LearningCurve.Point talking =
                    LearningCurve.point("acenet", labels.subList(0, count), test, Map.of("messages", 1));
            System.out.println(linear + " ace");
            System.out.println(network + " acenet");
            System.out.println(talking + " acenet, messages: 1");
            assertThat(network.force()).isLessThan(1.05 * linear.force());
            assertThat(talking.force()).isLessThan(1.02 * network.force());
        }
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
