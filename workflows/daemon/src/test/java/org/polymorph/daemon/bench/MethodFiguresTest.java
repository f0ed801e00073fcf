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
        // by checked calls the search that failed has nothing that took more than its own 120
        assertThat(figures.callsAHit().mean()).isCloseTo((30 + 50 + 120) / 2.0, within(1e-12));
        assertThat(figures.checkedCallsAHit().mean()).isCloseTo((30 + 65 + 120) / 2.0, within(1e-12));
        WholeFigures whole = figures.whole().orElseThrow();
        assertThat(whole.calls()).isCloseTo(320 / 3.0, within(1e-12));
        assertThat(whole.callsAHit().mean()).isCloseTo(320 / 2.0, within(1e-12));
        assertThat(whole.minima().found()).isEqualTo(1);
        assertThat(whole.minimaCheckedCalls().mean()).isEqualTo(30);
    }

    @Test
    void says_that_a_method_without_a_hit_has_no_price() {
        MethodFigures figures =
                MethodFigures.of("campaign", List.of(search(1, 100, find(20, 25, 25, -1))), set(), List.of(set()));

        assertThat(figures.callsAHit().mean()).isInfinite();
        // Wilson's upper end of 0 of 1 is z²/(1 + z²) = 0.793450, and a hit may cost nothing: 100 · 0.206550/0.793450
        assertThat(figures.callsAHit().least()).isCloseTo(26.032, within(1e-3));
        assertThat(figures.callsAHit().most()).isInfinite();
        assertThat(figures.calls().mean()).isNaN();
    }

    @Test
    void takes_the_cells_of_random_search_as_one_row_of_trials() {
        Find hit = find(2, 90, 90, -2);
        SearchRecord first = new SearchRecord("random-search", 1, "POOL", 0, 10, 400, 1, List.of(hit));
        SearchRecord second = new SearchRecord("random-search", 2, "POOL", 0, 10, 600, 1, List.of());
        RandomFigures figures = RandomFigures.of(List.of(first, second), set(hit), List.of(set(hit)));

        assertThat(figures.cells()).isEqualTo(HitRate.of(1, 20));
        assertThat(figures.callsACell()).isEqualTo(50);
        assertThat(figures.callsAHit().mean()).isCloseTo(1000, within(1e-9));
        assertThat(figures.callsAHit().least()).isCloseTo(50 / HitRate.of(1, 20).high(), within(1e-9));
        assertThat(figures.poolCalls()).isEqualTo(500);
    }

    @Test
    void takes_the_cells_of_each_pool_in_their_order_as_one_search() {
        Find low = find(3, 90, 90, -2);
        Find second = find(5, 160, 160, -1.9);
        Find other = find(8, 300, 300, -2);
        SearchRecord both = new SearchRecord("random-search", 1, "POOL", 0, 10, 400, 1, List.of(low, second));
        SearchRecord one = new SearchRecord("random-search", 2, "POOL", 0, 10, 600, 1, List.of(other));
        RandomFigures figures =
                RandomFigures.of(List.of(both, one), set(low, other), List.of(set(low, other), set(second)));

        assertThat(figures.pools().hits()).isEqualTo(HitRate.of(2, 2));
        assertThat(figures.pools().labels().median()).isEqualTo(5.5);
        assertThat(figures.pools().calls().mean()).isEqualTo(195);
        WholeFigures whole = figures.pools().whole().orElseThrow();
        assertThat(whole.minima().found()).isEqualTo(1);
        assertThat(whole.minima().mean()).isEqualTo(5);
        // not 90 + 160: the calls of a cell hold those of the cells before it
        assertThat(whole.minimaCalls().mean()).isEqualTo(160);
        assertThat(whole.minimaCalls().median()).isInfinite();
    }

    @Test
    void counts_for_all_minima_only_the_rounds_in_which_one_came_first() {
        // four rounds of 10 labels; checks of 6, 8, 9 and 7 calls
        Find lowest = find(10, 14, 14, -2);
        Find second = find(10, 16, 16, -1.9);
        Find other = find(20, 28, 34, -1);
        Find third = find(30, 35, 49, -1.8);
        MethodFigures figures = MethodFigures.of(
                "campaign",
                List.of(search(1, 100, lowest, second, other, third)),
                set(lowest),
                List.of(set(lowest), set(second), set(third)));

        WholeFigures whole = figures.whole().orElseThrow();
        assertThat(whole.minima().mean()).isEqualTo(30);
        // 30 labels, 6 calls down to the second of the first round, 5 in the third; nothing in the round between
        assertThat(whole.minimaCalls().mean()).isEqualTo(30 + 6 + 5);
        assertThat(whole.minimaCheckedCalls().mean()).isEqualTo(49);
    }

    @Test
    void a_search_that_failed_costs_its_checks_too() {
        MethodFigures figures = MethodFigures.of(
                "campaign",
                List.of(search(1, 100, find(20, 25, 25, -2)), search(2, 80, find(60, 80, 130, -1))),
                Set.of(),
                List.of());
        Find hit = find(20, 25, 40, -2);
        MethodFigures half = MethodFigures.of(
                "campaign",
                List.of(search(1, 100, hit), search(2, 80, find(60, 80, 130, -1))),
                set(hit),
                List.of(set(hit)));

        assertThat(figures.checkedCallsAHit().mean()).isInfinite();
        assertThat(half.callsAHit().mean()).isCloseTo(25 + 80, within(1e-12));
        assertThat(half.checkedCallsAHit().mean()).isCloseTo(40 + 130, within(1e-12));
        assertThat(half.whole().orElseThrow().callsAHit().mean()).isCloseTo(180, within(1e-12));
    }

    @Test
    void tells_whole_searches_only_where_all_ended_by_themselves() {
        Find hit = find(20, 25, 25, -2);
        SearchRecord stopped = new SearchRecord("campaign", 1, "STOPPED", 1, 20, 25, 1, List.of(hit));
        SearchRecord ended = search(2, 100, find(20, 30, 30, -1));

        MethodFigures some = MethodFigures.of("campaign", List.of(stopped, ended), set(hit), List.of(set(hit)));
        MethodFigures none = MethodFigures.of("campaign", List.of(ended), set(hit), List.of(set(hit)));

        assertThat(some.stopped()).isEqualTo(1);
        assertThat(some.whole()).isEmpty();
        assertThat(some.mostCalls()).isEqualTo(100);
        assertThat(none.stopped()).isZero();
        assertThat(none.whole()).isPresent();
    }
}
