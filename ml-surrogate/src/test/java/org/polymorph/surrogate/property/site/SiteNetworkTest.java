package org.polymorph.surrogate.property.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.polymorph.surrogate.network.Blocks;

/** The network, against finite differences. */
class SiteNetworkTest {
    private static final double H = 1e-5;

    private final SiteNetwork network = new SiteNetwork(5, 4, 3);
    private final SplittableRandom random = new SplittableRandom(5);
    private final SiteRows batch = SiteRows.join(List.of(rows(2), rows(3), rows(1)));
    private double[][] weights = new double[0][];

    private SiteRows rows(int sites) {
        double[] share = random.doubles(sites, 0.1, 1).toArray();
        return new SiteRows(random.doubles(5L * sites, -1, 1).toArray(), share, new int[sites], 1);
    }

    @BeforeEach
    void draw() {
        weights = network.draw(random);
        network.standardize(batch, weights);
        for (double[] block : weights) {
            for (int k = 0; k < block.length; k++) {
                block[k] += 0.1 * random.nextGaussian(); // biases off their start
            }
        }
    }

    @Test
    void the_gradient_by_the_weights_is_that_of_finite_differences() {
        double[] targets = {0.3, -1, 0.5};
        double[][] gradient = Blocks.zeros(weights);
        network.addGradient(batch, targets, weights, gradient);
        for (int b = 0; b < weights.length; b++) {
            for (int k = 0; k < weights[b].length; k++) {
                double kept = weights[b][k];
                weights[b][k] = kept + H;
                double up = network.addGradient(batch, targets, weights, Blocks.zeros(weights));
                weights[b][k] = kept - H;
                double down = network.addGradient(batch, targets, weights, Blocks.zeros(weights));
                weights[b][k] = kept;
                assertThat(gradient[b][k]).as("block %d, %d", b, k).isCloseTo((up - down) / (2 * H), within(1e-8));
            }
        }
    }

    @Test
    void the_slopes_of_a_value_by_its_inputs_are_those_of_finite_differences() {
        double[] slopes = network.slopes(batch, weights);
        for (int k = 0; k < slopes.length; k++) {
            int crystal = batch.crystal()[k / 5];
            double kept = batch.values()[k];
            batch.values()[k] = kept + H;
            double up = network.values(batch, weights)[crystal];
            batch.values()[k] = kept - H;
            double down = network.values(batch, weights)[crystal];
            batch.values()[k] = kept;
            assertThat(slopes[k]).as("input %d", k).isCloseTo((up - down) / (2 * H), within(1e-8));
        }
    }

    @Test
    void crystals_side_by_side_have_the_values_of_each_alone() {
        SiteRows one = rows(2);
        SiteRows two = rows(3);
        double[] together = network.values(SiteRows.join(List.of(one, two)), weights);
        assertThat(together[0]).isCloseTo(network.values(one, weights)[0], within(1e-12));
        assertThat(together[1]).isCloseTo(network.values(two, weights)[0], within(1e-12));
    }
}
