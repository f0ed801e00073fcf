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
        Jacobian jacobian = new Jacobian(basis);
        int size = jacobian.size();
        SplittableRandom random = new SplittableRandom(1);
        double[][] rows = new double[size + 40][size];
        for (double[] row : rows) {
            double[] a = new double[basis.densities()];
            for (int k = 0; k < a.length; k++) {
                a[k] = random.nextGaussian();
            }
            jacobian.values(a, row);
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
        double[] a = new double[4 * harmonics.size()];
        double[] b = new double[4 * harmonics.size()];
        double[] scratch = new double[harmonics.scratchSize()];
        harmonics.evaluate(u[0], u[1], u[2], 1, scratch, a, 0);
        harmonics.evaluate(v[0], v[1], v[2], 1, scratch, b, 0);
        double x = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
        double[] legendre = {
            1, x, (3 * x * x - 1) / 2, (5 * x * x * x - 3 * x) / 2, (35 * Math.pow(x, 4) - 30 * x * x + 3) / 8
        };
        for (int l = 0; l <= 4; l++) {
            double sum = 0;
            for (int k = l * l; k < (l + 1) * (l + 1); k++) {
                sum += a[k] * b[k];
            }
            assertThat(sum).isCloseTo((2 * l + 1) * legendre[l], within(1e-12));
        }
    }

    @Test
    void radial_functions_vanish_at_the_cutoff_with_their_slopes_and_have_right_derivatives() {
        RadialBasis radial = new RadialBasis(8, 5.0, 2.0);
        double[] out = new double[16];
        radial.evaluate(5.0, out, 0);
        assertThat(out).containsOnly(new double[] {0}, within(1e-12));
        double h = 1e-5;
        for (double r : new double[] {1.0, 2.35, 4.0, 4.9}) {
            double[] plus = new double[16];
            double[] minus = new double[16];
            radial.evaluate(r, out, 0);
            radial.evaluate(r + h, plus, 0);
            radial.evaluate(r - h, minus, 0);
            for (int n = 0; n < 8; n++) {
                assertThat(out[8 + n])
                        .isCloseTo((plus[n] - minus[n]) / (2 * h), within(1e-6 * (1 + Math.abs(out[8 + n]))));
            }
        }
    }

    @Test
    void splines_of_radial_functions_are_the_functions() {
        RadialBasis radial = new RadialBasis(12, 5.0, 1.0);
        double[] exact = new double[24];
        double[] spline = new double[24];
        for (double r = 1.25; r < 5; r += 0.0137) {
            radial.exact(r, new double[24], exact, 0);
            radial.evaluate(r, spline, 0);
            assertThat(java.util.Arrays.copyOf(spline, 12))
                    .containsExactly(java.util.Arrays.copyOf(exact, 12), within(2e-7));
        }
    }
}
