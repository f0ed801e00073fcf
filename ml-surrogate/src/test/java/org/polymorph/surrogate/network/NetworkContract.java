package org.polymorph.surrogate.network;

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
import org.polymorph.surrogate.training.RandomCells;

/** What every architecture must keep to. */
public abstract class NetworkContract {
    private static final Element[] SPECIES = {Element.Si, Element.O, Element.O, Element.Si, Element.O};

    private static final NetworkShape USUAL = new NetworkShape(1, 64, 3, 20, 5.0);

    protected abstract Network network(NetworkShape shape);

    /**
     * Prepares weights with tables sixteen times as fine as usual or more: the error of a cubic is 65,536 times smaller then, as
     * good as exact.
     */
    protected abstract Network.Tabulated finely(Network network, double[][] weights);

    private static int index(Element element) {
        return element == Element.Si ? 0 : 1;
    }

    private static Sample sample(int count, double cutoff) {
        List<Sample> parts = new ArrayList<>();
        for (LabelledStructure label : RandomCells.madeUpLabels(count, SPECIES)) {
            Graph graph = Graph.of(label.structure(), cutoff, NetworkContract::index);
            double[] energy = {label.evaluation().energy() / 10};
            parts.add(new Sample(
                    graph,
                    energy,
                    label.evaluation().forces(),
                    label.evaluation().stress().toMatrix()));
        }
        return Sample.join(parts);
    }

    private static double[][] moved(double[][] blocks, double[][] direction, double step) {
        double[][] moved = new double[blocks.length][];
        for (int b = 0; b < blocks.length; b++) {
            moved[b] = blocks[b].clone();
            for (int k = 0; k < moved[b].length; k++) {
                moved[b][k] += step * direction[b][k];
            }
        }
        return moved;
    }

    // Weights off their start, so that biases are not zero.
    private static double[][] someWeights(Network network) {
        SplittableRandom random = new SplittableRandom(3);
        double[][] weights = network.draw(random);
        for (double[] block : weights) {
            for (int k = 0; k < block.length; k++) {
                block[k] += 0.1 * random.nextGaussian();
            }
        }
        return weights;
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "0, 1, 0", "0, 0, 300", "0.01, 1, 300"})
    void gradient_of_the_loss_by_the_weights_is_that_of_finite_differences(double energy, double force, double stress) {
        Network network = network(new NetworkShape(2, 9, 2, 7, 3.6));
        Sample sample = sample(3, 3.6);
        double[][] weights = someWeights(network);
        double[][] gradient = moved(weights, weights, -1);
        Loss loss = new Loss(network, new LossWeights(energy, force, stress));
        loss.addGradient(sample, weights, gradient);
        for (int block = 0; block < weights.length; block++) {
            SplittableRandom random = new SplittableRandom(block);
            double[][] direction = moved(weights, weights, -1);
            double along = 0;
            for (int k = 0; k < direction[block].length; k++) {
                direction[block][k] = random.nextGaussian();
                along += direction[block][k] * gradient[block][k];
            }
            double h = 1e-4;
            double[] at = new double[4];
            double[] steps = {-2 * h, -h, h, 2 * h};
            for (int k = 0; k < 4; k++) {
                at[k] = loss.value(sample, moved(weights, direction, steps[k]));
            }
            double slope = (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * h);
            double size = Math.max(Math.abs(slope), 1e-3 * Math.abs(at[0]));
            assertThat(along).as("block %d", block).isCloseTo(slope, within(1e-5 * size));
        }
    }

    @Test
    void a_batch_gives_every_structure_what_it_gets_alone() {
        Network network = network(new NetworkShape(2, 8, 2, 6, 4.0));
        double[][] weights = network.draw(new SplittableRandom(1));
        Sample all = sample(3, 4.0);
        double[] energies = new double[3];
        double[] gradients = new double[3 * all.graph().pairs()];
        network.pass().evaluate(all.graph(), weights, energies, gradients);
        int pair = 0;
        for (int s = 0; s < 3; s++) {
            Graph graph = Graph.of(RandomCells.cell(s, SPECIES), 4.0, NetworkContract::index);
            double[] energy = new double[1];
            double[] alone = new double[3 * graph.pairs()];
            network.pass().evaluate(graph, weights, energy, alone);
            assertThat(energies[s]).isCloseTo(energy[0], within(1e-10));
            assertThat(Arrays.copyOfRange(gradients, 3 * pair, 3 * (pair + graph.pairs())))
                    .containsExactly(alone, within(1e-10));
            pair += graph.pairs();
        }
    }

    private static double[][] standardized(Network network, Graph graph) {
        double[][] weights = network.draw(new SplittableRandom(1));
        network.standardize(graph, weights);
        return weights;
    }

    private static Graph silicon(int atoms) {
        Element[] species = new Element[atoms];
        Arrays.fill(species, Element.Si);
        return Graph.of(RandomCells.cell(1, species), USUAL.cutoff(), element -> 0);
    }

    @Test
    void tables_of_filters_are_as_good_as_the_network() {
        Graph graph = silicon(8);
        Network network = network(USUAL);
        double[][] weights = standardized(network, graph);
        double[] energy = new double[1];
        double[] gradients = evaluate(network.tabulate(weights), graph, energy);
        double[] trueEnergy = new double[1];
        double[] trueGradients = evaluate(finely(network, weights), graph, trueEnergy);
        assertThat(energy[0]).isCloseTo(trueEnergy[0], within(1e-6));
        assertThat(gradients).containsExactly(trueGradients, within(1e-5));
        assertThat(energy[0]).isNotEqualTo(trueEnergy[0]);
    }

    @Test
    void single_precision_is_right_to_some_microelectronvolts_an_atom() {
        Graph graph = silicon(16);
        Network network = network(USUAL);
        double[][] weights = standardized(network, graph);
        double[] energy = new double[1];
        double[] gradients = evaluate(network.tabulate(weights), graph, energy);
        double[] singleEnergy = new double[1];
        double[] singleGradients = evaluate(network.tabulateSingle(weights), graph, singleEnergy);
        double largest = 0;
        double off = 0;
        for (int k = 0; k < gradients.length; k++) {
            largest = Math.max(largest, Math.abs(gradients[k]));
            off = Math.max(off, Math.abs(gradients[k] - singleGradients[k]));
        }
        assertThat(singleEnergy[0])
                .isCloseTo(energy[0], within(5e-6 * graph.atoms()))
                .isNotEqualTo(energy[0]);
        assertThat(off).isLessThan(2e-5 * largest);
    }

    private static double[] evaluate(Network.Tabulated network, Graph graph, double[] energy) {
        DistanceGrid.Places places = network.grid().places(graph);
        double[] gradients = new double[3 * graph.pairs()];
        network.evaluator().evaluate(graph, places, energy, gradients);
        return gradients;
    }
}
