package org.polymorph.surrogate.property.amd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.Workers;

/** The algebra of the process, against finite differences and plain sums. */
class EvidenceTest {
    private static final int N = 25;

    private final SplittableRandom random = new SplittableRandom(7);

    private Points points(int n) {
        double[][] rows = IntStream.range(0, n)
                .mapToObj(i -> random.doubles(6, 0, 2).toArray())
                .toArray(double[][]::new);
        return new Points(rows, 4);
    }

    private static double[] values(Points points) {
        double[] y = new double[points.size()];
        for (int i = 0; i < y.length; i++) {
            double[] row = points.row(i);
            y[i] = Math.sin(3 * row[0]) + row[1] * row[2] - row[4];
        }
        return y;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_gradient_is_that_of_finite_differences(boolean mixed) {
        Points points = points(N);
        Evidence evidence = new Evidence(points, values(points), mixed);
        double[] at = evidence.centre();
        at[0] += 0.3;
        at[1] -= 0.7;
        at[2] += 0.4;
        double[] gradient = new double[at.length];
        evidence.value(at, gradient);
        for (int p = 0; p < at.length; p++) {
            double h = 1e-5;
            double[] up = at.clone();
            double[] down = at.clone();
            up[p] += h;
            down[p] -= h;
            double slope =
                    (evidence.value(up, new double[at.length]) - evidence.value(down, new double[at.length])) / (2 * h);
            assertThat(gradient[p]).as("parameter %d", p).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
        }
    }

    @Test
    void errors_of_values_left_out_are_those_of_fits_without_them() {
        Points points = points(N);
        double[] y = values(points);
        Kernel kernel = new Kernel(0.9, 1.3, 0.8);
        double[] errors = new Evidence(points, y, true).leaveOneOut(kernel, 0.02);
        try (Workers workers = new Workers(1)) {
            for (int left : new int[] {0, 11, N - 1}) {
                int[] others = IntStream.range(0, N).filter(i -> i != left).toArray();
                double[] otherY = IntStream.of(others).mapToDouble(i -> y[i]).toArray();
                KernelFit fit = KernelFit.exact(kernel, 0.02, points.some(others), otherY, workers);
                double error = y[left] - fit.predict(points.row(left)).value();
                assertThat(errors[left]).isCloseTo(error, within(1e-8));
            }
        }
    }

    @Test
    void all_points_as_inducing_ones_give_the_exact_fit() {
        Points points = points(N);
        double[] y = values(points);
        Kernel kernel = new Kernel(0.5, 0.9, 0.8);
        try (Workers workers = new Workers(2)) {
            KernelFit exact = KernelFit.exact(kernel, 0.05, points, y, workers);
            KernelFit inducing = new InducingPoints(kernel, points, N).fit(0.05, y);
            assertThat(inducing.basisSize()).isEqualTo(N);
            for (double[] point : new double[][] {points.row(3), points(1).row(0)}) {
                PropertyEstimate one = exact.predict(point);
                PropertyEstimate other = inducing.predict(point);
                assertThat(other.value()).isCloseTo(one.value(), within(1e-7));
                assertThat(other.std()).isCloseTo(one.std(), within(1e-7));
            }
        }
    }

    /** One label at correlation c: mean c·y/(1 + λ), variance y²/(1 + λ)·(1 − c²/(1 + λ) + λ). */
    @Test
    void one_label_gives_the_mean_and_deviation_of_the_formula() {
        Points one = new Points(new double[][] {{0, 0}}, 2);
        Kernel kernel = new Kernel(1, 2, 1);
        double y = 3;
        double noise = 0.1;
        try (Workers workers = new Workers(1)) {
            PropertyEstimate found = KernelFit.exact(kernel, noise, one, new double[] {y}, workers)
                    .predict(new double[] {1, 1});
            double c = Math.pow(1 + 1 / 4.0, -2); // q = 1
            assertThat(found.value()).isCloseTo(c * y / (1 + noise), within(1e-8));
            double variance = y * y / (1 + noise) * (1 - c * c / (1 + noise) + noise);
            assertThat(found.std()).isCloseTo(Math.sqrt(variance), within(1e-8));
        }
    }

    @Test
    void the_descent_finds_the_minimum_of_a_valley() {
        Descent.Objective rosenbrock = (x, g) -> {
            double a = 1 - x[0];
            double b = x[1] - x[0] * x[0];
            g[0] = -2 * a - 400 * x[0] * b;
            g[1] = 200 * b;
            return a * a + 100 * b * b;
        };
        Descent.Minimum found = Descent.from(new double[] {-1.2, 1}, rosenbrock, 300, 1e-14, count -> {});
        assertThat(found.at()).containsExactly(new double[] {1, 1}, within(1e-5));
    }
}
