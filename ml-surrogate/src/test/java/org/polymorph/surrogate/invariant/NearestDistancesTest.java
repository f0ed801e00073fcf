package org.polymorph.surrogate.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

class NearestDistancesTest {

    private static Structure atoms(Lattice lattice, double... fractional) {
        return Structure.of(lattice, java.util.Collections.nCopies(fractional.length / 3, Element.Si), fractional);
    }

    @Test
    void agrees_with_the_distances_to_all_images_in_a_large_block() {
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 60; trial++) {
            Structure crystal = RandomCrystals.crystal(random, 1 + random.nextInt(6));
            int k = 1 + random.nextInt(40);
            PeriodicSet set = PeriodicSet.of(crystal);
            assertThat(NearestDistances.of(set, k)).containsExactly(bruteForce(set.structure(), k), within(1e-10));
        }
    }

    private static double[] bruteForce(Structure crystal, int k) {
        double[] x = crystal.fractional();
        double[] rows = new double[crystal.size() * k];
        for (int i = 0; i < crystal.size(); i++) {
            double[] block = new double[crystal.size() * 15 * 15 * 15];
            int count = 0;
            for (int j = 0; j < crystal.size(); j++) {
                for (int image = 0; image < 3375; image++) {
                    int[] cell = {image % 15 - 7, image / 15 % 15 - 7, image / 225 - 7};
                    double[] d = new double[3];
                    for (int c = 0; c < 3; c++) {
                        d[c] = x[3 * j + c] - x[3 * i + c] + cell[c];
                    }
                    d = crystal.lattice().toCartesian(d);
                    block[count++] = Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
                }
            }
            Arrays.sort(block);
            System.arraycopy(block, 1, rows, i * k, k);
        }
        return rows;
    }

    @Test
    void counts_the_shells_of_a_cubic_lattice_with_one_atom() {
        double[] row = NearestDistances.of(PeriodicSet.of(atoms(Lattice.cubic(2), 0, 0, 0)), 32);
        assertThat(Arrays.copyOf(row, 6)).containsOnly(new double[] {2}, within(1e-12));
        assertThat(Arrays.copyOfRange(row, 6, 18)).containsOnly(new double[] {Math.sqrt(8)}, within(1e-12));
        assertThat(Arrays.copyOfRange(row, 18, 26)).containsOnly(new double[] {Math.sqrt(12)}, within(1e-12));
        assertThat(Arrays.copyOfRange(row, 26, 32)).containsOnly(new double[] {4}, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 1_000_000, -1_000_000})
    void is_as_good_in_a_cell_skewed_a_millionfold(int times) {
        Lattice skewed = Lattice.of(3, 0, 0, 0, 4, 0, 3.0 * times, 4, 5);
        Structure compact = atoms(Lattice.of(3, 0, 0, 0, 4, 0, 0, 0, 5), 0, 0, 0, 0.3, 0.4, 0.2);
        Structure oblique = Structure.ofCartesian(skewed, compact.species(), compact.cartesian());
        assertThat(AverageMinimumDistances.of(oblique, 100))
                .containsExactly(AverageMinimumDistances.of(compact, 100), within(1e-8));
    }

    @Test
    void is_quick_in_needles_and_sheets() {
        double[] needle =
                NearestDistances.of(PeriodicSet.of(atoms(Lattice.of(1, 0, 0, 0, 1e5, 0, 0, 0, 1e5), 0, 0, 0)), 7);
        assertThat(needle).containsExactly(new double[] {1, 1, 2, 2, 3, 3, 4}, within(1e-9));
        double[] sheet = NearestDistances.of(
                PeriodicSet.of(atoms(Lattice.of(1, 0, 0, 0, 1, 0, 0, 0, 1e6), 0, 0, 0, 0.5, 0.5, 0.5)), 4);
        assertThat(sheet).containsOnly(new double[] {1}, within(1e-9));
    }

    @Test
    void finds_the_neighbours_of_an_element_that_is_rare() {
        Structure crystal =
                Structure.of(Lattice.cubic(3), List.of(Element.O, Element.Al), new double[] {0, 0, 0, 0.5, 0.5, 0.5});
        double[] row = NearestDistances.between(PeriodicSet.of(crystal), new int[] {0}, new int[] {1}, 9);
        assertThat(Arrays.copyOf(row, 8)).containsOnly(new double[] {1.5 * Math.sqrt(3)}, within(1e-12));
        assertThat(row[8]).isCloseTo(1.5 * Math.sqrt(11), within(1e-12));
    }

    @Test
    void counts_atoms_at_one_place_or_refuses_them_as_asked() {
        Structure doubled = atoms(Lattice.cubic(4), 0.1, 0.2, 0.3, 0.1, 0.2, 1.3);
        assertThat(AverageMinimumDistances.of(doubled, 3)).containsExactly(new double[] {0, 4, 4}, within(1e-9));
        assertThatThrownBy(() -> PeriodicSet.ofDistinct(doubled))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("atoms 1 (Si) and 2 (Si) are 0.000000 Å apart");
    }

    @Test
    void refuses_no_neighbour_at_all() {
        PeriodicSet set = PeriodicSet.of(atoms(Lattice.cubic(4), 0, 0, 0));
        assertThatThrownBy(() -> NearestDistances.of(set, 0)).hasMessageContaining("at least 1, found 0");
    }
}
