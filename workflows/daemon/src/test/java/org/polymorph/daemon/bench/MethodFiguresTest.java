package org.polymorph.daemon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

class MethodFiguresTest {
    private static final Structure CELL = Structure.of(Lattice.cubic(3), List.of(Element.Si), new double[3]);

    private static Find find(int labels, long calls, long checked, double enthalpy) {
        return new Find(labels, calls, checked, enthalpy, CELL);
    }

    private static SearchRecord search(int seed, long calls, Find... finds) {
        return new SearchRecord("campaign", seed, "CONVERGED", 3, 60, calls, 1, List.of(finds));
    }

    private static Set<Find> set(Find... finds) {
        Set<Find> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(Arrays.asList(finds));
        return set;
    }

    @Test
    void counts_what_the_first_hit_took_and_charges_hits_with_the_searches_that_failed() {
        Find miss = find(20, 25, 25, -1);
        Find early = find(20, 30, 30, -2);
        Find late = find(40, 50, 65, -2);
        Find again = find(60, 80, 110, -2);
        MethodFigures figures = MethodFigures.of(
                "campaign",
                List.of(search(1, 100, miss, early, again), search(2, 100, late), search(3, 120, miss)),
                set(early, late, again),
                List.of(set(early, late), set(miss)));

        assertThat(figures.hits()).isEqualTo(HitRate.of(2, 3));
        assertThat(figures.firstHits()).containsExactly(30.0, 50.0, Double.POSITIVE_INFINITY);
        assertThat(figures.labels().median()).isEqualTo(40);
        assertThat(figures.labels().mean()).isEqualTo(30);
        assertThat(figures.calls().median()).isEqualTo(50);
        assertThat(figures.calls().ninety()).isInfinite();
        assertThat(figures.checkedCalls().median()).isEqualTo(65);
        assertThat(figures.callsAHit()).isEqualTo((30 + 50 + 120) / 2.0);
        WholeFigures whole = figures.whole().orElseThrow();
        assertThat(whole.calls()).isCloseTo(320 / 3.0, within(1e-12));
        assertThat(whole.minima().found()).isEqualTo(1);
        assertThat(whole.minimaCalls().mean()).isEqualTo(30);
    }

    @Test
    void says_that_a_method_without_a_hit_has_no_price() {
        MethodFigures figures =
                MethodFigures.of("campaign", List.of(search(1, 100, find(20, 25, 25, -1))), set(), List.of(set()));

        assertThat(figures.callsAHit()).isInfinite();
        assertThat(figures.calls().mean()).isNaN();
    }

    @Test
    void takes_the_cells_of_random_search_as_one_row_of_trials() {
        Find hit = find(2, 90, 90, -2);
        SearchRecord first = new SearchRecord("random-search", 1, "POOL", 0, 10, 400, 1, List.of(hit));
        SearchRecord second = new SearchRecord("random-search", 2, "POOL", 0, 10, 600, 1, List.of());
        RandomFigures figures = RandomFigures.of(List.of(first, second), set(hit));

        assertThat(figures.cells()).isEqualTo(HitRate.of(1, 20));
        assertThat(figures.callsACell()).isEqualTo(50);
        assertThat(figures.callsAHit()).isEqualTo(1000);
        assertThat(figures.poolCalls()).isEqualTo(500);
    }
}
