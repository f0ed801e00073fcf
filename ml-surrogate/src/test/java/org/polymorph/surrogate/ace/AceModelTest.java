package org.polymorph.surrogate.ace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.Workers;

class AceModelTest {
    private static final Element[] ONE = {Element.Si, Element.Si, Element.Si, Element.Si};
    private static final Element[] TWO = {Element.Si, Element.O, Element.O, Element.Si, Element.O};
    private static final double[] TURN = {0.36, 0.48, -0.8, -0.8, 0.6, 0, 0.48, 0.64, 0.6};

    private static SurrogateModel model(Element[] species, Object... settings) {
        Map<String, Object> tree = new java.util.LinkedHashMap<>();
        for (int k = 0; k < settings.length; k += 2) {
            tree.put((String) settings[k], settings[k + 1]);
        }
        return train(RandomCells.madeUpLabels(12, species), Settings.of(tree), 1);
    }

    private static SurrogateModel train(List<LabelledStructure> labels, Settings settings, int threads) {
        try (Workers workers = new Workers(threads)) {
            return new AceSurrogate().train(labels, settings, new Seed(7), Optional.empty(), workers, Progress.NONE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void forces_and_stress_are_the_derivatives_of_the_energy_for_one_element(int bodyOrder) {
        checkDerivatives(model(ONE, "bodyOrder", bodyOrder, "core", 1.2), RandomCells.cell(77, ONE));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void forces_and_stress_are_the_derivatives_of_the_energy_for_two_elements(int bodyOrder) {
        checkDerivatives(model(TWO, "bodyOrder", bodyOrder, "features", 120, "cutoff", 4.0), RandomCells.cell(78, TWO));
    }

    private static void checkDerivatives(SurrogateModel model, Structure structure) {
        Evaluation at = model.evaluate(structure);
        double h = 1e-4;
        double[] cartesian = structure.cartesian();
        double[] forces = new double[cartesian.length];
        for (int k = 0; k < forces.length; k++) {
            int moved = k;
            forces[k] = -slope(x -> energy(model, structure, cartesian, moved, x), h);
        }
        assertThat(at.forces()).containsExactly(forces, within(1e-6));
        int[][] voigt = {{0, 0}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}};
        double[] stress = new double[6];
        for (int v = 0; v < 6; v++) {
            int[] entry = voigt[v];
            double slope = slope(
                    e -> {
                        double[] strain = new double[9];
                        strain[3 * entry[0] + entry[1]] += e / 2;
                        strain[3 * entry[1] + entry[0]] += e / 2;
                        return model.evaluate(structure.strained(strain)).energy();
                    },
                    h);
            stress[v] = slope / structure.volume();
        }
        assertThat(at.stress().toVoigt()).containsExactly(stress, within(1e-8));
    }

    // fourth-order central difference
    private static double slope(DoubleUnaryOperator f, double h) {
        return (8 * (f.applyAsDouble(h) - f.applyAsDouble(-h)) - (f.applyAsDouble(2 * h) - f.applyAsDouble(-2 * h)))
                / (12 * h);
    }

    private static double energy(SurrogateModel model, Structure structure, double[] cartesian, int k, double h) {
        double[] moved = cartesian.clone();
        moved[k] += h;
        return model.evaluate(Structure.ofCartesian(structure.lattice(), structure.species(), moved))
                .energy();
    }

    @Test
    void energy_and_representation_do_not_depend_on_rotation_inversion_order_or_cell() {
        SurrogateModel model = model(TWO, "features", 120);
        Structure structure = RandomCells.cell(5, TWO);
        double energy = model.evaluate(structure).energy();
        double[] representation = model.represent(structure);
        double[] inversion = {-1, 0, 0, 0, -1, 0, 0, 0, -1};
        for (Structure same : List.of(
                structure.rotated(TURN),
                structure.rotated(inversion),
                reversed(structure),
                structure.supercell(1, 2, 1))) {
            double cells = (double) same.size() / structure.size();
            assertThat(model.evaluate(same).energy() / cells).isCloseTo(energy, within(1e-9));
            assertThat(model.represent(same)).containsExactly(representation, within(1e-7));
            assertThat(model.predict(same).energyStd() / cells)
                    .isCloseTo(model.predict(structure).energyStd(), within(1e-9));
        }
    }

    private static Structure reversed(Structure structure) {
        List<Element> species = new java.util.ArrayList<>(structure.species());
        java.util.Collections.reverse(species);
        double[] x = structure.fractional();
        double[] y = new double[x.length];
        for (int i = 0; i < species.size(); i++) {
            System.arraycopy(x, 3 * i, y, 3 * (species.size() - 1 - i), 3);
        }
        return Structure.of(structure.lattice(), species, y);
    }

    @Test
    void prediction_has_the_mean_of_evaluate_and_positive_deviations() {
        SurrogateModel model = model(ONE);
        Structure structure = RandomCells.cell(9, ONE);
        Prediction prediction = model.predict(structure);
        Evaluation mean = model.evaluate(structure);
        assertThat(prediction.mean().energy()).isCloseTo(mean.energy(), within(1e-9));
        assertThat(prediction.mean().forces()).containsExactly(mean.forces(), within(1e-9));
        assertThat(prediction.energyStd()).isPositive();
        assertThat(Arrays.stream(prediction.forceStd()).min().orElseThrow()).isPositive();
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
        double[] factors = parameters.calibration();
        assertThat(prediction.energyStd()).isCloseTo(factors[0] * Math.sqrt(variance[0]), within(1e-9));
        for (int i = 0; i < structure.size(); i++) {
            double sum = variance[1 + 3 * i] + variance[2 + 3 * i] + variance[3 + 3 * i];
            assertThat(prediction.forceStd()[i]).isCloseTo(factors[1] * Math.sqrt(sum), within(1e-9));
        }
        assertThat(prediction.stressStd().xy())
                .isCloseTo(factors[2] * Math.sqrt(variance[variance.length - 1]), within(1e-9));
    }

    @Test
    void same_seed_gives_the_same_bits_on_any_number_of_threads_and_in_any_order_of_labels() {
        List<LabelledStructure> labels = new java.util.ArrayList<>(RandomCells.madeUpLabels(40, ONE));
        Structure structure = RandomCells.cell(9, ONE);
        Prediction one = train(labels, Settings.empty(), 1).predict(structure);
        java.util.Collections.reverse(labels);
        Prediction three = train(labels, Settings.empty(), 3).predict(structure);
        assertThat(three).isEqualTo(one);
    }
}
