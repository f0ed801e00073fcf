package org.polymorph.surrogate.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiluTest {
    private final double[] value = new double[1];
    private final double[] slope = new double[1];
    private final double[] curvature = new double[1];

    private void apply(double x) {
        Silu.apply(1, new double[] {x}, value, slope, curvature);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                -1e300,
                -40,
                -32,
                -31.99999,
                -7.3,
                -1.27846,
                -0.1234567,
                0,
                0.004,
                2.71828,
                31.99999,
                0x1.fffffffffffffp4,
                32,
                1e300
            })
    void value_and_derivatives_are_those_of_the_formula(double x) {
        apply(x);
        double e = Math.exp(-Math.abs(x));
        double sigmoid = (x >= 0 ? 1 : e) / (1 + e);
        double bell = sigmoid * (1 - sigmoid);
        assertThat(value[0]).isCloseTo(x * sigmoid, within(1e-12 * Math.max(1, Math.abs(x))));
        assertThat(slope[0]).isCloseTo(bell == 0 ? sigmoid : sigmoid + x * bell, within(1e-10));
        assertThat(curvature[0]).isCloseTo(bell == 0 ? 0 : bell * (2 + x * (1 - 2 * sigmoid)), within(1e-8));
    }

    @ParameterizedTest
    @ValueSource(floats = {-1e30f, -32, -31.99999f, -7.3f, 0, 0.004f, 2.71828f, 31.999998f, 32, 1e30f})
    void single_precision_is_as_good_as_its_digits(float x) {
        float[] single = new float[1];
        float[] singleSlope = new float[1];
        Silu.apply(1, new float[] {x}, single, singleSlope);
        apply(x);
        assertThat((double) single[0]).isCloseTo(value[0], within(1e-7 * Math.max(1, Math.abs(x))));
        assertThat((double) singleSlope[0]).isCloseTo(slope[0], within(1e-7));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void what_is_not_a_number_stays_so(double x) {
        apply(x);
        assertThat(value[0]).isEqualTo(Double.valueOf(x));
    }
}
