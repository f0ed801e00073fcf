package org.polymorph.surrogate.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymmetricEigenvectorsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "7, 7", "40, 40", "40, 5", "40, 0"})
    void matrix_is_the_sum_over_orthonormal_vectors_times_values(int size, int rank) {
        SplittableRandom random = new SplittableRandom(size + 100L * rank);
        double[] matrix = new double[size * size];
        for (int r = 0; r < rank; r++) {
            double[] v = random.doubles(size, -1, 1).toArray();
            double weight = Math.pow(10, random.nextDouble(-6, 2)) * (r % 3 == 0 ? -1 : 1);
            for (int k = 0; k < matrix.length; k++) {
                matrix[k] += weight * v[k / size] * v[k % size];
            }
        }
        SymmetricEigenvectors eigen = new SymmetricEigenvectors(size, matrix);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double product = 0;
                double overlap = 0;
                for (int k = 0; k < size; k++) {
                    product += eigen.value(k) * eigen.component(k, i) * eigen.component(k, j);
                    overlap += eigen.component(i, k) * eigen.component(j, k);
                }
                assertThat(product).isCloseTo(matrix[i * size + j], within(1e-9));
                assertThat(overlap).isCloseTo(i == j ? 1 : 0, within(1e-12));
            }
            assertThat(i == 0 || eigen.value(i) <= eigen.value(i - 1)).isTrue();
        }
    }

    @Test
    void parts_of_very_small_numbers_settle_too() {
        int size = 200;
        int rows = 120;
        SplittableRandom random = new SplittableRandom(4);
        double[] data = random.doubles((long) rows * size, -1, 1).toArray();
        double[] matrix = new double[size * size];
        double trace = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double scale = Math.pow(10, -12.0 * (i + j) / size);
                for (int r = 0; r < rows; r++) {
                    matrix[i * size + j] += scale * data[r * size + i] * data[r * size + j];
                }
            }
            trace += matrix[i * size + i];
        }
        SymmetricEigenvectors eigen = new SymmetricEigenvectors(size, matrix);
        double sum = 0;
        for (int k = 0; k < size; k++) {
            sum += eigen.value(k);
        }
        assertThat(sum).isCloseTo(trace, within(1e-10 * trace));
    }

    @Test
    void eigenvalues_of_a_chain_are_known() {
        // 2 on the diagonal, −1 beside it: 2 − 2 cos(kπ/(n + 1))
        int size = 50;
        double[] matrix = new double[size * size];
        for (int k = 0; k < size; k++) {
            matrix[k * size + k] = 2;
            if (k + 1 < size) {
                matrix[k * size + k + 1] = -1;
            }
        }
        SymmetricEigenvectors eigen = new SymmetricEigenvectors(size, matrix);
        for (int k = 0; k < size; k++) {
            assertThat(eigen.value(size - 1 - k))
                    .isCloseTo(2 - 2 * Math.cos((k + 1) * Math.PI / (size + 1)), within(1e-12));
        }
    }

    @Test
    void a_matrix_that_is_not_finite_is_refused() {
        assertThatThrownBy(() -> new SymmetricEigenvectors(3, new double[] {1, Double.NaN, 0, 0, 1, 2, 0, 0, 1}))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("do not settle");
    }
}
