package org.polymorph.daemon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

class StopFiguresTest {
    private static final Structure CELL = Structure.of(Lattice.cubic(3), List.of(Element.Si), new double[3]);

    private static Find find(int labels, double enthalpy) {
        return new Find(labels, labels, labels, enthalpy, CELL);
    }

    private static SearchRecord search(String exit, int labels, Find... finds) {
        return new SearchRecord("campaign", 1, exit, 3, labels, labels, 1, List.of(finds));
    }

    @Test
    void counts_what_searches_had_found_that_the_rule_ended() {
        Find target = find(20, -2);
        Find second = find(40, -1);
        Find again = find(60, -2);
        Find only = find(30, -1);
        Find budget = find(10, -2);
        StopFigures figures = StopFigures.of(
                List.of(
                        search("CONVERGED", 90, target, second, again),
                        search("EXHAUSTED", 50, only),
                        search("CONVERGED", 70, find(20, 0)),
                        search("ROUNDS", 200, budget)),
                Recognition.set(Set.of(target, again, budget)),
                List.of(Recognition.set(Set.of(target, again, budget)), Recognition.set(Set.of(second, only))));

        assertThat(figures.stopped()).isEqualTo(HitRate.of(3, 4));
        assertThat(figures.target()).isEqualTo(1);
        assertThat(figures.minima()).isEqualTo(1);
        // 90 − 40, 50 − 30, and one that found none of them
        assertThat(figures.idleLabels().found()).isEqualTo(2);
        assertThat(figures.idleLabels().mean()).isEqualTo(35);
        assertThat(figures.idleLabels().median()).isEqualTo(50);
    }

    @Test
    void knows_nothing_where_every_search_ran_out_of_a_budget() {
        Find target = find(20, -2);
        StopFigures figures = StopFigures.of(
                List.of(search("LABELS", 90, target)),
                Recognition.set(Set.of(target)),
                List.of(Recognition.set(Set.of(target))));

        assertThat(figures.stopped().hits()).isZero();
        assertThat(figures.target()).isZero();
        assertThat(figures.idleLabels().runs()).isZero();
        assertThat(figures.idleLabels().mean()).isNaN();
    }
}
