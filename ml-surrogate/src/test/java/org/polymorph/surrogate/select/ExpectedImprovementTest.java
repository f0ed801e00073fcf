package org.polymorph.surrogate.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedImprovementTest {
    @ParameterizedTest
    @CsvSource({"-4, -3.9, 0.1", "-4, -4.2, 0.1", "-4, -3, 0.2", "0, 0, 1"})
    void is_the_integral_of_what_lies_below_the_best(double best, double mean, double std) {
        double gain = 0;
        double chance = 0;
        double step = std / 1000;
        for (double y = mean - 10 * std + step / 2; y < best; y += step) {
            double density = Math.exp(-(y - mean) * (y - mean) / (2 * std * std)) / (std * Math.sqrt(2 * Math.PI));
            gain += (best - y) * density * step;
            chance += density * step;
        }
        assertThat(ExpectedImprovement.of(best, mean, std)).isCloseTo(gain, within(1e-6));
        assertThat(ExpectedImprovement.chance(best, mean, std)).isCloseTo(chance, within(1e-3));
    }

    @ParameterizedTest
    @CsvSource({"-4, -4.5, 0.5, 1", "-4, -3.5, 0, 0"})
    void a_certain_value_is_better_or_not(double best, double mean, double gain, double chance) {
        assertThat(ExpectedImprovement.of(best, mean, 0)).isEqualTo(gain);
        assertThat(ExpectedImprovement.chance(best, mean, 0)).isEqualTo(chance);
    }
}
