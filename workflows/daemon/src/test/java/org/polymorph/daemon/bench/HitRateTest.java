package org.polymorph.daemon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HitRateTest {

    // the design's rates of random search, and Newcombe 1998, doi
    // 10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, method 3
    @ParameterizedTest
    @CsvSource({
        "94, 500, 0.156, 0.225, 5e-4",
        "16, 500, 0.020, 0.051, 5e-4",
        "18, 400, 0.029, 0.070, 5e-4",
        "81, 263, 0.2553, 0.3662, 5e-5",
        "15, 148, 0.0624, 0.1605, 5e-5",
        "0, 20, 0, 0.1611, 5e-5",
        "1, 29, 0.0061, 0.1718, 5e-5"
    })
    void has_the_known_intervals(long hits, long trials, double low, double high, double tolerance) {
        HitRate rate = HitRate.of(hits, trials);

        assertThat(rate.low()).isCloseTo(low, within(tolerance));
        assertThat(rate.high()).isCloseTo(high, within(tolerance));
    }

    @Test
    void ends_at_one_where_all_succeed() {
        assertThat(HitRate.of(10, 10).high()).isEqualTo(1);
        assertThat(HitRate.of(10, 10).low()).isCloseTo(1 - HitRate.of(0, 10).high(), within(1e-15));
    }

    @Test
    void refuses_more_hits_than_trials() {
        assertThatThrownBy(() -> HitRate.of(3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 3 of 2");
    }
}
