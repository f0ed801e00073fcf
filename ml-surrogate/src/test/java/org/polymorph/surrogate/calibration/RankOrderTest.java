package org.polymorph.surrogate.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankOrderTest {
    @Test
    void only_the_order_counts() {
        double[] truth = {1, 2, 3, 4, 5};
        assertThat(RankOrder.correlation(new double[] {10, 20, 30, 4000, 5000}, truth))
                .isEqualTo(1);
        assertThat(RankOrder.correlation(new double[] {5, 4, 3, 2, 1}, truth)).isEqualTo(-1);
        // 1 − 6·Σd²/(n(n² − 1)) with d = 1, 1, 0, 1, 1
        assertThat(RankOrder.correlation(new double[] {2, 1, 3, 5, 4}, truth)).isCloseTo(0.8, within(1e-12));
        assertThat(RankOrder.correlation(new double[] {1, 1, 1, 1, 1}, truth)).isNaN();
    }

    @Test
    void recall_is_the_share_of_the_lowest_that_are_found() {
        double[] truth = {1, 2, 3, 4, 5, 6};
        assertThat(RankOrder.recall(new double[] {3, 1, 9, 2, 8, 7}, truth, 3)).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(RankOrder.recall(truth, truth, 6)).isEqualTo(1);
        assertThatThrownBy(() -> RankOrder.recall(truth, truth, 7))
                .hasMessage("expected at least 7 estimates and as many truths, found 6 and 6");
    }
}
