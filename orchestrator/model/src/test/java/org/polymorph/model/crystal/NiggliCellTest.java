package org.polymorph.model.crystal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class NiggliCellTest {

    private static double[] parameters(Lattice lattice) {
        double[] angles = lattice.angles();
        return new double[] {lattice.length(0), lattice.length(1), lattice.length(2), angles[0], angles[1], angles[2]};
    }

    /** Multiplies by random shears and permutations of determinant 1. */
    private static Lattice otherCell(Lattice lattice, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] rows = lattice.toArray();
        for (int step = 0; step < 12; step++) {
            int i = random.nextInt(3);
            int j = (i + 1 + random.nextInt(2)) % 3;
            int times = random.nextInt(5) - 2;
            for (int k = 0; k < 3; k++) {
                rows[3 * i + k] += times * rows[3 * j + k];
            }
        }
        return Lattice.of(rows);
    }

    @Test
    void reduces_the_cell_of_the_paper() {
        // Grosse-Kunstleve et al. 2004, section 4: metric 9 27 4 -5 -4 -22 reduces to 4 9 9 9 3 4
        // (Krivy and Gruber 1976, doi 10.1107/S0567739476000636)
        double a = 3;
        double b = Math.sqrt(27);
        double c = 2;
        Lattice lattice = Lattice.ofParameters(
                a,
                b,
                c,
                Math.toDegrees(Math.acos(-5 / (2 * b * c))),
                Math.toDegrees(Math.acos(-4 / (2 * a * c))),
                Math.toDegrees(Math.acos(-22 / (2 * a * b))));
        Lattice reduced = lattice.niggli().lattice();
        double[] p = parameters(reduced);
        assertThat(new double[] {p[0] * p[0], p[1] * p[1], p[2] * p[2]})
                .containsExactly(new double[] {4, 9, 9}, within(1e-9));
        assertThat(2 * p[1] * p[2] * Math.cos(Math.toRadians(p[3]))).isCloseTo(9, within(1e-9));
        assertThat(2 * p[0] * p[2] * Math.cos(Math.toRadians(p[4]))).isCloseTo(3, within(1e-9));
        assertThat(2 * p[0] * p[1] * Math.cos(Math.toRadians(p[5]))).isCloseTo(4, within(1e-9));
    }

    @Property(tries = 200, seed = "20261120")
    void every_cell_of_a_lattice_has_the_same_reduced_cell(
            @ForAll @DoubleRange(min = 2, max = 12) double a,
            @ForAll @DoubleRange(min = 2, max = 12) double b,
            @ForAll @DoubleRange(min = 2, max = 12) double c,
            @ForAll @DoubleRange(min = 30, max = 150) double alpha,
            @ForAll @DoubleRange(min = 30, max = 150) double beta,
            @ForAll @DoubleRange(min = 30, max = 150) double gamma,
            @ForAll long seed) {
        Lattice lattice = Structures.latticeOrNearest(a, b, c, alpha, beta, gamma);
        NiggliCell cell = lattice.niggli();
        assertThat(cell.lattice().volume()).isCloseTo(lattice.volume(), within(1e-9 * lattice.volume()));
        // a tie within the tolerance of the algorithm may fall either way
        assertThat(parameters(otherCell(lattice, seed).niggli().lattice()))
                .containsExactly(parameters(cell.lattice()), within(2e-3));
        assertThat(parameters(cell.lattice().niggli().lattice()))
                .containsExactly(parameters(cell.lattice()), within(1e-12));
    }

    @Property(tries = 100, seed = "20261120")
    void the_transformation_makes_the_reduced_cell_and_keeps_the_hand(@ForAll long seed) {
        Lattice lattice = otherCell(Lattice.ofParameters(4, 5, 6, 70, 100, 85), seed);
        NiggliCell cell = lattice.niggli();
        int[] t = cell.transformation();
        for (int i = 0; i < 9; i++) {
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                sum += t[3 * (i / 3) + k] * lattice.get(k, i % 3);
            }
            assertThat(sum).isCloseTo(cell.lattice().get(i / 3, i % 3), within(1e-9));
        }
        assertThat(cell.lattice().isLeftHanded()).isEqualTo(lattice.isLeftHanded());
        Structure structure = Structure.of(lattice, List.of(Element.Si), new double[] {0.3, -0.2, 1.7});
        double[] before = structure.cartesian();
        double[] after = cell.lattice().toCartesian(cell.toReduced(structure.fractional()));
        for (int k = 0; k < 3; k++) {
            // the fractional coordinates of the oblique cell are large, and so is what rounding leaves
            assertThat(after[k]).isCloseTo(before[k], within(1e-9 * (1 + Math.abs(before[k]))));
        }
    }

    /** Cells that relaxations end in: of high symmetry but for noise of about the tolerance, which makes comparisons disagree. */
    @Test
    void ends_for_cells_that_miss_a_symmetry_by_a_little() {
        List<Lattice> symmetric = List.of(
                Lattice.ofParameters(3.8403, 3.8403, 12.5422, 90, 90, 120),
                Lattice.ofParameters(3.8403, 3.8403, 3.8403, 60, 60, 60),
                Lattice.ofParameters(5.431, 5.431, 5.431, 90, 90, 90),
                Lattice.ofParameters(3.3, 3.3, 3.3, 109.4712206, 109.4712206, 109.4712206),
                Lattice.ofParameters(4.8, 4.8, 2.65, 90, 90, 90));
        SplittableRandom random = new SplittableRandom(20261126);
        for (int i = 0; i < 50_000; i++) {
            double[] rows = symmetric.get(i % symmetric.size()).toArray();
            double noise = Math.pow(10, -7 + 4 * random.nextDouble());
            for (int k = 0; k < 9; k++) {
                rows[k] += noise * (2 * random.nextDouble() - 1);
            }
            Lattice lattice = otherCell(Lattice.of(rows), i / 100);
            Lattice reduced = lattice.niggli().lattice();
            assertThat(reduced.volume()).isCloseTo(lattice.volume(), within(1e-9 * lattice.volume()));
            double[] best =
                    parameters(symmetric.get(i % symmetric.size()).niggli().lattice());
            for (int k = 0; k < 3; k++) {
                assertThat(reduced.length(k)).isCloseTo(best[k], within(10 * noise + 1e-4));
            }
        }
    }

    @Test
    void reduces_very_oblique_cells() {
        Lattice oblique = Lattice.of(4, 0, 0, 4003, 5, 0, -3997, 20_002, 6);
        assertThat(oblique.niggli().lattice().length(2)).isLessThan(8);
    }

    @Test
    void hexagonal_cells_get_their_usual_angles() {
        assertThat(parameters(otherCell(Lattice.ofParameters(3, 3, 5, 90, 90, 120), 4)
                        .niggli()
                        .lattice()))
                .containsExactly(new double[] {3, 3, 5, 90, 90, 120}, within(1e-7));
        double h = 2;
        assertThat(parameters(Lattice.of(0, h, h, h, 0, h, h, h, 0).niggli().lattice()))
                .containsExactly(
                        new double[] {h * Math.sqrt(2), h * Math.sqrt(2), h * Math.sqrt(2), 60, 60, 60}, within(1e-7));
    }

    @Test
    void the_primitive_cell_of_a_supercell_is_found() {
        Structure diamond = Structures.diamond();
        for (Structure large :
                List.of(diamond.supercell(2, 3, 1), diamond.supercell(2, 2, 2).niggliReduced())) {
            Structure primitive = large.primitive(0.01);
            assertThat(primitive.size()).isEqualTo(2);
            assertThat(primitive.volume()).isCloseTo(diamond.volume(), within(1e-9));
            assertThat(primitive.minimumDistance()).isCloseTo(diamond.minimumDistance(), within(1e-9));
        }
    }

    @Test
    void small_displacements_are_averaged_and_large_ones_respected() {
        Structure large = Structures.diamond().supercell(2, 2, 2);
        double[] moved = large.fractional();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < moved.length; i++) {
            moved[i] += 2e-4 * (random.nextDouble() - 0.5);
        }
        assertThat(large.withFractional(moved).primitive(0.02).size()).isEqualTo(2);
        moved[0] += 0.05;
        assertThat(large.withFractional(moved).primitive(0.02).size()).isEqualTo(16);
    }

    @Test
    void rock_salt_with_different_atoms_keeps_two() {
        Structure salt = Structure.of(
                Lattice.cubic(5.64),
                List.of(Element.Na, Element.Na, Element.Na, Element.Na, Element.Cl, Element.Cl, Element.Cl, Element.Cl),
                new double[] {0, 0, 0, 0, .5, .5, .5, 0, .5, .5, .5, 0, .5, .5, .5, .5, 0, 0, 0, .5, 0, 0, 0, .5});
        assertThat(salt.primitive(0.01).composition()).hasToString("NaCl");
        assertThat(salt.primitive(0.01).volume()).isCloseTo(salt.volume() / 4, within(1e-9));
    }
}
