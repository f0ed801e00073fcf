package org.polymorph.surrogate.painn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.training.LearningCurve;
import org.polymorph.surrogate.training.RandomCells;

/** One, two and three elements, with labels of reference potentials. */
class PaiNNLearningTest {
    private static final int TRAINED = 40;
    private static final Map<String, Object> SETTINGS =
            Map.of("cutoff", 4.2, "ensemble", 2, "features", 16, "epochs", 40);

    private static List<LabelledStructure> labels(String potential, Map<String, Object> settings, Element... species) {
        Calculator calculator =
                Providers.of(CalculatorProvider.class).get(potential).create(Settings.of(settings));
        List<LabelledStructure> labels = new ArrayList<>();
        for (int s = 0; s < TRAINED + 20; s++) {
            Structure cell = RandomCells.cell(s, species);
            labels.add(new LabelledStructure(String.format("%04d", s), cell, calculator.evaluate(cell)));
        }
        return labels;
    }

    private static void learns(List<LabelledStructure> labels) {
        List<LabelledStructure> heldOut = labels.subList(TRAINED, labels.size());
        LearningCurve.Point errors = LearningCurve.point("painn", labels.subList(0, TRAINED), heldOut, SETTINGS);
        double force = 0;
        int components = 0;
        for (LabelledStructure label : heldOut) {
            for (double f : label.evaluation().forces()) {
                force += Math.abs(f);
                components++;
            }
        }
        // a model that says nothing is off by the mean of the forces themselves
        assertThat(errors.force()).isLessThan(0.5 * force / components);
        assertThat(errors.ratio()).isBetween(0.2, 5.0);
    }

    @Test
    void learns_silicon() {
        learns(RandomCells.silicon(TRAINED + 20));
    }

    @Test
    void learns_two_elements() {
        learns(labels("tosi-fumi", Map.of(), Element.Na, Element.Cl, Element.Na, Element.Cl));
    }

    @Test
    void learns_three_elements() {
        // a rigid-ion model of strontium titanate
        Map<String, Object> settings = Map.of(
                "charges",
                Map.of("Sr", 2, "Ti", 4, "O", -2),
                "pairs",
                Map.of(
                        "Sr-O", Map.of("A", 776.84, "rho", 0.35867),
                        "Ti-O", Map.of("A", 877.2, "rho", 0.38096),
                        "O-O", Map.of("A", 22764.3, "rho", 0.149)));
        learns(labels("buckingham", settings, Element.Sr, Element.Ti, Element.O, Element.O, Element.O));
    }
}
