package org.polymorph.surrogate.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.Seed;

class BayesianRidgeTest {
    private static final int FEATURES = 6;
    private static final int[] GROUPS = {0, 0, 0, 1, 1, 1};
    private static final double[] TRUTH = {2, -1, 1.5, 0.1, -0.2, 0.05};
    private static final double[] FLOOR = {1e-6, 1e-6};
    private static final double[] WEIGHTS = {1, 1};

    private static NormalEquations data(int count, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] block = new double[FEATURES * count];
        double[] y = new double[count];
        for (int k = 0; k < count; k++) {
            for (int f = 0; f < FEATURES; f++) {
                block[f * count + k] = random.nextGaussian();
                y[k] += TRUTH[f] * block[f * count + k];
            }
            y[k] += noise * random.nextGaussian();
        }
        NormalEquations sums = new NormalEquations(FEATURES);
        sums.add(block, y, count);
        return sums;
    }

    private static BayesianRidge ridge() {
        return new BayesianRidge(List.of(data(300, 0.1, 1), data(100, 1.0, 2)), GROUPS, FLOOR, WEIGHTS);
    }

    @Test
    void finds_the_coefficients_and_the_noise_of_each_kind() {
        BayesianRidge ridge = ridge();
        Hyperparameters found = ridge.maximiseEvidence(ridge.start(), 1e-4);
        assertThat(ridge.posterior(found).mean()).containsExactly(TRUTH, within(0.03));
        assertThat(1 / Math.sqrt(found.noise()[0])).isCloseTo(0.1, within(0.015));
        assertThat(1 / Math.sqrt(found.noise()[1])).isCloseTo(1.0, within(0.15));
        assertThat(found.prior()[1]).isGreaterThan(10 * found.prior()[0]);
    }

    @Test
    void evidence_is_stationary_at_the_optimum() {
        BayesianRidge ridge = ridge();
        Hyperparameters best = ridge.maximiseEvidence(ridge.start(), 1e-4);
        double top = ridge.posterior(best).logEvidence();
        for (int k = 0; k < 4; k++) {
            double slope = (at(ridge, best, k, 1e-3) - at(ridge, best, k, -1e-3)) / 2e-3;
            assertThat(slope).as("d log evidence / d log hyper-parameter %d", k).isCloseTo(0, within(1e-2));
            assertThat(at(ridge, best, k, 0.3)).isLessThan(top);
            assertThat(at(ridge, best, k, -0.3)).isLessThan(top);
        }
    }

    private static double at(BayesianRidge ridge, Hyperparameters from, int k, double step) {
        double[] noise = from.noise();
        double[] prior = from.prior();
        double[] target = k < 2 ? noise : prior;
        target[k % 2] *= Math.exp(step);
        return ridge.posterior(new Hyperparameters(noise, prior)).logEvidence();
    }

    @Test
    void committee_has_the_analytic_variance_of_the_posterior() {
        BayesianRidge ridge = ridge();
        Posterior posterior = ridge.posterior(ridge.start());
        double[] row = {1, -2, 0.5, 3, 0, 1};
        double analytic = posterior.variances(row, 1)[0];
        int members = 20_000;
        double[] deviations = posterior.deviations(members, new Seed(3));
        double sum = 0;
        double square = 0;
        for (int k = 0; k < members; k++) {
            double value = 0;
            for (int f = 0; f < FEATURES; f++) {
                value += deviations[k * FEATURES + f] * row[f];
            }
            sum += value / members;
            square += value * value / members;
        }
        assertThat(square / analytic).isCloseTo(1, within(0.05));
        assertThat(sum).isCloseTo(0, within(0.05 * Math.sqrt(analytic)));
    }

    @Test
    void residual_of_the_sums_is_that_of_the_data() {
        NormalEquations sums = new NormalEquations(2);
        sums.add(new double[] {1, 2, 3, 0, 1, -1}, new double[] {4, 5, 6}, 3);
        double[] w = {2, 0.5};
        double expected = Math.pow(4 - 2, 2) + Math.pow(5 - 4.5, 2) + Math.pow(6 - 5.5, 2);
        assertThat(sums.residual(w)).isCloseTo(expected, within(1e-12));
        assertThat(sums.rows()).isEqualTo(3);
        NormalEquations scaled = sums.scaled(new double[] {2, 1});
        assertThat(scaled.residual(new double[] {4, 0.5})).isCloseTo(expected, within(1e-12));
        sums.add(sums, -1);
        assertThat(sums.residual(w)).isZero();
        assertThat(sums.rows()).isZero();
    }

    @Test
    void survives_features_that_repeat_each_other() {
        NormalEquations sums = new NormalEquations(2);
        sums.add(new double[] {1, 2, 3, 1, 2, 3}, new double[] {2, 4, 6}, 3);
        BayesianRidge ridge = new BayesianRidge(List.of(sums), new int[] {0, 0}, new double[] {1e-3}, new double[] {1});
        double[] mean =
                ridge.posterior(ridge.maximiseEvidence(ridge.start(), 1e-4)).mean();
        assertThat(mean[0] + mean[1]).isCloseTo(2, within(1e-3));
    }
}
