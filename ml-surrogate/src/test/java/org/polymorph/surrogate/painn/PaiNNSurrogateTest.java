package org.polymorph.surrogate.painn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.network.NetworkShape;
import org.polymorph.surrogate.training.SurrogateContract;

class PaiNNSurrogateTest extends SurrogateContract {
    private static final double CUTOFF = 4.0;

    @Override
    protected Surrogate surrogate() {
        return Providers.of(Surrogate.class).get("painn");
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "ensemble",
                3,
                "features",
                12,
                "radial",
                12,
                "interactions",
                2,
                "cutoff",
                CUTOFF,
                "epochs",
                6,
                "core",
                1.2);
    }

    @Test
    void energy_and_forces_are_smooth_where_an_atom_leaves_the_cutoff() {
        SurrogateModel model = train(labels(12), settings(), 1);
        double alone = model.evaluate(pair(CUTOFF + 1)).energy();
        Evaluation inside = model.evaluate(pair(CUTOFF - 1e-3));
        // the cosine cutoff falls off quadratically
        assertThat(inside.energy()).isCloseTo(alone, within(1e-4));
        assertThat(model.evaluate(pair(CUTOFF - 1e-5)).maxForce()).isLessThan(0.02 * inside.maxForce() + 1e-9);
        assertThat(model.evaluate(pair(CUTOFF)).maxForce()).isLessThan(1e-9);
        assertThat(model.evaluate(pair(CUTOFF - 0.5)).maxForce()).isGreaterThan(1e-4);
    }

    private static Structure pair(double distance) {
        Lattice lattice = Lattice.of(new double[] {20, 0, 0, 0, 20, 0, 0, 0, 20});
        return Structure.of(lattice, List.of(Element.Si, Element.O), new double[] {0, 0, 0, distance / 20, 0, 0});
    }

    @Test
    void the_energy_is_smooth_where_symmetry_makes_all_vectors_vanish() {
        SurrogateModel model = train(labels(12), settings(), 1);
        Evaluation perfect = model.evaluate(rockSalt(0));
        assertThat(perfect.maxForce()).isLessThan(1e-9);
        double h = 1e-3;
        double here = perfect.energy();
        double curvature = (model.evaluate(rockSalt(h)).energy() - here) / (h * h);
        double finer = (model.evaluate(rockSalt(h / 4)).energy() - here) / (h * h / 16);
        // a kink would make it four times as large
        assertThat(finer).isCloseTo(curvature, within(0.05 * Math.abs(curvature)));
    }

    private static Structure rockSalt(double shift) {
        double half = 2.1;
        Lattice lattice = Lattice.of(new double[] {0, half, half, half, 0, half, half, half, 0});
        double x = 0.5 + shift / (2 * half);
        return Structure.of(lattice, List.of(Element.Si, Element.O), new double[] {0, 0, 0, x, x, x});
    }

    @Test
    void network_of_the_default_sizes_has_the_published_number_of_weights() {
        double[][] weights = new PaiNN(new NetworkShape(1, 64, 3, 20, 5.0)).draw(new SplittableRandom(1));
        int count = Arrays.stream(weights).mapToInt(block -> block.length).sum();
        // 157,313 with embeddings of 100 elements (SchNetPack 2), here 1, and with weights that have no effect: those
        // of
        // filters and factors of vectors in the first round, and of factors of vectors in the last
        int filters = 20 * 64 + 64;
        int factors = 64 * 64 + 64;
        assertThat(count + 99 * 64 + filters + 2 * factors).isEqualTo(157_313);
    }
}
