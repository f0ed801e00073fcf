package org.polymorph.surrogate.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.Workers;

class CrossValidationTest {
    private static final int FEATURES = 4;
    private static final double[] EQUAL = {1, 1};

    // Few exact data of one kind; many noisy ones of another that have another coefficient of the first feature.
    private static FoldedSums sums(double bias) {
        SplittableRandom random = new SplittableRandom(3);
        List<List<NormalEquations>> folds = new ArrayList<>();
        for (int fold = 0; fold < 5; fold++) {
            folds.add(List.of(data(random, 20, 0.1, 0), data(random, 1000, 1, bias)));
        }
        return new FoldedSums(folds);
    }

    private static NormalEquations data(SplittableRandom random, int count, double noise, double bias) {
        double[] block = new double[FEATURES * count];
        double[] y = new double[count];
        for (int k = 0; k < count; k++) {
            for (int f = 0; f < FEATURES; f++) {
                block[f * count + k] = random.nextGaussian();
                y[k] += (1 + (f == 0 ? bias : 0)) * block[f * count + k];
            }
            y[k] += noise * random.nextGaussian();
        }
        NormalEquations sums = new NormalEquations(FEATURES);
        sums.add(block, y, count);
        return sums;
    }

    private static BayesianRidge ridge(List<NormalEquations> kinds) {
        return new BayesianRidge(kinds, new int[FEATURES], new double[] {1e-6, 1e-6}, new double[] {1, 1});
    }

    private static double weight(double bias) {
        FoldedSums sums = sums(bias);
        Hyperparameters found =
                ridge(sums.total()).maximiseEvidence(ridge(sums.total()).start(), 1e-4);
        try (Workers workers = new Workers(2)) {
            CrossValidation validation = new CrossValidation(sums, CrossValidationTest::ridge, workers);
            return validation.weigh(found, 0, EQUAL).noise()[0] / found.noise()[0];
        }
    }

    @Test
    void data_that_agree_keep_the_weights_of_the_evidence() {
        assertThat(weight(0)).isEqualTo(1);
    }

    @Test
    void few_data_that_the_many_contradict_get_more_weight() {
        assertThat(weight(0.4)).isGreaterThan(3);
    }
}
