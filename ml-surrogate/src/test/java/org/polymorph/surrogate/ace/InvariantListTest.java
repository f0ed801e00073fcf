package org.polymorph.surrogate.ace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;

class InvariantListTest {

    private static AceBasis basis(int bodyOrder, int features, Element... elements) {
        Settings settings = Settings.of(java.util.Map.of("bodyOrder", bodyOrder, "features", features));
        return new AceBasis(AceSettings.read(settings), List.of(elements));
    }

    @ParameterizedTest
    @CsvSource({"2,10", "3,60", "4,150", "5,150"})
    void no_invariant_is_a_combination_of_the_others(int bodyOrder, int features) {
        assertIndependent(basis(bodyOrder, features, Element.Si));
        assertIndependent(basis(bodyOrder, features, Element.O, Element.Si));
    }

    // As polynomials of free densities: the rank of a random design is full.
    private static void assertIndependent(AceBasis basis) {
        TensorValues values = new TensorValues(basis.tensors());
        int size = basis.invariants().size();
        SplittableRandom random = new SplittableRandom(1);
        double[][] rows = new double[size + 40][size];
        for (double[] row : rows) {
            double[] a = new double[basis.densities()];
            for (int k = 0; k < a.length; k++) {
                a[k] = random.nextGaussian();
            }
            values.evaluate(a);
            System.arraycopy(values.invariants(), 0, row, 0, size);
        }
        assertThat(rank(rows)).isEqualTo(size);
    }

    private static int rank(double[][] rows) {
        int columns = rows[0].length;
        int rank = 0;
        for (int c = 0; c < columns; c++) {
            double norm = 0;
            for (double[] row : rows) {
                norm += row[c] * row[c];
            }
            for (double[] row : rows) {
                row[c] /= Math.sqrt(norm);
            }
        }
        // modified Gram–Schmidt of the columns
        for (int c = 0; c < columns; c++) {
            double left = 0;
            for (double[] row : rows) {
                left += row[c] * row[c];
            }
            if (left < 1e-10) {
                continue;
            }
            rank++;
            for (int d = c + 1; d < columns; d++) {
                double dot = 0;
                for (double[] row : rows) {
                    dot += row[c] * row[d];
                }
                for (double[] row : rows) {
                    row[d] -= dot / left * row[c];
                }
            }
        }
        return rank;
    }

    @Test
    void one_element_gets_a_few_hundred_invariants_of_all_orders_by_default() {
        List<InvariantList.Invariant> list = basis(5, 450, Element.Si).invariants();
        assertThat(list).hasSizeBetween(400, 450);
        assertThat(list).extracting(InvariantList.Invariant::order).contains(1, 2, 3, 4);
        assertThat(list).isSortedAccordingTo(java.util.Comparator.comparingDouble(InvariantList.Invariant::level));
    }

    @Test
    void elements_are_treated_alike() {
        AceBasis basis = basis(3, 200, Element.Al, Element.O);
        long[] uses = new long[2];
        for (InvariantList.Invariant invariant : basis.invariants()) {
            for (int index : invariant.indices()) {
                uses[index / basis.width()]++;
            }
        }
        assertThat(uses[0]).isEqualTo(uses[1]);
    }

    @Test
    void wigner_symbols_have_their_tabulated_values() {
        // Edmonds 1957, table 2
        assertThat(Couplings.threeJ(1, 1, 0, 0, 0, 0)).isCloseTo(-1 / Math.sqrt(3), within(1e-14));
        assertThat(Couplings.threeJ(1, 1, 2, 0, 0, 0)).isCloseTo(Math.sqrt(2.0 / 15), within(1e-14));
        assertThat(Couplings.threeJ(2, 2, 2, 0, 0, 0)).isCloseTo(-Math.sqrt(2.0 / 35), within(1e-14));
        assertThat(Couplings.threeJ(1, 1, 1, 1, -1, 0)).isCloseTo(1 / Math.sqrt(6), within(1e-14));
        assertThat(Couplings.threeJ(1, 1, 3, 0, 0, 0)).isZero();
    }

    @Test
    void harmonics_obey_the_addition_theorem() {
        SphericalHarmonics harmonics = new SphericalHarmonics(4);
        double[] u = {0.36, 0.48, -0.8};
        double[] v = {2.0 / 3, -1.0 / 3, 2.0 / 3};
        SphericalHarmonics.Rows rows = harmonics.rows(2);
        put(rows, 0, u, 1);
        put(rows, 1, v, 1);
        rows.evaluate(2);
        double x = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
        double[] legendre = {
            1, x, (3 * x * x - 1) / 2, (5 * x * x * x - 3 * x) / 2, (35 * Math.pow(x, 4) - 30 * x * x + 3) / 8
        };
        for (int l = 0; l <= 4; l++) {
            double sum = 0;
            for (int k = l * l; k < (l + 1) * (l + 1); k++) {
                sum += rows.values[k][0] * rows.values[k][1];
            }
            assertThat(sum).isCloseTo((2 * l + 1) * legendre[l], within(1e-12));
        }
    }

    private static void put(SphericalHarmonics.Rows rows, int q, double[] r, double length) {
        rows.x[q] = r[0] / length;
        rows.y[q] = r[1] / length;
        rows.z[q] = r[2] / length;
        rows.inverse[q] = 1 / length;
    }

    @Test
    void gradients_of_harmonics_are_their_differences() {
        SphericalHarmonics harmonics = new SphericalHarmonics(5);
        double[] r = {0.7, -1.1, 0.4};
        double h = 1e-5;
        SphericalHarmonics.Rows rows = harmonics.rows(7);
        for (int q = 0; q < 7; q++) {
            double[] moved = r.clone();
            if (q > 0) {
                moved[(q - 1) / 2] += q % 2 == 1 ? h : -h;
            }
            put(rows, q, moved, Math.sqrt(moved[0] * moved[0] + moved[1] * moved[1] + moved[2] * moved[2]));
        }
        rows.evaluate(7);
        for (int k = 0; k < harmonics.size(); k++) {
            double[] y = rows.values[k];
            assertThat(rows.alongX[k][0]).isCloseTo((y[1] - y[2]) / (2 * h), within(1e-8));
            assertThat(rows.alongY[k][0]).isCloseTo((y[3] - y[4]) / (2 * h), within(1e-8));
            assertThat(rows.alongZ[k][0]).isCloseTo((y[5] - y[6]) / (2 * h), within(1e-8));
        }
    }

    @Test
    void tensors_are_the_derivatives_of_the_invariants() {
        AceBasis basis = basis(5, 120, Element.O, Element.Si);
        SplittableRandom random = new SplittableRandom(3);
        double[] a = new double[basis.densities()];
        for (int k = 0; k < a.length; k++) {
            a[k] = random.nextGaussian();
        }
        Jacobian jacobian = new Jacobian(basis);
        TensorValues values = new TensorValues(basis.tensors());
        values.evaluate(a);
        double[] slopes = new double[jacobian.entries()];
        jacobian.evaluate(values.components(), slopes);
        double[][] dense = new double[jacobian.size()][a.length];
        for (int f = 0; f < dense.length; f++) {
            for (int e = jacobian.rowStart(f); e < jacobian.rowStart(f + 1); e++) {
                dense[f][jacobian.column(e)] = slopes[e];
            }
        }
        double h = 1e-5;
        for (int k = 0; k < a.length; k++) {
            double[] plus = invariants(values, a, k, h);
            double[] minus = invariants(values, a, k, -h);
            for (int f = 0; f < dense.length; f++) {
                assertThat(dense[f][k]).isCloseTo((plus[f] - minus[f]) / (2 * h), within(1e-7));
            }
        }
    }

    private static double[] invariants(TensorValues values, double[] a, int k, double step) {
        double[] moved = a.clone();
        moved[k] += step;
        values.evaluate(moved);
        return values.invariants().clone();
    }

    @Test
    void invariants_are_the_products_that_they_are_made_of() {
        AceBasis basis = basis(5, 150, Element.Si);
        double[] a = new double[basis.densities()];
        SplittableRandom random = new SplittableRandom(4);
        for (int k = 0; k < a.length; k++) {
            a[k] = random.nextGaussian();
        }
        TensorValues values = new TensorValues(basis.tensors());
        values.evaluate(a);
        for (int f = 0; f < basis.invariants().size(); f++) {
            InvariantList.Invariant v = basis.invariants().get(f);
            double sum = 0;
            for (int t = 0; t < v.coefficients().length; t++) {
                double product = v.coefficients()[t];
                for (int k = 0; k < v.order(); k++) {
                    product *= a[v.indices()[v.order() * t + k]];
                }
                sum += product;
            }
            assertThat(values.invariants()[f]).isCloseTo(sum, within(1e-10));
        }
    }

    @Test
    void radial_functions_vanish_at_the_cutoff_with_their_slopes_and_have_right_derivatives() {
        RadialBasis radial = new RadialBasis(8, 5.0, 2.0);
        double h = 1e-5;
        double[] distances = {1.0, 2.35, 4.0, 4.9};
        RadialBasis.Rows rows = radial.rows(13);
        rows.distance[12] = 5.0;
        for (int q = 0; q < 4; q++) {
            rows.distance[3 * q] = distances[q];
            rows.distance[3 * q + 1] = distances[q] + h;
            rows.distance[3 * q + 2] = distances[q] - h;
        }
        rows.evaluate(13);
        for (int n = 0; n < 8; n++) {
            double[] value = rows.values[n];
            assertThat(value[12]).isCloseTo(0, within(1e-12));
            assertThat(rows.slopes[n][12]).isCloseTo(0, within(1e-12));
            for (int q = 0; q < 12; q += 3) {
                double slope = rows.slopes[n][q];
                assertThat(slope)
                        .isCloseTo((value[q + 1] - value[q + 2]) / (2 * h), within(1e-6 * (1 + Math.abs(slope))));
            }
        }
    }

    @Test
    void splines_of_radial_functions_are_the_functions() {
        RadialBasis radial = new RadialBasis(12, 5.0, 1.0);
        double[] exact = new double[24];
        RadialBasis.Rows rows = radial.rows(1);
        for (double r = 1.25; r < 5; r += 0.0137) {
            radial.exact(r, new double[24], exact, 0);
            rows.distance[0] = r;
            rows.evaluate(1);
            for (int n = 0; n < 12; n++) {
                assertThat(rows.values[n][0]).isCloseTo(exact[n], within(2e-7));
            }
        }
    }
}
