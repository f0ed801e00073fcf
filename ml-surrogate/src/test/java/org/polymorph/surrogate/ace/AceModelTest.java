package org.polymorph.surrogate.ace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.calibration.Calibration;
import org.polymorph.surrogate.training.Derivatives;
import org.polymorph.surrogate.training.RandomCells;

class AceModelTest {
    private static final Element[] ONE = {Element.Si, Element.Si, Element.Si, Element.Si};
    private static final Element[] TWO = {Element.Si, Element.O, Element.O, Element.Si, Element.O};

    private static SurrogateModel model(Element[] species, Object... settings) {
        Map<String, Object> tree = new java.util.LinkedHashMap<>();
        for (int k = 0; k < settings.length; k += 2) {
            tree.put((String) settings[k], settings[k + 1]);
        }
        return train(RandomCells.madeUpLabels(12, species), Settings.of(tree), 1);
    }

    private static SurrogateModel train(List<LabelledStructure> labels, Settings settings, int threads) {
        try (Workers workers = new Workers(threads)) {
            return new AceSurrogate().train(TrainingTask.of(labels, settings, new Seed(7), workers));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void forces_and_stress_are_the_derivatives_of_the_energy_for_one_element(int bodyOrder) {
        checkDerivatives(model(ONE, "bodyOrder", bodyOrder, "core", 1.2), RandomCells.cell(77, ONE));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void forces_and_stress_are_the_derivatives_of_the_energy_for_two_elements(int bodyOrder) {
        checkDerivatives(model(TWO, "bodyOrder", bodyOrder, "features", 120, "cutoff", 4.0), RandomCells.cell(78, TWO));
    }

    @Test
    void forces_and_stress_are_the_derivatives_of_the_energy_for_three_elements() {
        Element[] three = {Element.Sr, Element.Ti, Element.O, Element.O, Element.O};
        checkDerivatives(model(three, "features", 150, "cutoff", 4.0), RandomCells.cell(79, three));
    }

    private static void checkDerivatives(SurrogateModel model, Structure structure) {
        Derivatives.check(model, structure, 1e-4, 1e-6, 1e-8);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 16})
    void deviations_are_those_of_the_members_through_the_linear_map_of_the_fit(int committee) {
        AceModel model = (AceModel) model(TWO, "features", 80, "cutoff", 4.0, "committee", committee);
        Structure structure = RandomCells.cell(11, TWO);
        AceBasis basis = model.basis();
        Design design = new Design.Builder(basis, new Jacobian(basis)).of(structure);
        AceModel.Parameters parameters = model.parameters();
        double[] variance = new double[design.columns()];
        for (int k = 0; k < committee; k++) {
            for (int c = 0; c < variance.length; c++) {
                double x = 0;
                for (int f = 0; f < basis.size(); f++) {
                    x += parameters.deviations()[k * basis.size() + f] * design.values()[f * variance.length + c];
                }
                variance[c] += x * x / committee;
            }
        }
        Prediction prediction = model.predict(structure);
        Calibration calibration = Calibration.of(parameters.calibration());
        int atoms = structure.size();
        assertThat(prediction.energyStd())
                .isCloseTo(atoms * calibration.energy().of(Math.sqrt(variance[0]) / atoms), within(1e-9));
        for (int i = 0; i < atoms; i++) {
            double sum = variance[1 + 3 * i] + variance[2 + 3 * i] + variance[3 + 3 * i];
            // single precision
            assertThat(prediction.forceStd()[i])
                    .isCloseTo(Math.sqrt(3) * calibration.force().of(Math.sqrt(sum / 3)), withinPercentage(0.01));
        }
        assertThat(prediction.stressStd().xy())
                .isCloseTo(calibration.stress().of(Math.sqrt(variance[variance.length - 1])), withinPercentage(0.01));
    }

    @Test
    void representation_has_the_same_bits_whatever_was_represented_before() {
        SurrogateModel model = model(TWO, "features", 80, "cutoff", 4.0);
        Structure structure = RandomCells.cell(11, TWO);
        double[] first = model.represent(structure);
        Structure larger = RandomCells.cell(12, TWO).supercell(2, 2, 1);
        double[] other = model.represent(larger);
        assertThat(other).isNotEqualTo(first);
        assertThat(model.represent(structure)).containsExactly(first);
        try (Workers workers = new Workers(3)) {
            List<double[]> many = workers.map(12, k -> model.represent(k % 2 == 0 ? structure : larger));
            for (int k = 0; k < many.size(); k++) {
                assertThat(many.get(k)).as("%d", k).containsExactly(k % 2 == 0 ? first : other);
            }
        }
    }
}
