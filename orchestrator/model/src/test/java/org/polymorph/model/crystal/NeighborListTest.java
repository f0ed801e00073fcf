package org.polymorph.model.crystal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NeighborListTest {

    private record Pair(int i, int j, double x, double y, double z) {}

    /** Every image within a range that surely covers the sphere: cutoff over the height, and two more. */
    private static List<Pair> bruteForce(Structure structure, double cutoff) {
        int[] range = new int[3];
        for (int k = 0; k < 3; k++) {
            range[k] = (int) Math.ceil(cutoff / structure.lattice().height(k)) + 2;
        }
        double[] f = structure.wrapped().fractional();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < structure.size(); i++) {
            for (int j = 0; j < structure.size(); j++) {
                for (int a = -range[0]; a <= range[0]; a++) {
                    for (int b = -range[1]; b <= range[1]; b++) {
                        for (int c = -range[2]; c <= range[2]; c++) {
                            double[] d = structure.lattice().toCartesian(new double[] {
                                f[3 * j] - f[3 * i] + a,
                                f[3 * j + 1] - f[3 * i + 1] + b,
                                f[3 * j + 2] - f[3 * i + 2] + c
                            });
                            double r = Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
                            boolean itself = i == j && a == 0 && b == 0 && c == 0;
                            if (r < cutoff && !itself) {
                                pairs.add(new Pair(i, j, d[0], d[1], d[2]));
                            }
                        }
                    }
                }
            }
        }
        return pairs;
    }

    private static List<Pair> pairs(NeighborList list) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            for (int p = list.start(i); p < list.start(i + 1); p++) {
                Pair pair = new Pair(i, list.neighbor(p), list.dx(p), list.dy(p), list.dz(p));
                double r2 = pair.x * pair.x + pair.y * pair.y + pair.z * pair.z;
                assertThat(list.distance(p)).isEqualTo(Math.sqrt(r2));
                pairs.add(pair);
            }
        }
        return pairs;
    }

    private static void assertSame(List<Pair> found, List<Pair> expected) {
        assertThat(found).hasSameSizeAs(expected);
        boolean[] used = new boolean[expected.size()];
        for (Pair pair : found) {
            int match = -1;
            for (int k = 0; k < expected.size() && match < 0; k++) {
                Pair other = expected.get(k);
                boolean same = !used[k]
                        && other.i == pair.i
                        && other.j == pair.j
                        && Math.abs(other.x - pair.x) + Math.abs(other.y - pair.y) + Math.abs(other.z - pair.z) < 1e-9;
                match = same ? k : -1;
            }
            assertThat(match).as(pair.toString()).isNotNegative();
            used[match] = true;
        }
    }

    private static Structure random(Lattice lattice, int atoms, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] f = new double[3 * atoms];
        for (int i = 0; i < f.length; i++) {
            f[i] = 3 * random.nextDouble() - 1;
        }
        return Structure.of(lattice, Structures.of(Element.Si, atoms), f);
    }

    @Property(tries = 100, seed = "20261120")
    void skewed_cells_of_any_size_have_the_pairs_of_a_plain_search(
            @ForAll @DoubleRange(min = 1.5, max = 9) double a,
            @ForAll @DoubleRange(min = 1.5, max = 9) double b,
            @ForAll @DoubleRange(min = 1.5, max = 9) double c,
            @ForAll @DoubleRange(min = 20, max = 160) double alpha,
            @ForAll @DoubleRange(min = 20, max = 160) double beta,
            @ForAll @DoubleRange(min = 20, max = 160) double gamma,
            @ForAll @IntRange(min = 1, max = 4) int atoms,
            @ForAll long seed) {
        Lattice lattice = Structures.latticeOrNearest(a, b, c, alpha, beta, gamma);
        double cutoff = Math.min(4.5, 2.2 * Math.cbrt(lattice.volume()));
        Structure structure = random(lattice, atoms, seed);
        assertSame(
                clearly(cutoff, pairs(NeighborList.of(structure, cutoff))),
                clearly(cutoff, bruteForce(structure, cutoff)));
    }

    // a pair at the cutoff itself may fall either way by rounding
    private static List<Pair> clearly(double cutoff, List<Pair> pairs) {
        return pairs.stream()
                .filter(pair -> Math.sqrt(pair.x * pair.x + pair.y * pair.y + pair.z * pair.z) < cutoff - 1e-9)
                .toList();
    }

    @Property(tries = 20, seed = "20261120")
    void large_skewed_cells_have_the_pairs_of_a_plain_search(
            @ForAll @DoubleRange(min = 60, max = 120) double alpha,
            @ForAll @DoubleRange(min = 60, max = 120) double beta,
            @ForAll @DoubleRange(min = 60, max = 120) double gamma,
            @ForAll @DoubleRange(min = 0.5, max = 1.2) double cutoff,
            @ForAll long seed) {
        Lattice lattice = Structures.latticeOrNearest(15, 16, 17, alpha, beta, gamma);
        Structure structure = random(lattice, 70, seed);
        assertSame(pairs(NeighborList.of(structure, cutoff)), bruteForce(structure, cutoff));
        NeighborSearch.PairBuffer buffer = new NeighborSearch.PairBuffer(3 * cutoff, 10);
        int[] starts = new NeighborBins(structure, 3 * cutoff, buffer).find();
        assertSame(pairs(buffer.list(starts)), bruteForce(structure, 3 * cutoff));
    }

    @Property(tries = 30, seed = "20261120")
    void each_pair_is_listed_from_both_ends_exactly(@ForAll @IntRange(min = 1, max = 80) int atoms, @ForAll long seed) {
        Structure structure = random(Lattice.ofParameters(14, 15, 16, 70, 80, 110), atoms, seed);
        List<Pair> pairs = pairs(NeighborList.of(structure, 2.5));
        List<Pair> reversed = pairs.stream()
                .map(p -> new Pair(p.j, p.i, 0 - p.x, 0 - p.y, 0 - p.z))
                .toList();
        assertThat(pairs.stream().map(p -> new Pair(p.i, p.j, p.x + 0.0, p.y + 0.0, p.z + 0.0)))
                .containsExactlyInAnyOrderElementsOf(reversed);
    }

    @Property(tries = 30, seed = "20261120")
    void distances_do_not_change_with_rotation_supercell_or_choice_of_cell(
            @ForAll @IntRange(min = 1, max = 6) int atoms, @ForAll long seed) {
        Structure structure = random(Lattice.ofParameters(4, 5, 6, 75, 95, 110), atoms, seed);
        double[] expected = distances(structure, 1);
        assertThat(distances(structure.rotated(Structures.rotation(seed)), 1)).containsExactly(expected, within(1e-9));
        assertThat(distances(structure.supercell(2, 1, 3), 6)).containsExactly(expected, within(1e-9));
        assertThat(distances(structure.niggliReduced(), 1)).containsExactly(expected, within(1e-9));
        assertThat(distances(structure.wrapped().standardOrientation(), 1)).containsExactly(expected, within(1e-9));
    }

    // sorted, each distance of the single cell once: the nearer half, which rounding cannot move over the cutoff
    private static double[] distances(Structure structure, int copies) {
        NeighborList list = NeighborList.of(structure, 7);
        double[] all = new double[list.pairs()];
        for (int p = 0; p < all.length; p++) {
            all[p] = list.distance(p);
        }
        Arrays.sort(all);
        double[] single = new double[all.length / copies / 2];
        for (int k = 0; k < single.length; k++) {
            single[k] = all[k * copies];
        }
        return single;
    }

    @Test
    void entries_stand_in_the_order_of_the_neighbour_however_they_are_found() {
        for (double cutoff : new double[] {1.5, 9}) {
            Structure structure = random(Lattice.ofParameters(14, 15, 16, 70, 80, 110), 100, 5);
            assertThat(NeighborBins.worthwhile(structure, cutoff)).isEqualTo(cutoff < 2);
            NeighborList list = NeighborList.of(structure, cutoff);
            for (int i = 0; i < list.size(); i++) {
                for (int p = list.start(i) + 1; p < list.start(i + 1); p++) {
                    assertThat(list.neighbor(p)).isGreaterThanOrEqualTo(list.neighbor(p - 1));
                }
            }
        }
    }

    @Test
    void diamond_has_its_shells() {
        // shells of diamond: 4, 12, 12, 6 neighbours at sqrt(3)/4, 1/sqrt(2), sqrt(11)/4, 1 times a
        Structure diamond = Structures.diamond();
        assertThat(NeighborList.of(diamond, 5.5).pairs()).isEqualTo(2 * (4 + 12 + 12 + 6));
        assertThat(diamond.minimumDistance()).isCloseTo(5.431 * Math.sqrt(3) / 4, within(1e-12));
    }

    @Test
    void an_atom_sees_its_own_images() {
        Structure structure = Structure.of(Lattice.cubic(3), List.of(Element.Cu), new double[3]);
        assertThat(NeighborList.of(structure, 3.1).pairs()).isEqualTo(6);
        assertThat(NeighborList.of(structure, 3.0).pairs()).isZero();
        assertThat(structure.minimumDistance()).isEqualTo(3);
    }

    @Test
    void the_shortest_distance_is_found_across_skewed_cells() {
        Structure structure =
                Structure.of(Lattice.of(4, 0, 0, 39.5, 1, 0, 0.3, 0.7, 9), List.of(Element.Cu), new double[3]);
        // b − 10 a = (−0.5, 1, 0)
        assertThat(structure.minimumDistance()).isCloseTo(Math.sqrt(1.25), within(1e-12));
    }

    @Test
    void senseless_cutoffs_are_refused() {
        Structure structure = Structures.diamond();
        for (double cutoff : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> NeighborList.of(structure, cutoff)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> NeighborList.of(structure, 1e4)).hasMessageContaining("pairs");
    }

    @Test
    void ten_thousand_atoms_take_time_in_proportion() {
        // the aim is 0.3 s on one core; three times that here, for slow and busy machines
        Structure structure = random(Lattice.cubic(Math.cbrt(10_000 / 0.05)), 10_000, 3);
        NeighborList.of(structure, 5);
        long best = Long.MAX_VALUE;
        for (int k = 0; k < 3; k++) {
            long start = System.nanoTime();
            NeighborList.of(structure, 5);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(best / 1e9).isLessThan(0.9);
    }
}
