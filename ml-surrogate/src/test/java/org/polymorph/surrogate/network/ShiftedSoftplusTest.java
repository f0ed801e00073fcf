package org.polymorph.surrogate.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShiftedSoftplusTest {

    @ParameterizedTest
    @ValueSource(
            doubles = {
                -1e300,
                -40,
                -32,
                -31.9999,
                -7.3,
                -0.1234567,
                0,
                0.004,
                2.71828,
                31.99999,
                31.999999999999996,
                32,
                700,
                1e300
            })
    void value_and_derivatives_are_those_of_the_formula(double x) {
        double[] value = new double[1];
        double[] slope = new double[1];
        ShiftedSoftplus.apply(1, new double[] {x}, value, slope);
        double e = Math.exp(-Math.abs(x));
        double exact = Math.max(x, 0) + Math.log1p(e) - Math.log(2);
        double sigmoid = (x >= 0 ? 1 : e) / (1 + e);
        assertThat(value[0]).isCloseTo(exact, within(1e-11));
        assertThat(slope[0]).isCloseTo(sigmoid, within(1e-8));
        assertThat(ShiftedSoftplus.curvature(slope[0])).isCloseTo(sigmoid * (1 - sigmoid), within(1e-8));
    }

    @ParameterizedTest
    @ValueSource(
            floats = {
                -3e38f,
                -40,
                -32,
                -31.9999f,
                -7.3f,
                -0.1234567f,
                0,
                0.004f,
                2.71828f,
                31.99999f,
                31.999998f,
                32,
                700,
                3e38f
            })
    void single_precision_is_right_to_its_last_digits(float x) {
        float[] value = new float[1];
        float[] slope = new float[1];
        ShiftedSoftplus.apply(1, new float[] {x}, value, slope);
        double e = Math.exp(-Math.abs((double) x));
        double exact = Math.max(x, 0) + Math.log1p(e) - Math.log(2);
        assertThat((double) value[0]).isCloseTo(exact, within(4e-7 * Math.max(1, Math.abs(exact))));
        assertThat((double) slope[0]).isCloseTo((x >= 0 ? 1 : e) / (1 + e), within(2e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void what_is_not_a_number_stays_so(double x) {
        double[] value = new double[1];
        ShiftedSoftplus.apply(1, new double[] {x}, value, new double[1]);
        assertThat(value[0]).isEqualTo(Double.valueOf(x));
    }
}
