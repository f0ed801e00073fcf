package org.polymorph.surrogate.acenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterNetwork;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.schnet.Interaction;
import org.polymorph.surrogate.training.RandomCells;

class NetworksTest {
    private static final double CUTOFF = 5.0;
    private static final int ATOMS = 8;
    private static final int FEATURES = 30;

    private final Networks networks = new Networks(new AtomicNetwork(FEATURES, 50, 50), 1, 1, CUTOFF);
    private final Graph graph = graph();
    private final double[][] features = {
        new SplittableRandom(2).doubles(ATOMS * FEATURES, -1, 1).toArray()
    };
    private final double[][] weights = weights();

    private static Graph graph() {
        Element[] species = new Element[ATOMS];
        Arrays.fill(species, Element.Si);
        return Graph.of(RandomCells.cell(1, species), CUTOFF, element -> 0);
    }

    private double[][] weights() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] linear = {random.doubles(FEATURES + 1, -1, 1).toArray()};
        double[][] drawn = networks.draw(SplittableRandom::new, linear);
        // as large as training makes it
        drawn[4] = random.doubles(networks.atomic().second(), -0.3, 0.3).toArray();
        NetworksPass pass = new NetworksPass(networks);
        DistanceGrid grid = networks.fineGrid();
        pass.evaluate(atoms(grid), drawn, networks.tabulate(grid, drawn), answers());
        pass.standardize(drawn);
        return drawn;
    }

    private NetworksPass.Atoms atoms(DistanceGrid grid) {
        return new NetworksPass.Atoms(new int[] {ATOMS}, features, new Interaction.Pairs(graph, grid.places(graph)));
    }

    private NetworksPass.Answers answers() {
        return new NetworksPass.Answers(
                new double[1][ATOMS], new double[1][ATOMS * FEATURES], new double[graph.pairs()]);
    }

    private NetworksPass.Answers evaluate(DistanceGrid grid) {
        NetworksPass.Answers answers = answers();
        new NetworksPass(networks).evaluate(atoms(grid), weights, networks.tabulate(grid, weights), answers);
        return answers;
    }

    @Test
    void tables_of_filters_are_as_good_as_the_network() {
        NetworksPass.Answers usual = evaluate(networks.fineGrid());
        // sixteen times as fine: the error of a cubic is 65,536 times smaller, as good as exact
        NetworksPass.Answers exact =
                evaluate(new DistanceGrid(CUTOFF, 16 * (networks.fineGrid().size() - 1) + 1));
        double energy = Arrays.stream(usual.energies()[0]).sum();
        assertThat(energy).isCloseTo(Arrays.stream(exact.energies()[0]).sum(), within(1e-6));
        assertThat(usual.distanceGradients()).containsExactly(exact.distanceGradients(), within(1e-5));
        assertThat(usual.distanceGradients()).isNotEqualTo(exact.distanceGradients());
        assertThat(Arrays.stream(exact.distanceGradients()).map(Math::abs).max().orElseThrow())
                .isGreaterThan(1e-2);
    }

    @Test
    void networks_without_messages_have_no_weights_for_them() {
        Networks silent = new Networks(networks.atomic(), 1, 0, CUTOFF);
        double[][] alone = silent.draw(SplittableRandom::new, new double[][] {new double[FEATURES + 1]});
        double[][] talking = networks.draw(SplittableRandom::new, new double[][] {new double[FEATURES + 1]});
        assertThat(alone.length).isEqualTo(AtomicNetwork.BLOCKS);
        assertThat(Arrays.copyOf(talking, alone.length)).isDeepEqualTo(alone);
        assertThat(talking.length).isEqualTo(AtomicNetwork.BLOCKS + FilterNetwork.BLOCKS + Interaction.BLOCKS);
    }
}
