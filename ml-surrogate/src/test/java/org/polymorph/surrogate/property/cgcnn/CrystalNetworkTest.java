package org.polymorph.surrogate.property.cgcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.network.Blocks;
import org.polymorph.surrogate.training.RandomCells;

/** The network and its graphs, against finite differences and crystals whose neighbours are known. */
class CrystalNetworkTest {
    private static final CgcnnSettings.Shape SHAPE = new CgcnnSettings.Shape(5, 2, 4, 8, 6);
    private static final List<Element> ELEMENTS = List.of(Element.Si, Element.Ge);

    private static CrystalGraph graph(long seed) {
        return CrystalGraph.of(RandomCells.cell(seed, Element.Si, Element.Ge, Element.Si), ELEMENTS, 12, SHAPE);
    }

    @Test
    void the_gradient_is_that_of_finite_differences() {
        CrystalNetwork network = new CrystalNetwork(SHAPE, 12, 2);
        SplittableRandom random = new SplittableRandom(5);
        double[][] weights = network.draw(random);
        CrystalGraph batch = CrystalGraph.join(List.of(graph(1), graph(2), graph(3)));
        network.standardize(batch, weights);
        for (double[] block : weights) {
            for (int k = 0; k < block.length; k++) {
                block[k] += 0.1 * random.nextGaussian(); // biases off their start
            }
        }
        double[] targets = {0.3, -1, 0.5};
        double[][] gradient = Blocks.zeros(weights);
        network.addGradient(batch, targets, weights, gradient);
        double h = 1e-5;
        for (int b = 0; b < weights.length; b++) {
            for (int k = 0; k < weights[b].length; k++) {
                double kept = weights[b][k];
                weights[b][k] = kept + h;
                double up = network.addGradient(batch, targets, weights, Blocks.zeros(weights));
                weights[b][k] = kept - h;
                double down = network.addGradient(batch, targets, weights, Blocks.zeros(weights));
                weights[b][k] = kept;
                assertThat(gradient[b][k]).as("block %d, %d", b, k).isCloseTo((up - down) / (2 * h), within(1e-8));
            }
        }
    }

    @Test
    void crystals_side_by_side_have_the_values_of_each_alone() {
        CrystalNetwork network = new CrystalNetwork(SHAPE, 12, 2);
        double[][] weights = network.draw(new SplittableRandom(5));
        double[] together = network.values(CrystalGraph.join(List.of(graph(1), graph(2))), weights);
        assertThat(together[0]).isCloseTo(network.values(graph(1), weights)[0], within(1e-12));
        assertThat(together[1]).isCloseTo(network.values(graph(2), weights)[0], within(1e-12));
    }

    /** An atom of a body-centred cubic crystal has 8 neighbours at √3/2 and 6 at one edge; 12 take 4 of these 6. */
    @Test
    void neighbours_at_one_distance_share_what_is_left() {
        Structure bcc = Structure.of(
                Lattice.of(new double[] {3, 0, 0, 0, 3, 0, 0, 0, 3}),
                List.of(Element.Si, Element.Si),
                new double[] {0, 0, 0, 0.5, 0.5, 0.5});
        CrystalGraph graph = CrystalGraph.of(bcc, ELEMENTS, 12, SHAPE);
        assertThat(graph.edges()).isEqualTo(28);
        double[] first = Arrays.copyOf(graph.weight(), 14);
        assertThat(Arrays.copyOf(first, 8)).containsOnly(1);
        assertThat(Arrays.copyOfRange(first, 8, 14)).containsOnly(4.0 / 6);
        assertThat(Arrays.stream(graph.weight()).sum()).isCloseTo(24, within(1e-12));
    }

    @Test
    void activations_hold_at_the_ends() {
        assertThat(Activations.softplus(800)).isEqualTo(800);
        assertThat(Activations.softplus(-800)).isZero();
        assertThat(Activations.softplus(0)).isEqualTo(Math.log(2));
        assertThat(Activations.sigmoid(-800)).isZero();
    }
}
