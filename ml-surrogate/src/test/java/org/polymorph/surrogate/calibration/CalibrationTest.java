package org.polymorph.surrogate.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.spi.DeviationFloor;
import org.polymorph.model.spi.Prediction;

/** Errors drawn with deviations that are known. */
class CalibrationTest {
    // spreads from 0.1 to 2, errors normal with the deviation that a function gives
    private static PredictedErrors drawn(int count, long seed, DoubleUnaryOperator deviation) {
        SplittableRandom random = new SplittableRandom(seed);
        PredictedErrors errors = new PredictedErrors();
        for (int i = 0; i < count; i++) {
            double spread = 0.1 * Math.pow(20, random.nextDouble());
            errors.add(deviation.applyAsDouble(spread) * random.nextGaussian(), spread);
        }
        return errors;
    }

    private static PredictedErrors calibrated(PredictedErrors spreads, Scale scale) {
        PredictedErrors calibrated = new PredictedErrors();
        for (int i = 0; i < spreads.count(); i++) {
            calibrated.add(spreads.error(i), scale.of(spreads.deviation(i)));
        }
        return calibrated;
    }

    @Test
    void finds_the_factor_of_errors_and_no_floor_where_there_is_none() {
        Scale scale = Scale.fit(drawn(4000, 1, s -> 3 * s));
        assertThat(scale.factor()).isCloseTo(3, within(0.1));
        assertThat(scale.floor()).isLessThan(0.05);
    }

    @Test
    void finds_factor_and_floor_apart() {
        Scale scale = Scale.fit(drawn(4000, 2, s -> Math.hypot(1.5 * s, 0.6)));
        assertThat(scale.factor()).isCloseTo(1.5, within(0.1));
        assertThat(scale.floor()).isCloseTo(0.6, within(0.05));
    }

    @Test
    void gives_errors_that_have_nothing_to_do_with_the_spread_a_floor_alone() {
        Scale scale = Scale.fit(drawn(4000, 3, s -> 0.25));
        assertThat(scale.floor()).isCloseTo(0.25, within(0.02));
        assertThat(scale.of(2)).isCloseTo(0.25, within(0.05));
    }

    @Test
    void does_not_depend_on_units() {
        PredictedErrors metres = drawn(300, 4, s -> Math.hypot(1.5 * s, 0.6));
        PredictedErrors nanometres = new PredictedErrors();
        for (int i = 0; i < metres.count(); i++) {
            nanometres.add(1e9 * metres.error(i), 1e9 * metres.deviation(i));
        }
        Scale scale = Scale.fit(metres);
        assertThat(Scale.fit(nanometres).factor()).isCloseTo(scale.factor(), within(1e-9));
        assertThat(Scale.fit(nanometres).floor()).isCloseTo(1e9 * scale.floor(), within(1.0));
    }

    @Test
    void makes_deviations_that_new_errors_keep_to() {
        Scale scale = Scale.fit(drawn(4000, 5, s -> Math.hypot(1.5 * s, 0.6)));
        PredictedErrors fresh = drawn(4000, 6, s -> Math.hypot(1.5 * s, 0.6));
        PredictedErrors trusted = calibrated(fresh, scale);
        assertThat(trusted.within(1)).isCloseTo(0.683, within(0.03));
        assertThat(trusted.within(2)).isCloseTo(0.954, within(0.02));
        assertThat(trusted.rootMeanSquare() / trusted.rootMeanVariance()).isCloseTo(1, within(0.05));
        assertThat(Reliability.expectedError(trusted)).isLessThan(0.02);
        assertThat(Reliability.expectedError(fresh)).isGreaterThan(0.1);
        assertThat(trusted.negativeLogLikelihood()).isLessThan(fresh.negativeLogLikelihood());
    }

    @Test
    void few_lucky_errors_do_not_make_a_model_certain() {
        PredictedErrors lucky = new PredictedErrors();
        lucky.add(1e-9, 1);
        lucky.add(1e-9, 1);
        assertThat(Scale.fit(lucky).of(1)).isGreaterThan(0.5);
        assertThat(Scale.fit(new PredictedErrors())).isEqualTo(Scale.NONE);
    }

    @Test
    void members_that_always_agree_are_given_the_size_of_their_errors() {
        PredictedErrors blind = new PredictedErrors();
        blind.add(3, 0);
        blind.add(-4, 0);
        assertThat(Scale.fit(blind).of(0)).isCloseTo(Math.sqrt(12.5), within(1e-12));
    }

    @Test
    void errors_of_perfect_predictions_leave_the_spread_as_it_is() {
        PredictedErrors perfect = new PredictedErrors();
        perfect.add(0, 0);
        perfect.add(0, 1);
        assertThat(Scale.fit(perfect)).isEqualTo(Scale.NONE);
    }

    @Test
    void calibrates_a_prediction_by_component_and_by_atom() {
        Evaluation mean = new Evaluation(-8, new double[6], Stress.ZERO);
        Prediction spread = new Prediction(mean, 0.4, new double[] {0, 2}, new Stress(0, 1, 2, 3, 4, 5));
        Calibration calibration = new Calibration(new Scale(2, 0.3), new Scale(3, 0.1), new Scale(0.5, 0));
        Prediction prediction = calibration.apply(spread);
        assertThat(prediction.mean()).isEqualTo(mean);
        assertThat(prediction.energyStd()).isCloseTo(2 * Math.hypot(2 * 0.2, 0.3), within(1e-12));
        assertThat(prediction.forceStd())
                .containsExactly(new double[] {Math.sqrt(3) * 0.1, Math.sqrt(9 * 4 + 3 * 0.01)}, within(1e-12));
        assertThat(prediction.stressStd().toVoigt())
                .containsExactly(new double[] {0, 0.5, 1, 1.5, 2, 2.5}, within(1e-12));
        DeviationFloor floor = calibration.floor();
        assertThat(floor.energy()).isEqualTo(0.3);
        assertThat(floor.forceBeyond(prediction.forceStd()[1])).isCloseTo(6, within(1e-12));
        assertThat(floor.forceBeyond(0.05)).isZero();
        assertThat(floor.forceBeyond(Double.NaN)).isNaN();
    }

    @Test
    void is_read_from_what_files_hold_and_from_the_three_factors_of_older_ones() {
        Calibration calibration = new Calibration(new Scale(2, 0.3), new Scale(3, 0.1), new Scale(0.5, 0));
        assertThat(Calibration.of(calibration.toArray())).isEqualTo(calibration);
        assertThat(Calibration.of(new double[] {2, 3, 0.5}))
                .isEqualTo(new Calibration(new Scale(2, 0), new Scale(3, 0), new Scale(0.5, 0)));
        assertThatThrownBy(() -> Calibration.of(new double[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 or 6 numbers, found 4");
    }

    @Test
    void an_error_that_is_no_number_is_refused() {
        PredictedErrors errors = new PredictedErrors();
        assertThatThrownBy(() -> errors.add(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> errors.add(1, -1)).hasMessageContaining("-1");
    }

    @Test
    void held_out_errors_are_counted_by_atom_component_and_vector() {
        Evaluation truth = new Evaluation(-8, new double[6], Stress.ZERO);
        Evaluation mean = new Evaluation(-8.4, new double[] {0, 0, 0, 3, 0, 4}, new Stress(0.1, 0, 0, 0, 0, 0));
        Prediction prediction = new Prediction(mean, 0.2, new double[] {0.3, 0.6}, new Stress(1, 2, 3, 4, 5, 6));
        HeldOutErrors errors = new HeldOutErrors();
        errors.add(truth, prediction);
        assertThat(errors.structures()).isOne();
        assertThat(errors.energy().error(0)).isCloseTo(0.2, within(1e-12));
        assertThat(errors.energy().deviation(0)).isCloseTo(0.1, within(1e-12));
        assertThat(errors.forces().count()).isEqualTo(6);
        assertThat(errors.forces().deviation(5)).isCloseTo(0.6 / Math.sqrt(3), within(1e-12));
        assertThat(errors.atoms().error(1)).isCloseTo(5, within(1e-12));
        assertThat(errors.stress().deviation(5)).isEqualTo(6);
        assertThatThrownBy(() -> errors.add(new Evaluation(0, new double[3], Stress.ZERO), prediction))
                .hasMessageContaining("2 atoms");
    }
}
