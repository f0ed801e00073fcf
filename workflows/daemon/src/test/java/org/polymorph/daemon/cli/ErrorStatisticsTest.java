package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ErrorStatisticsTest {

    private static ErrorStatistics of(double[] errors, double[] stds) {
        ErrorStatistics statistics = new ErrorStatistics();
        for (int i = 0; i < errors.length; i++) {
            statistics.add(errors[i], stds[i]);
        }
        return statistics;
    }

    @Test
    void counts_errors_without_their_sign() {
        ErrorStatistics statistics = of(new double[] {-3, 4}, new double[] {1, 1});

        assertThat(statistics.mae()).isEqualTo(3.5);
        assertThat(statistics.rmse()).isCloseTo(Math.sqrt(12.5), within(1e-12));
        assertThat(statistics.largest()).isEqualTo(4);
    }

    @Test
    void counts_the_share_within_the_predicted_deviation() {
        ErrorStatistics statistics = of(new double[] {0.5, -1.5, 3, 1}, new double[] {1, 1, 1, 1});

        assertThat(statistics.within(1)).isEqualTo(0.5);
        assertThat(statistics.within(2)).isEqualTo(0.75);
    }

    @Test
    void correlates_by_rank_whatever_the_scale() {
        assertThat(of(new double[] {1, 10, 100}, new double[] {1, 2, 3}).rankCorrelation())
                .isCloseTo(1, within(1e-12));
        assertThat(of(new double[] {1, 10, 100}, new double[] {3, 2, 1}).rankCorrelation())
                .isCloseTo(-1, within(1e-12));
    }

    @Test
    void shares_ranks_between_equal_values() {
        // ranks 1.5 1.5 3 against 1 2 3: 1.5/sqrt(1.5·2)
        assertThat(of(new double[] {1, 1, 2}, new double[] {1, 2, 3}).rankCorrelation())
                .isCloseTo(1.5 / Math.sqrt(3), within(1e-12));
    }

    @Test
    void has_no_correlation_of_a_constant() {
        assertThat(of(new double[] {1, 2}, new double[] {1, 1}).rankCorrelation())
                .isNaN();
        assertThat(of(new double[] {1, 2}, new double[] {1, 1}).json()).containsEntry("rankCorrelation", null);
    }
}
