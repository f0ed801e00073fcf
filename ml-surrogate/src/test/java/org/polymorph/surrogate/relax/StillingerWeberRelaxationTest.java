package org.polymorph.surrogate.relax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.generate.RandomGenerator;

class StillingerWeberRelaxationTest {
    private Calculator sw = structure -> {
        throw new IllegalStateException();
    };

    @BeforeEach
    void makeThePotential() {
        sw = Providers.of(CalculatorProvider.class).get("sw").create(Settings.empty());
    }

    private static Structure diamond(double a) {
        double[] f = {
            0, 0, 0, 0, .5, .5, .5, 0, .5, .5, .5, 0, .25, .25, .25, .25, .75, .75, .75, .25, .75, .75, .75, .25
        };
        return Structure.of(Lattice.cubic(a), Collections.nCopies(8, Element.Si), f);
    }

    // energy and volume of diamond: method notes of the project, as published for the potential
    @Test
    void a_rattled_cell_returns_to_diamond_by_either_optimizer() {
        RelaxSettings tight = RelaxSettings.of(Settings.of(Map.of("fmax", 1e-4, "steps", 2000)));
        for (RelaxSettings.Optimizer optimizer : RelaxSettings.Optimizer.values()) {
            Structure start = LennardJonesFixture.rattled(diamond(5.6), 0.2, 0.04, 1);
            Relaxation relaxed = Relaxer.relax(start, sw, tight.withOptimizer(optimizer), 0);
            assertThat(relaxed.outcome()).isEqualTo(RelaxOutcome.CONVERGED);
            assertThat(relaxed.energyPerAtom()).isCloseTo(-4.336600, within(2e-6));
            assertThat(relaxed.structure().volume() / 8).isCloseTo(20.023, within(2e-3));
        }
    }

    @Test
    void random_cells_of_silicon_relax_within_the_steps_of_the_method() {
        try (Workers workers = new Workers(2)) {
            Settings settings =
                    Settings.of(Map.of("minDistance", Map.of("Si-Si", 1.6), "volumePerAtom", List.of(15, 30)));
            List<Structure> pool = new RandomGenerator()
                    .generate(Composition.parse("Si8"), 200, settings, new Seed(1), workers, Progress.NONE);
            List<Relaxation> relaxed =
                    new BatchRelaxer(RelaxSettings.defaults(), 0).relax(pool, sw, workers, Progress.NONE);
            double[] evaluations = relaxed.stream()
                    .mapToDouble(Relaxation::evaluations)
                    .sorted()
                    .toArray();
            assertThat(relaxed).extracting(Relaxation::outcome).containsOnly(RelaxOutcome.CONVERGED);
            assertThat(evaluations[100]).isBetween(20.0, 80.0);
            assertThat(relaxed).allMatch(r -> r.energyPerAtom() > -4.33661);
        }
    }
}
