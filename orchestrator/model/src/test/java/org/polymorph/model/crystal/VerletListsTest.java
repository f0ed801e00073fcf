package org.polymorph.model.crystal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VerletListsTest {

    private static void assertSameBits(NeighborList list, NeighborList expected) {
        assertThat(list.size()).isEqualTo(expected.size());
        assertThat(list.pairs()).isEqualTo(expected.pairs());
        for (int i = 0; i <= expected.size(); i++) {
            assertThat(list.start(i)).isEqualTo(expected.start(i));
        }
        for (int p = 0; p < expected.pairs(); p++) {
            assertThat(list.neighbor(p)).isEqualTo(expected.neighbor(p));
            // + 0.0: the sign of a zero is no difference
            assertThat(list.dx(p) + 0.0).isEqualTo(expected.dx(p) + 0.0);
            assertThat(list.dy(p) + 0.0).isEqualTo(expected.dy(p) + 0.0);
            assertThat(list.dz(p) + 0.0).isEqualTo(expected.dz(p) + 0.0);
            assertThat(list.distance(p)).isEqualTo(expected.distance(p));
        }
    }

    private static Structure random(Lattice lattice, int atoms, SplittableRandom random) {
        double[] f = new double[3 * atoms];
        for (int k = 0; k < f.length; k++) {
            f[k] = 3 * random.nextDouble() - 1;
        }
        return Structure.of(lattice, Structures.of(Element.Si, atoms), f);
    }

    /** Moves each atom by up to some Å along each axis and deforms the cell by up to a strain in each component. */
    private static Structure moved(Structure structure, double move, double strain, SplittableRandom random) {
        double[] cartesian = structure.cartesian();
        for (int k = 0; k < cartesian.length; k++) {
            cartesian[k] += move * (2 * random.nextDouble() - 1);
        }
        double[] epsilon = new double[9];
        for (int k = 0; k < 9; k++) {
            epsilon[k] = strain * (2 * random.nextDouble() - 1);
        }
        return structure
                .withFractional(structure.lattice().toFractional(cartesian))
                .strained(epsilon);
    }

    @Property(tries = 150, seed = "20261126")
    void structures_that_follow_each_other_have_the_lists_of_a_search(
            @ForAll @DoubleRange(min = 2.5, max = 9) double a,
            @ForAll @DoubleRange(min = 2.5, max = 9) double b,
            @ForAll @DoubleRange(min = 2.5, max = 9) double c,
            @ForAll @DoubleRange(min = 20, max = 160) double alpha,
            @ForAll @DoubleRange(min = 20, max = 160) double beta,
            @ForAll @DoubleRange(min = 20, max = 160) double gamma,
            @ForAll @IntRange(min = 1, max = 5) int atoms,
            @ForAll @DoubleRange(min = 0, max = 0.3) double move,
            @ForAll @DoubleRange(min = 0, max = 0.05) double strain,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Lattice lattice = Structures.latticeOrNearest(a, b, c, alpha, beta, gamma);
        double cutoff = Math.min(4.5, 2.2 * Math.cbrt(lattice.volume()));
        Structure structure = random(lattice, atoms, random);
        VerletLists lists = new VerletLists(0.2 + random.nextDouble());
        for (int step = 0; step < 12; step++) {
            assertSameBits(lists.of(structure, cutoff), NeighborList.of(structure, cutoff));
            structure = moved(structure, move, strain, random);
        }
    }

    @Property(tries = 15, seed = "20261126")
    void large_cells_whose_atoms_pass_its_faces_have_the_lists_of_a_search(
            @ForAll @DoubleRange(min = 60, max = 120) double alpha,
            @ForAll @DoubleRange(min = 60, max = 120) double gamma,
            @ForAll @DoubleRange(min = 0, max = 0.2) double move,
            @ForAll @DoubleRange(min = 0, max = 0.01) double strain,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Lattice lattice = Structures.latticeOrNearest(15, 16, 17, alpha, 90, gamma);
        Structure structure = random(lattice, 70, random);
        assertThat(NeighborBins.worthwhile(structure, 2)).isTrue();
        VerletLists lists = new VerletLists(0.9);
        for (int step = 0; step < 8; step++) {
            assertSameBits(lists.of(structure, 2), NeighborList.of(structure, 2));
            structure = moved(step == 4 ? structure.wrapped() : structure, move, strain, random);
        }
    }

    @Test
    void small_moves_are_followed_without_a_search() {
        SplittableRandom random = new SplittableRandom(7);
        Structure start = random(Lattice.ofParameters(6, 7, 8, 80, 95, 100), 8, random);
        VerletLists lists = new VerletLists(0.5);
        for (int step = 0; step < 20; step++) {
            Structure frame = moved(start, 0.05, 0.005, random);
            assertSameBits(lists.of(frame, 5), NeighborList.of(frame, 5));
        }
        assertThat(lists.searches()).isOne();
    }

    @Test
    void a_common_motion_needs_no_search() {
        Structure diamond = Structures.diamond();
        double[] shifted = diamond.fractional();
        for (int k = 0; k < shifted.length; k++) {
            shifted[k] += 0.3;
        }
        VerletLists lists = new VerletLists(0.5);
        lists.of(diamond, 5);
        assertSameBits(
                lists.of(diamond.withFractional(shifted), 5), NeighborList.of(diamond.withFractional(shifted), 5));
        assertThat(lists.searches()).isOne();
    }

    @Test
    void a_pair_that_comes_in_from_beyond_the_skin_is_found() {
        // 3.6 Å apart, beyond cutoff and skin (3.5), and 2.9 Å after a move of 0.35 Å each, of the cell alone, or of
        // both
        Lattice lattice = Lattice.cubic(20);
        Structure apart = Structure.of(lattice, Structures.of(Element.Si, 2), new double[] {0, 0, 0, 0.18, 0, 0});
        Structure near = apart.withFractional(new double[] {0.0175, 0, 0, 0.1625, 0, 0});
        Structure pressed = apart.strained(new double[] {-0.2, 0, 0, 0, 0, 0, 0, 0, 0});
        Structure both = apart.withFractional(new double[] {0.01, 0, 0, 0.17, 0, 0})
                .strained(new double[] {-0.1, 0, 0, 0, 0.1, 0, 0, 0, 0});
        for (Structure later : List.of(near, pressed, both)) {
            VerletLists lists = new VerletLists(0.5);
            assertThat(lists.of(apart, 3).pairs()).isZero();
            assertThat(lists.of(later, 3).pairs()).isEqualTo(2);
            assertThat(lists.searches()).isEqualTo(2);
        }
    }

    @Test
    void another_number_of_atoms_or_another_cutoff_is_a_list_of_its_own() {
        Structure diamond = Structures.diamond();
        VerletLists lists = new VerletLists();
        assertSameBits(lists.of(diamond, 5), NeighborList.of(diamond, 5));
        assertSameBits(lists.of(diamond, 3), NeighborList.of(diamond, 3));
        assertSameBits(lists.of(diamond, 5), NeighborList.of(diamond, 5));
        assertThat(lists.searches()).isEqualTo(2);
        assertSameBits(lists.of(diamond.supercell(1, 2, 1), 5), NeighborList.of(diamond.supercell(1, 2, 1), 5));
    }

    @Test
    void a_skin_must_be_above_zero() {
        for (double skin : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new VerletLists(skin)).hasMessageContaining("skin");
        }
    }
}
