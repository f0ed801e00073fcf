package org.polymorph.surrogate.schnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.Network;
import org.polymorph.surrogate.network.NetworkContract;
import org.polymorph.surrogate.network.NetworkShape;
import org.polymorph.surrogate.training.RandomCells;

class SchNetTest extends NetworkContract {
    @Override
    protected Network network(NetworkShape shape) {
        return new SchNet(shape);
    }

    @Test
    void tables_of_filters_are_as_good_as_the_network() {
        Element[] species = {
            Element.Si, Element.Si, Element.Si, Element.Si, Element.Si, Element.Si, Element.Si, Element.Si
        };
        SchNet network = new SchNet(new NetworkShape(1, 64, 3, 20, 5.0));
        double[][] weights = network.draw(new SplittableRandom(1));
        Graph graph = Graph.of(RandomCells.cell(1, species), 5.0, element -> 0);
        network.standardize(graph, weights);
        double[] energy = new double[1];
        double[] gradients = evaluate(network.tabulate(weights), graph, energy);
        double[] trueEnergy = new double[1];
        // sixteen times finer than usual, the error of a cubic is 65,536 times smaller: as good as exact
        double[] trueGradients = evaluate(network.tabulate(weights, 832), graph, trueEnergy);
        assertThat(energy[0]).isCloseTo(trueEnergy[0], within(1e-6));
        assertThat(gradients).containsExactly(trueGradients, within(1e-5));
        assertThat(energy[0]).isNotEqualTo(trueEnergy[0]);
    }

    @Test
    void single_precision_is_right_to_a_millionth() {
        Element[] species = new Element[16];
        java.util.Arrays.fill(species, Element.Si);
        SchNet network = new SchNet(new NetworkShape(1, 64, 3, 20, 5.0));
        double[][] weights = network.draw(new SplittableRandom(1));
        Graph graph = Graph.of(RandomCells.cell(1, species), 5.0, element -> 0);
        network.standardize(graph, weights);
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
                .isCloseTo(energy[0], within(2e-6 * Math.max(1, Math.abs(energy[0]))))
                .isNotEqualTo(energy[0]);
        assertThat(off).isLessThan(5e-6 * largest);
    }

    private static double[] evaluate(Network.Tabulated network, Graph graph, double[] energy) {
        DistanceGrid.Places places = network.grid().places(graph);
        double[] gradients = new double[3 * graph.pairs()];
        network.evaluator().evaluate(graph, places, energy, gradients);
        return gradients;
    }
}
