package org.polymorph.surrogate.acenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.surrogate.ace.AtomicInvariants;
import org.polymorph.surrogate.network.Blocks;
import org.polymorph.surrogate.training.RandomCells;

class LossTest {
    private static final Element[] SPECIES = {Element.Si, Element.O, Element.O, Element.Si, Element.O};

    private final AtomicInvariants invariants =
            new AtomicInvariants(new AtomicInvariants.Shape(3.6, 4, 40, 12, 5, 2), List.of(Element.O, Element.Si), 2);
    private final AtomicNetwork network = new AtomicNetwork(15, 9, 7);
    private final Networks silent = new Networks(network, 2, 0, 3.6);
    private final Networks talking = new Networks(network, 2, 0.7, 3.6);

    private Projection[] projections() {
        SplittableRandom random = new SplittableRandom(1);
        double[] priors = random.doubles(invariants.size(), 0.5, 2).toArray();
        double[] rows = random.doubles(100L * invariants.size(), -1, 1).toArray();
        Projection projection = Projection.of(rows, 100, priors, network.features());
        return new Projection[] {projection, projection};
    }

    private static double[] features(Projection projection, double[] values) {
        double[] features = new double[projection.width()];
        for (int f = 0; f < values.length; f++) {
            for (int k = 0; k < features.length; k++) {
                features[k] += (values[f] - projection.mean()[f]) * projection.weights()[f * features.length + k];
            }
        }
        return features;
    }

    private List<Sample> samples(double energy, double force, double virial) {
        List<Sample> samples = new ArrayList<>();
        for (LabelledStructure label : RandomCells.madeUpLabels(3, SPECIES)) {
            Surroundings surroundings = new ProjectedScan(invariants, projections()).look(label.structure());
            double[] noise = {energy, force, virial};
            samples.add(Sample.of(surroundings, label.evaluation(), label.evaluation(), -5, noise));
        }
        return samples;
    }

    private double[][] weights(Networks networks) {
        SplittableRandom random = new SplittableRandom(3);
        double[][] linear = new double[2][];
        Arrays.setAll(
                linear, z -> random.doubles(network.features() + 1L, -1, 1).toArray());
        double[][] weights = networks.draw(z -> new SplittableRandom(10 + z), linear);
        for (int z = 0; z < 2; z++) {
            // not small, so that its derivatives are seen
            weights[z * AtomicNetwork.BLOCKS + 4] =
                    random.doubles(network.second(), -1, 1).toArray();
        }
        new Loss(networks).standardize(samples(1, 1, 1), weights);
        return weights;
    }

    @ParameterizedTest
    @CsvSource({"0.1, 1e6, 1e6", "1e6, 1, 1e6", "1e6, 1e6, 1", "0.1, 1, 1"})
    void gradient_by_the_weights_is_that_of_finite_differences(double energy, double force, double virial) {
        List<Sample> samples = samples(energy, force, virial);
        checkGradient(silent, samples);
        checkGradient(talking, samples);
    }

    private void checkGradient(Networks networks, List<Sample> samples) {
        double[][] weights = weights(networks);
        double[][] gradient = Blocks.zeros(weights);
        Loss loss = new Loss(networks);
        double value = loss.addGradient(samples, weights, gradient);
        assertThat(value).isEqualTo(loss.value(samples, weights));
        for (int block = 0; block < weights.length; block++) {
            double[] direction = new SplittableRandom(block)
                    .doubles(weights[block].length, -1, 1)
                    .toArray();
            double along = 0;
            for (int k = 0; k < direction.length; k++) {
                along += direction[k] * gradient[block][k];
            }
            double h = 1e-4;
            double slope = (8
                                    * (moved(loss, samples, weights, block, direction, h)
                                            - moved(loss, samples, weights, block, direction, -h))
                            - moved(loss, samples, weights, block, direction, 2 * h)
                            + moved(loss, samples, weights, block, direction, -2 * h))
                    / (12 * h);
            double size = Math.max(Math.abs(slope), 1e-3 * Math.abs(value));
            assertThat(along).as("block %d", block).isCloseTo(slope, within(1e-5 * size));
        }
    }

    private static double moved(
            Loss loss, List<Sample> samples, double[][] weights, int block, double[] direction, double step) {
        double[][] moved = Blocks.copy(weights);
        for (int k = 0; k < direction.length; k++) {
            moved[block][k] += step * direction[k];
        }
        return loss.value(samples, moved);
    }

    @Test
    void folded_networks_say_of_invariants_what_networks_say_of_features() {
        Projection[] projections = projections();
        double[][] weights = weights(silent);
        double[][] folded = FoldedNetwork.fold(weights, projections);
        SplittableRandom random = new SplittableRandom(5);
        double[] values = random.doubles(invariants.size(), -1, 1).toArray();
        double[] energy = new double[1];
        double[] wanted = new double[1];
        AtomicNetwork wide = new AtomicNetwork(invariants.size(), network.first(), network.second());
        wide.pass().evaluate(1, values, AtomicNetwork.part(folded, 1), energy, new double[invariants.size()]);
        double[] features = features(projections[1], values);
        network.pass().evaluate(1, features, AtomicNetwork.part(weights, 1), wanted, new double[network.features()]);
        assertThat(energy[0]).isCloseTo(wanted[0], within(1e-10));
    }

    @Test
    void a_batch_gives_every_structure_what_it_gets_alone() {
        checkBatch(silent);
        checkBatch(talking);
    }

    private void checkBatch(Networks networks) {
        List<Sample> samples = samples(0.1, 1, 1);
        double[][] weights = weights(networks);
        Loss loss = new Loss(networks);
        double[][] together = loss.predict(samples, weights);
        for (int s = 0; s < samples.size(); s++) {
            double[] alone = loss.predict(List.of(samples.get(s)), weights)[0];
            assertThat(together[s]).containsExactly(alone, within(1e-10));
        }
    }

    @Test
    void linear_start_is_the_linear_function_of_the_invariants() {
        Projection projection = projections()[0];
        SplittableRandom random = new SplittableRandom(8);
        // a function of the directions that are kept
        double[] coefficients = new double[invariants.size() + 1];
        double[] mix = random.doubles(projection.width(), -1, 1).toArray();
        for (int f = 0; f < invariants.size(); f++) {
            for (int k = 0; k < mix.length; k++) {
                coefficients[1 + f] += mix[k] * projection.weights()[f * mix.length + k];
            }
        }
        coefficients[0] = 0.7;
        double[] linear = projection.linear(coefficients, 0);
        double[] values = random.doubles(invariants.size(), -1, 1).toArray();
        double[] features = features(projection, values);
        double wanted = coefficients[0];
        double found = linear[linear.length - 1];
        for (int f = 0; f < values.length; f++) {
            wanted += coefficients[1 + f] * values[f];
        }
        for (int k = 0; k < features.length; k++) {
            found += linear[k] * features[k];
        }
        assertThat(found).isCloseTo(wanted, within(1e-9));
    }
}
