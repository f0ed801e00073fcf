package org.polymorph.surrogate.relax;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.SurrogateModel;

class SurrogateRelaxationTest {
    private static final Calculator LJ = new LennardJonesFixture();
    private static final Structure START = LennardJonesFixture.rattled(LennardJonesFixture.fcc(3.4), 0.2, 0.05, 1);

    /** The potential with made-up spreads; remembers what it was asked. */
    private static final class FakeModel implements SurrogateModel {
        private final ToDoubleFunction<Structure> forceStd;
        private final ToDoubleFunction<Structure> stressStd;
        private final List<Prediction> given = new ArrayList<>();

        FakeModel(ToDoubleFunction<Structure> forceStd, ToDoubleFunction<Structure> stressStd) {
            this.forceStd = forceStd;
            this.stressStd = stressStd;
        }

        @Override
        public Prediction predict(Structure structure) {
            double[] std = new double[structure.size()];
            std[structure.size() - 1] = forceStd.applyAsDouble(structure);
            Stress stress = new Stress(0, 0, 0, stressStd.applyAsDouble(structure), 0, 0);
            given.add(new Prediction(evaluate(structure), 0, std, stress));
            return given.get(given.size() - 1);
        }

        @Override
        public Evaluation evaluate(Structure structure) {
            return LJ.evaluate(structure);
        }

        @Override
        public double[] represent(Structure structure) {
            return new double[] {structure.volume()};
        }

        @Override
        public Map<String, String> summary() {
            return Map.of();
        }

        @Override
        public void save(Path file) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void relaxes_to_the_minimum_where_it_is_certain_and_gives_the_prediction() {
        FakeModel model = new FakeModel(s -> 0.2, s -> 0.01);
        Relaxation relaxed = Relaxer.relax(START, model, RelaxSettings.defaults(), 0);
        assertThat(relaxed.outcome()).isEqualTo(RelaxOutcome.CONVERGED);
        assertThat(relaxed.prediction().orElseThrow().mean()).isEqualTo(relaxed.evaluation());
        assertThat(relaxed.evaluation())
                .isEqualTo(Relaxer.relax(START, LJ, RelaxSettings.defaults(), 0).evaluation());
    }

    @Test
    void leaves_an_untrusted_start_as_it_was() {
        FakeModel forces = new FakeModel(s -> 100, s -> 0);
        FakeModel stress = new FakeModel(s -> 0, s -> 100);
        FakeModel nothing = new FakeModel(s -> Double.NaN, s -> 0);
        for (FakeModel model : List.of(forces, stress, nothing)) {
            Relaxation relaxed = Relaxer.relax(START, model, RelaxSettings.defaults(), 0);
            assertThat(relaxed.outcome()).isEqualTo(RelaxOutcome.UNCERTAIN);
            assertThat(relaxed.structure()).isEqualTo(START);
            assertThat(relaxed.evaluations()).isOne();
        }
    }

    @Test
    void tests_the_uncertainty_before_a_frame_is_accepted() {
        double limit = 0.93 * START.volume();
        FakeModel model = new FakeModel(s -> s.volume() < limit ? 1e3 : 0, s -> 0);
        Relaxation relaxed = Relaxer.relax(START, model, RelaxSettings.defaults(), 0);
        assertThat(relaxed.outcome()).isEqualTo(RelaxOutcome.UNCERTAIN);
        assertThat(relaxed.structure().volume()).isGreaterThan(limit).isLessThan(START.volume());
        assertThat(relaxed.prediction().orElseThrow().maxForceStd()).isZero();
        assertThat(model.given.get(model.given.size() - 1).maxForceStd()).isEqualTo(1e3);
        assertThat(relaxed.reason()).contains("uncertain forces");
    }

    @Test
    void stops_for_an_uncertain_stress_too() {
        double limit = 0.93 * START.volume();
        FakeModel model = new FakeModel(s -> 0, s -> s.volume() < limit ? 1e3 : 0);
        Relaxation relaxed = Relaxer.relax(START, model, RelaxSettings.defaults(), 0);
        assertThat(relaxed.outcome()).isEqualTo(RelaxOutcome.UNCERTAIN);
        assertThat(relaxed.structure().volume()).isGreaterThan(limit);
        assertThat(relaxed.reason()).contains("uncertain stress");
        assertThat(Relaxer.relax(START, model, RelaxSettings.defaults().withFixedCell(true), 0)
                        .outcome())
                .isEqualTo(RelaxOutcome.CONVERGED);
    }
}
