package org.polymorph.surrogate.vary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.Seed;

class ThompsonSharesTest {
    private static int[] allocate(int count, Arm... arms) {
        return ThompsonShares.allocate(List.of(arms), count, new Seed(7));
    }

    @Test
    void without_evidence_equal_shares_get_as_much_and_the_sum_is_kept() {
        int[] counts = allocate(3000, new Arm("a", 1, 0, 0), new Arm("b", 1, 0, 0), new Arm("c", 1, 0, 0));
        assertThat(Arrays.stream(counts).sum()).isEqualTo(3000);
        for (int count : counts) {
            assertThat(count).isCloseTo(1000, within(100));
        }
        assertThat(allocate(3000, new Arm("a", 1, 0, 0), new Arm("b", 1, 0, 0), new Arm("c", 1, 0, 0)))
                .isEqualTo(counts);
    }

    @Test
    void a_generator_is_taken_as_often_as_it_is_likely_to_be_the_better_one() {
        // P(X > Y) for X of Beta(2, 1) and Y of Beta(1, 2) is the integral of 2x(1 - (1 - x)^2) from 0 to 1: 5/6
        int[] counts = allocate(20_000, new Arm("a", 1, 1, 0), new Arm("b", 1, 0, 1));
        assertThat(counts[0] / 20_000.0)
                .isCloseTo((1 - ThompsonShares.FIXED) * 5 / 6 + ThompsonShares.FIXED / 2, within(0.01));
    }

    @Test
    void what_finds_gets_more_and_what_does_not_is_not_left_off() {
        int[] counts = allocate(1000, new Arm("good", 1, 30, 30), new Arm("bad", 1, 0, 60));
        assertThat(counts[0]).isGreaterThan(900);
        assertThat(counts[1]).isBetween(20, 100);
    }

    @Test
    void a_share_of_zero_gets_nothing_and_no_share_at_all_is_refused() {
        assertThat(allocate(500, new Arm("a", 0, 9, 0), new Arm("b", 0.1, 0, 9)))
                .containsExactly(0, 500);
        assertThatThrownBy(() -> allocate(5, new Arm("a", 0, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("share above zero");
    }
}
