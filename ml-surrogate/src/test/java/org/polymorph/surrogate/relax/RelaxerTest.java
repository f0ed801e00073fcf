package org.polymorph.surrogate.relax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.model.units.Units;

class RelaxerTest {
    private static final Calculator LJ = new LennardJonesFixture();
    private static final RelaxSettings TIGHT =
            RelaxSettings.of(Settings.of(Map.of("fmax", 1e-5, "steps", 2000, "patience", 200)));

    // energies and volumes of the AIRSS tutorials' pair potential, as given in the project's method notes
    @ParameterizedTest
    @EnumSource(RelaxSettings.Optimizer.class)
    void finds_the_golden_minima_of_lennard_jones(RelaxSettings.Optimizer optimizer) {
        RelaxSettings settings = TIGHT.withOptimizer(optimizer);
        Structure fcc = LennardJonesFixture.rattled(LennardJonesFixture.fcc(3.1), 0.1, 0.03, 1);
        Structure hcp = LennardJonesFixture.rattled(LennardJonesFixture.hcp(2.2, 3.6), 0.05, 0.02, 2);
        Relaxation relaxedFcc = Relaxer.relax(fcc, LJ, settings, 0);
        Relaxation relaxedHcp = Relaxer.relax(hcp, LJ, settings, 0);
        assertThat(relaxedFcc.outcome()).isEqualTo(RelaxOutcome.CONVERGED);
        assertThat(relaxedFcc.energyPerAtom()).isCloseTo(-6.6540821, within(1e-6));
        assertThat(relaxedFcc.structure().volume() / 4).isCloseTo(7.5636, within(1e-3));
        assertThat(relaxedHcp.outcome()).isEqualTo(RelaxOutcome.CONVERGED);
        assertThat(relaxedHcp.energyPerAtom()).isCloseTo(-6.6589007, within(1e-6));
        assertThat(relaxedHcp.structure().volume() / 2).isCloseTo(7.5607, within(1e-3));
    }

    @Test
    void balances_the_external_pressure() {
        double pressure = 20 * Units.GPA;
        Relaxation relaxed = Relaxer.relax(
                LennardJonesFixture.rattled(LennardJonesFixture.fcc(3.1), 0.05, 0.02, 3), LJ, TIGHT, pressure);
        assertThat(relaxed.outcome()).isEqualTo(RelaxOutcome.CONVERGED);
        assertThat(relaxed.evaluation().stress().pressure()).isCloseTo(pressure, within(1e-6));
        double v = relaxed.structure().volume();
        double h = 1e-4 * v;
        double up = energyAt(relaxed.structure(), v + h);
        double down = energyAt(relaxed.structure(), v - h);
        assertThat((up - down) / (2 * h)).isCloseTo(-pressure, within(1e-5));
        assertThat(relaxed.enthalpyPerAtom(pressure))
                .isCloseTo((relaxed.evaluation().energy() + pressure * v) / 4, within(1e-12));
    }

    private static double energyAt(Structure structure, double volume) {
        return LJ.evaluate(structure.withLattice(structure.lattice().withVolume(volume)))
                .energy();
    }

    @Test
    void keeps_a_fixed_cell() {
        Structure start = LennardJonesFixture.rattled(LennardJonesFixture.fcc(3.3), 0.1, 0.03, 4);
        Relaxation relaxed = Relaxer.relax(start, LJ, TIGHT.withFixedCell(true), 0.3);
        assertThat(relaxed.outcome()).isEqualTo(RelaxOutcome.CONVERGED);
        assertThat(relaxed.structure().lattice()).isEqualTo(start.lattice());
        assertThat(relaxed.evaluation().maxForce()).isLessThan(1e-5);
        assertThat(relaxed.evaluation().stress().maxAbs()).isGreaterThan(1e-3);
    }

    @Test
    void gives_the_evaluation_that_belongs_to_the_kept_frame() {
        Relaxation relaxed = Relaxer.relax(
                LennardJonesFixture.rattled(LennardJonesFixture.fcc(3.1), 0.1, 0.03, 5),
                LJ,
                RelaxSettings.defaults().withSteps(7),
                0);
        assertThat(relaxed.outcome()).isEqualTo(RelaxOutcome.STEPS);
        assertThat(relaxed.evaluations()).isEqualTo(8);
        assertThat(relaxed.evaluation().energy())
                .isCloseTo(LJ.evaluate(relaxed.structure()).energy(), within(1e-9));
    }

    @Test
    void only_evaluates_with_no_steps() {
        Structure start = LennardJonesFixture.fcc(3.4);
        Relaxation relaxed = Relaxer.relax(start, LJ, RelaxSettings.defaults().withSteps(0), 0);
        assertThat(relaxed.structure()).isEqualTo(start);
        assertThat(relaxed.evaluations()).isOne();
        assertThat(relaxed.outcome()).isEqualTo(RelaxOutcome.STEPS);
    }

    @Test
    void is_the_same_in_a_batch_on_any_number_of_threads_as_one_by_one() {
        List<Structure> structures = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            Structure base = i % 3 == 0 ? LennardJonesFixture.hcp(2.3, 3.6) : LennardJonesFixture.fcc(3.1);
            Structure cell = i % 5 == 0 ? base.supercell(1, 2, 1) : base;
            structures.add(LennardJonesFixture.rattled(cell, 0.2, 0.05, i));
        }
        RelaxSettings settings = RelaxSettings.defaults();
        List<Relaxation> single = structures.stream()
                .map(s -> Relaxer.relax(s, LJ, settings, 0.01))
                .toList();
        for (int threads : new int[] {1, 2, 5}) {
            try (Workers workers = new Workers(threads)) {
                List<Integer> seen = java.util.Collections.synchronizedList(new ArrayList<>());
                Progress progress = (done, total) -> seen.add(done);
                assertThat(new BatchRelaxer(settings, 0.01).relax(structures, LJ, workers, progress))
                        .isEqualTo(single);
                assertThat(seen).hasSize(24).contains(24);
            }
        }
    }

    @Test
    void re_chooses_a_skewed_cell_and_stays_with_the_same_crystal() {
        Structure fcc = LennardJonesFixture.rattled(LennardJonesFixture.fcc(3.12), 0.1, 0.02, 6);
        double[] m = fcc.lattice().toArray();
        for (int k = 0; k < 3; k++) {
            m[3 + k] += 5 * m[k];
            m[6 + k] += 3 * m[k] - 4 * m[3 + k];
        }
        Structure skewed = Structure.ofCartesian(Lattice.of(m), fcc.species(), fcc.cartesian());
        Relaxation relaxed = Relaxer.relax(skewed, LJ, TIGHT, 0);
        assertThat(relaxed.outcome()).isEqualTo(RelaxOutcome.CONVERGED);
        assertThat(relaxed.energyPerAtom()).isCloseTo(-6.6540821, within(1e-6));
        for (int i = 0; i < 3; i++) {
            assertThat(relaxed.structure().lattice().length(i)).isLessThan(5);
        }
    }

    @Test
    void classifies_numbers_that_are_not_finite() {
        Structure start = LennardJonesFixture.fcc(3.3);
        Relaxation never = Relaxer.relax(start, s -> constant(s, Double.NaN, 0), TIGHT, 0);
        assertThat(never.outcome()).isEqualTo(RelaxOutcome.NOT_FINITE);
        assertThat(never.structure()).isEqualTo(start);
        int[] calls = {0};
        Calculator breaking = s -> calls[0]++ < 3 ? LJ.evaluate(s) : constant(s, Double.POSITIVE_INFINITY, 0);
        Relaxation later = Relaxer.relax(start, breaking, TIGHT, 0);
        assertThat(later.outcome()).isEqualTo(RelaxOutcome.NOT_FINITE);
        assertThat(later.evaluation().isFinite()).isTrue();
        assertThat(later.evaluations()).isEqualTo(4);
    }

    @Test
    void classifies_explosion_and_collapse() {
        Structure start = LennardJonesFixture.fcc(3.3);
        Calculator inflating = s -> constant(s, -100 * Math.log(s.volume()), -100 / s.volume());
        Calculator crushing = s -> constant(s, 100 * Math.log(s.volume()), 100 / s.volume());
        assertThat(Relaxer.relax(start, inflating, TIGHT, 0).outcome()).isEqualTo(RelaxOutcome.EXPLODED);
        assertThat(Relaxer.relax(start, crushing, TIGHT, 0).outcome()).isEqualTo(RelaxOutcome.COLLAPSED);
        Calculator hole = s -> constant(s, -1e6 * (1 - s.volume()), 1e6);
        assertThat(Relaxer.relax(start, hole, TIGHT, 0).outcome()).isEqualTo(RelaxOutcome.COLLAPSED);
    }

    @Test
    void refuses_a_start_out_of_all_limits_without_evaluating_it() {
        Relaxation relaxed = Relaxer.relax(LennardJonesFixture.fcc(0.01), LJ, TIGHT, 0);
        assertThat(relaxed.outcome()).isEqualTo(RelaxOutcome.COLLAPSED);
        assertThat(relaxed.evaluations()).isZero();
        assertThat(relaxed.reason()).contains("Å³/atom");
    }

    @Test
    void loses_patience_with_a_calculator_whose_forces_lead_nowhere() {
        Calculator wrong = s -> {
            Evaluation e = LJ.evaluate(s);
            double[] forces = e.forces();
            for (int i = 0; i < forces.length; i++) {
                forces[i] = -forces[i];
            }
            return new Evaluation(e.energy(), forces, e.stress());
        };
        Structure start = LennardJonesFixture.rattled(LennardJonesFixture.fcc(3.3), 0.2, 0, 7);
        for (RelaxSettings.Optimizer optimizer : RelaxSettings.Optimizer.values()) {
            RelaxSettings settings =
                    RelaxSettings.defaults().withFixedCell(true).withOptimizer(optimizer);
            Relaxation relaxed = Relaxer.relax(start, wrong, settings, 0);
            assertThat(relaxed.outcome()).isIn(RelaxOutcome.PATIENCE, RelaxOutcome.COLLAPSED);
            assertThat(relaxed.structure()).isEqualTo(start);
        }
    }

    private static Evaluation constant(Structure s, double energy, double stress) {
        return new Evaluation(energy, new double[3 * s.size()], new Stress(stress, stress, stress, 0, 0, 0));
    }
}
