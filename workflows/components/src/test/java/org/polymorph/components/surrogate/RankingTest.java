package org.polymorph.components.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polymorph.components.fake.Mixture;
import org.polymorph.components.fake.Silicon;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.engine.store.RankedResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;

class RankingTest {

    private static Calculation relaxed(String candidate, int stage, Structure structure, double energyPerAtom) {
        Evaluation evaluation = new Evaluation(energyPerAtom * structure.size(), forces(structure.size()), Stress.ZERO);
        return new Calculation(
                "final-" + candidate + "-" + stage,
                Purpose.FINAL,
                2,
                candidate,
                stage,
                "fine",
                structure,
                State.DONE,
                Optional.of(new Frame(structure, Optional.of(evaluation), Map.of())),
                true,
                5,
                "");
    }

    private static double[] forces(int atoms) {
        double[] forces = new double[3 * atoms];
        forces[0] = 0.01;
        return forces;
    }

    private static Calculation failed(String candidate) {
        Structure structure = Silicon.diamond(5.4);
        return new Calculation(
                "final-" + candidate + "-1",
                Purpose.FINAL,
                2,
                candidate,
                1,
                "fine",
                structure,
                State.FAILED,
                Optional.empty(),
                false,
                0,
                "CRASHED: killed");
    }

    private static List<RankedResult> rank(double pressure, Calculation... finals) {
        return Ranking.rank(new RankWork(List.of(finals), 1, pressure));
    }

    @Test
    void the_lowest_comes_first_and_ranks_count_from_one() {
        List<RankedResult> ranked = rank(
                0,
                relaxed("c1", 1, Silicon.cell(5.0, 0.5), -4.1),
                relaxed("c2", 1, Silicon.diamond(5.431), -4.3),
                relaxed("c3", 1, Silicon.cell(5.4, 0.35), -4.2));

        assertThat(ranked).extracting(RankedResult::candidate).containsExactly("c2", "c3", "c1");
        assertThat(ranked).extracting(RankedResult::rank).containsExactly(1, 2, 3);
        assertThat(ranked.get(0).volume()).isCloseTo(Math.pow(5.431, 3) / 8, within(1e-9));
        assertThat(ranked.get(0).maxForce()).isEqualTo(0.01);
    }

    @Test
    void structures_found_twice_are_merged_and_counted_with_the_lowest() {
        List<RankedResult> ranked = rank(
                0,
                relaxed("c1", 1, Silicon.diamond(5.4312), -4.3361),
                relaxed("c2", 1, Silicon.diamond(5.431), -4.3366),
                // the same crystal in a cell twice as large
                relaxed("c3", 1, Silicon.diamond(5.431).supercell(2, 1, 1), -4.3365),
                relaxed("c4", 1, Silicon.cell(5.0, 0.5), -4.3364));

        assertThat(ranked).extracting(RankedResult::candidate).containsExactly("c2", "c4");
        assertThat(ranked).extracting(RankedResult::duplicates).containsExactly(2, 0);
        assertThat(ranked).extracting(RankedResult::rank).containsExactly(1, 2);
    }

    @Test
    void only_the_last_stage_counts_and_failures_do_not() {
        List<RankedResult> ranked = rank(
                0,
                relaxed("c1", 0, Silicon.diamond(5.4), -9),
                relaxed("c1", 1, Silicon.diamond(5.4), -4),
                failed("c2"));

        assertThat(ranked).extracting(RankedResult::calculation).containsExactly("final-c1-1");
    }

    @Test
    void after_a_final_single_point_the_relaxation_before_it_says_whether_it_is_relaxed() {
        Calculation relaxation = relaxed("c1", 0, Silicon.diamond(5.4), -4);
        Calculation unfinished = new Calculation(
                "final-c2-0",
                Purpose.FINAL,
                2,
                "c2",
                0,
                "fine",
                Silicon.cell(5.0, 0.5),
                State.DONE,
                relaxation.result(),
                false,
                5,
                "");
        List<RankedResult> ranked = rank(
                0,
                relaxation,
                single("c1", Silicon.diamond(5.4), -4.2),
                unfinished,
                single("c2", Silicon.cell(5.0, 0.5), -4.1));
        assertThat(ranked).extracting(RankedResult::candidate).containsExactly("c1", "c2");
        assertThat(ranked).extracting(RankedResult::converged).containsExactly(true, false);
    }

    private static Calculation single(String candidate, Structure structure, double energyPerAtom) {
        Calculation last = relaxed(candidate, 1, structure, energyPerAtom);
        return new Calculation(
                last.id(),
                last.purpose(),
                last.round(),
                candidate,
                1,
                "final-static",
                structure,
                last.state(),
                last.result(),
                true,
                1,
                "");
    }

    @Test
    void under_pressure_the_enthalpy_decides() {
        List<RankedResult> ranked = rank(
                0.1,
                relaxed("large", 1, Silicon.diamond(5.6), -4.3),
                relaxed("small", 1, Silicon.cell(4.8, 0.5), -4.2));

        assertThat(ranked).extracting(RankedResult::candidate).containsExactly("small", "large");
        assertThat(ranked.get(0).enthalpy()).isCloseTo(-4.2 + 0.1 * Math.pow(4.8, 3) / 8, within(1e-12));
    }

    @Test
    void equal_enthalpies_are_ordered_by_candidate() {
        List<RankedResult> ranked =
                rank(0, relaxed("c2", 1, Silicon.cell(5.0, 0.35), -4), relaxed("c1", 1, Silicon.diamond(5.4), -4));

        assertThat(ranked).extracting(RankedResult::candidate).containsExactly("c1", "c2");
    }

    @Test
    void among_degenerate_structures_the_simpler_crystal_comes_first() {
        Structure doubled = Silicon.diamond(5.431).supercell(1, 1, 2);
        double[] moved = doubled.fractional();
        moved[0] += 0.1;
        Structure complicated = doubled.withFractional(moved);
        List<RankedResult> ranked =
                rank(0, relaxed("c1", 1, complicated, -4.3000004), relaxed("c2", 1, doubled, -4.3000001));

        assertThat(complicated.primitive(0.05).size()).isGreaterThan(2);
        assertThat(ranked).extracting(RankedResult::candidate).containsExactly("c2", "c1");
    }

    private static Structure mixture(int nickel, int phosphorus) {
        List<Element> species =
                Composition.parse("Ni" + nickel + "P" + phosphorus).species();
        double[] fractional = new double[3 * species.size()];
        for (int i = 0; i < species.size(); i++) {
            fractional[3 * i] = (double) i / species.size();
        }
        return Structure.of(Lattice.of(2.0 * species.size(), 0, 0, 0, 3, 0, 0, 0, 4), species, fractional);
    }

    @Test
    void over_compositions_results_are_ordered_by_their_height_above_the_hull() {
        List<Calculation> finals = List.of(
                relaxed("c1", 1, mixture(3, 1), -9.40), // half way from Ni to NiP lies -9.4973
                relaxed("c2", 1, Mixture.cube(Element.P, 3), -4.1782),
                relaxed("c3", 1, mixture(1, 1), -10.6382),
                relaxed("c4", 1, Mixture.cube(Element.Ni, 3), -8.3564),
                relaxed("c5", 1, mixture(1, 1), -10.6382),
                relaxed("c6", 1, mixture(2, 2), -10.5));

        List<RankedResult> ranked = Ranking.rank(new RankWork(finals, 1, 0, true));

        assertThat(ranked).extracting(RankedResult::candidate).containsExactly("c4", "c3", "c2", "c1", "c6");
        assertThat(ranked).extracting(RankedResult::rank).containsExactly(1, 2, 3, 4, 5);
        assertThat(ranked).extracting(RankedResult::duplicates).containsExactly(0, 1, 0, 0, 0);
        assertThat(ranked.subList(0, 3))
                .extracting(result -> result.aboveHull().orElseThrow())
                .containsOnly(0.0);
        assertThat(ranked.get(3).aboveHull().orElseThrow()).isCloseTo(-9.40 + (8.3564 + 10.6382) / 2, within(1e-9));
        assertThat(ranked.get(4).aboveHull().orElseThrow()).isCloseTo(0.1382, within(1e-9));
    }
}
