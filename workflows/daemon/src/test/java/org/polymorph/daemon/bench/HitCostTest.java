package org.polymorph.daemon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HitCostTest {
    // Wilson's ends of 1 of 1 are 1/(1 + z²) = 0.206549 and 1
    @Test
    void one_search_of_one_does_not_make_a_price_certain() {
        HitCost cost = HitCost.of(HitRate.of(1, 1), 5, 24);

        assertThat(cost.mean()).isEqualTo(5);
        assertThat(cost.least()).isEqualTo(5);
        // 5 + 24 · 0.793451/0.206549 = 5 + 24 z²
        assertThat(cost.most()).isCloseTo(5 + 24 * 3.841459, within(1e-4));
    }

    // Wilson's ends of 1 of 2: 1/2 ∓ z/(2 √(2 + z²)) = 0.094531 and 0.905469, so that 9.5786 fail for each that hits,
    // or the other
    // way round
    @Test
    void charges_a_hit_with_the_searches_that_fail_before_it() {
        HitCost cost = HitCost.of(HitRate.of(1, 2), 10, 100);

        assertThat(cost.mean()).isCloseTo(110, within(1e-12));
        assertThat(cost.least()).isCloseTo(10 + 100 / 9.5786, within(1e-3));
        assertThat(cost.most()).isCloseTo(10 + 100 * 9.5786, within(1e-2));
    }

    @Test
    void a_saving_takes_the_worse_ends_of_both() {
        Saving saving = Saving.of(new HitCost(10, 8, 50), new HitCost(100, 90, 120));

        assertThat(saving.factor()).isEqualTo(10);
        assertThat(saving.least()).isEqualTo(1.8);
        assertThat(saving.most()).isEqualTo(15);
    }

    @Test
    void a_saving_is_bounded_from_one_side_where_one_has_no_hit() {
        double none = Double.POSITIVE_INFINITY;

        Saving random = Saving.of(new HitCost(10, 8, 50), new HitCost(none, 300, none));
        Saving campaign = Saving.of(new HitCost(none, 40, none), new HitCost(100, 90, 120));

        assertThat(random).isEqualTo(new Saving(Double.NaN, 6, none));
        assertThat(campaign).isEqualTo(new Saving(Double.NaN, 0, 3));
    }
}
