package org.polymorph.surrogate.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DiscriminationTest {
    private static PredictedErrors of(double[] errors, double[] deviations) {
        PredictedErrors pairs = new PredictedErrors();
        for (int i = 0; i < errors.length; i++) {
            pairs.add(errors[i], deviations[i]);
        }
        return pairs;
    }

    @Test
    void rank_correlation_is_that_of_the_ranks_of_sizes() {
        double[] deviations = {1, 2, 3, 4, 5};
        assertThat(Discrimination.rankCorrelation(of(new double[] {-1, 10, -100, 1e3, 1e4}, deviations)))
                .isCloseTo(1, within(1e-12));
        assertThat(Discrimination.rankCorrelation(of(new double[] {5, 4, 3, 2, 1}, deviations)))
                .isCloseTo(-1, within(1e-12));
        // 1 − 6·Σd²/(n(n²−1)) with d = 0, 1, −1, 0, 0
        assertThat(Discrimination.rankCorrelation(of(new double[] {1, 3, 2, 4, 5}, deviations)))
                .isCloseTo(0.9, within(1e-12));
        assertThat(Discrimination.rankCorrelation(of(new double[] {1, 3, 2, 4, 5}, new double[] {7, 7, 7, 7, 7})))
                .isNaN();
    }

    @Test
    void area_is_the_chance_that_one_of_the_worst_tenth_has_the_larger_deviation() {
        double[] errors = {9, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        double[] deviations = {5, 1, 2, 3, 4, 6, 7, 8, 5, 9};
        // of the nine others four are lower, four higher and one is as high
        assertThat(Discrimination.worstTenth(of(errors, deviations))).isCloseTo(4.5 / 9, within(1e-12));
        assertThat(Discrimination.worstTenth(of(deviations, deviations))).isCloseTo(1, within(1e-12));
        assertThat(Discrimination.worstTenth(of(new double[] {1}, new double[] {1})))
                .isNaN();
    }

    @Test
    void deviations_that_know_nothing_find_nothing() {
        SplittableRandom random = new SplittableRandom(1);
        PredictedErrors errors = new PredictedErrors();
        for (int i = 0; i < 20000; i++) {
            errors.add(random.nextGaussian(), random.nextDouble());
        }
        assertThat(Discrimination.rankCorrelation(errors)).isCloseTo(0, within(0.03));
        assertThat(Discrimination.worstTenth(errors)).isCloseTo(0.5, within(0.03));
    }

    @Test
    void reliability_of_normal_errors_is_the_diagonal() {
        SplittableRandom random = new SplittableRandom(2);
        PredictedErrors right = new PredictedErrors();
        PredictedErrors tooSmall = new PredictedErrors();
        for (int i = 0; i < 20000; i++) {
            double error = random.nextGaussian();
            right.add(error, 1);
            tooSmall.add(error, 0.5);
        }
        assertThat(Reliability.of(right).points()).hasSize(31).allSatisfy(point -> assertThat(point.found())
                .isCloseTo(point.expected(), within(0.015)));
        assertThat(Reliability.expectedError(right)).isLessThan(0.01);
        // the mean of Φ-shares p − (2Φ(z_p/2) − 1) over p, by numerical integration
        assertThat(Reliability.expectedError(tooSmall)).isCloseTo(0.205, within(0.01));
        assertThat(Reliability.of(tooSmall).points().get(10).expected()).isCloseTo(0.6827, within(1e-4));
    }
}
