package org.polymorph.surrogate.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.spi.Seed;

class OpenBlasTest {
    private static final int[][] SHAPES = {
        {1, 1, 1}, {33, 200, 100}, {31, 255, 128}, {13, 511, 2}, {200, 200, 31}, {48, 97, 49}, {16, 285, 3}
    };

    private static double[] numbers(int count, long seed) {
        return new Seed(seed).random().doubles(count, -1, 1).toArray();
    }

    // a · aᵀ + 1 in the upper triangle, with rubbish below it
    private static double[] definite(int n) {
        double[] matrix = numbers(n * n, 9);
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                matrix[i * n + j] = i == j ? 1 : 0;
            }
        }
        PlainProducts.addSquare(n, n + 3, numbers(n * (n + 3), n), matrix);
        return matrix;
    }

    private static double[] triangle(int n, double[] a) {
        double[] upper = a.clone();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                upper[i * n + j] = 0;
            }
        }
        return upper;
    }

    private static double[] symmetric(int n, double[] a) {
        double[] full = a.clone();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                full[i * n + j] = a[j * n + i];
            }
        }
        return full;
    }

    @Test
    void products_are_those_of_plain_loops_whatever_the_processor() {
        for (int[] shape : SHAPES) {
            int m = shape[0];
            int n = shape[1];
            int k = shape[2];
            double[] a = numbers(m * k, 1);
            double[] b = numbers(k * n, 2);
            double[] expected = numbers(m * n, 3);
            double[] product = expected.clone();
            double[] turned = expected.clone();
            double[] added = expected.clone();
            PlainProducts.multiply(m, n, k, a, b, 1, expected);
            OpenBlas.multiply(m, n, k, a, b, 1, product);
            OpenBlas.multiplyTransposed(m, n, k, a, PlainProducts.transposed(k, n, b), 1, turned);
            OpenBlas.addTransposedProduct(m, n, k, PlainProducts.transposed(m, k, a), b, added);
            for (double[] found : List.of(product, turned, added)) {
                assertThat(found).as("%d×%d×%d", m, n, k).containsExactly(expected, within(1e-10));
            }
            double[] square = numbers(m * m, 4);
            double[] squareExpected = square.clone();
            PlainProducts.addSquare(m, k, a, squareExpected);
            OpenBlas.addSquare(m, k, a, square);
            assertThat(square).containsExactly(squareExpected, within(1e-10));
        }
    }

    @Test
    void products_of_matrices_outside_the_heap_are_those_of_plain_loops_wherever_they_stand() {
        for (int[] shape : new int[][] {{26, 16, 110}, {80, 8, 14}, {3, 24, 417}, {1, 8, 1}}) {
            int m = shape[0];
            int n = shape[1];
            int k = shape[2];
            NativeFloats.Matrix a = filled(k, m + 5, 3, 1);
            NativeFloats.Matrix left = filled(m, k + 2, 7, 2);
            NativeFloats.Matrix b = filled(k, n + 4, 11, 3);
            // a view for another thread sees the same numbers
            NativeFloats.Matrix same = b.numbers().view().matrix(b.at(), b.stride());
            NativeFloats.Matrix c = filled(m, n + 1, 2, 4);
            NativeFloats.Matrix expected = filled(m, n + 1, 2, 4);
            OpenBlas.multiplyTransposedLeft(m, n, k, a, same, c);
            OpenBlas.multiply(m, n, k, left, same, 1, c);
            PlainProducts.multiply(m, n, k, a, true, b, 0, expected);
            PlainProducts.multiply(m, n, k, left, false, b, 1, expected);
            float[] found = new float[c.numbers().capacity()];
            float[] plain = new float[found.length];
            c.numbers().get(0, found, found.length);
            expected.numbers().get(0, plain, plain.length);
            assertThat(found).containsExactly(plain, within(1e-3f));
        }
    }

    private static NativeFloats.Matrix filled(int rows, int stride, int at, long seed) {
        double[] random = numbers(at + rows * stride, seed);
        float[] numbers = new float[random.length];
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = (float) random[k];
        }
        NativeFloats floats = new NativeFloats(numbers.length);
        floats.put(0, numbers, numbers.length);
        return floats.matrix(at, stride);
    }

    @Test
    void what_was_there_is_not_kept_where_it_is_not_asked_for_even_if_it_is_no_number() {
        double[] c = {Double.NaN};
        OpenBlas.multiply(1, 1, 1, new double[] {2}, new double[] {3}, 0, c);
        assertThat(c).containsExactly(6);
        double[] plain = {Double.NaN};
        PlainProducts.multiply(1, 1, 1, new double[] {2}, new double[] {3}, 0, plain);
        assertThat(plain).containsExactly(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31, 33, 47, 48, 49, 96, 97, 200, 301})
    void factors_solve_and_invert(int n) {
        double[] matrix = definite(n);
        double[] factor = matrix.clone();
        assertThat(OpenBlas.cholesky(n, factor)).isTrue();
        double[] upper = triangle(n, factor);
        double[] again = new double[n * n];
        PlainProducts.multiply(n, n, n, PlainProducts.transposed(n, n, upper), upper, 0, again);
        assertThat(triangle(n, again)).containsExactly(triangle(n, matrix), within(1e-9));

        for (int columns : new int[] {1, 5, 60}) {
            double[] b = numbers(n * columns, 7);
            double[] x = b.clone();
            OpenBlas.solve(n, columns, factor, x);
            double[] back = new double[n * columns];
            PlainProducts.multiply(n, columns, n, upper, x, 0, back);
            assertThat(back).containsExactly(b, within(1e-9));
            x = b.clone();
            OpenBlas.solveTransposed(n, columns, factor, x);
            PlainProducts.multiply(n, columns, n, PlainProducts.transposed(n, n, upper), x, 0, back);
            assertThat(back).containsExactly(b, within(1e-9));
        }

        OpenBlas.invertFactored(n, factor);
        double[] one = new double[n * n];
        PlainProducts.multiply(n, n, n, symmetric(n, matrix), symmetric(n, factor), 0, one);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                assertThat(one[i * n + j]).isCloseTo(i == j ? 1 : 0, within(1e-8));
            }
        }
    }

    @Test
    void a_matrix_that_is_not_positive_definite_is_told() {
        assertThat(OpenBlas.cholesky(2, new double[] {1, 2, 2, 1})).isFalse();
        double[] late = definite(100);
        late[99 * 100 + 99] = -1;
        assertThat(OpenBlas.cholesky(100, late)).isFalse();
        assertThat(OpenBlas.cholesky(1, new double[] {Double.NaN})).isFalse();
    }
}
