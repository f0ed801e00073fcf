package org.polymorph.surrogate.property.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.training.RandomCells;

/** What a site is known by, against groups of the International Tables and along a path on which a symmetry is lost. */
class SiteFeaturesTest {
    private static final double[] FACES = {0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0};

    private static SiteFeatures features(SiteFeatures.Kind kind) {
        return new SiteFeatures(kind, 0.1, new Surroundings(6, 12, 6));
    }

    // two elements on faces and on faces moved along the diagonal
    private static Structure twoFaces(Element first, Element second, double shift, double edge) {
        double[] x = new double[24];
        for (int k = 0; k < 12; k++) {
            x[k] = FACES[k];
            x[12 + k] = FACES[k] + shift;
        }
        Element[] species = new Element[8];
        Arrays.fill(species, 0, 4, first);
        Arrays.fill(species, 4, 8, second);
        return Structure.of(Lattice.cubic(edge), List.of(species), x);
    }

    private static double[] row(SiteRows rows, int site) {
        return Arrays.copyOfRange(rows.values(), site * rows.width(), (site + 1) * rows.width());
    }

    /** Site 8a of Fd-3m is -43m: 3 twofold axes, 8 threefold rotations, 6 reflections, 6 fourfold inversions; nothing is free. */
    @Test
    void diamond_has_one_site_of_the_symmetry_of_a_tetrahedron() {
        SiteRows rows = features(SiteFeatures.Kind.SITES).of(twoFaces(Element.Si, Element.Si, 0.25, 5.43));
        assertThat(rows.sites()).isOne();
        assertThat(rows.share()).containsExactly(1);
        double[] row = row(rows, 0);
        assertThat(Arrays.copyOf(row, 9)).containsExactly(new double[] {3, 8, 0, 0, 0, 6, 0, 6, 0}, within(1e-9));
        assertThat(row[9]).isCloseTo(Math.log(24), within(1e-9));
        assertThat(row[10]).isCloseTo(0, within(1e-9));
        assertThat(row[11]).as("letter a, the first").isCloseTo(1, within(1e-9));
        assertThat(row[12]).isCloseTo(Math.log(2), within(1e-9));
        assertThat(row[13]).isEqualTo(1);
        // m-3m of the crystal: 9 twofold axes, 8 of order 3, 6 of order 4, −1, 9 m, 8 of −3, 6 of −4
        assertThat(Arrays.copyOfRange(row, 14, 23))
                .containsExactly(new double[] {9, 8, 6, 0, 1, 9, 8, 6, 0}, within(1e-9));
        assertThat(row[23]).isCloseTo(5.43 / 2, within(1e-9));
    }

    /** Sites 4a and 4b of Fm-3m, both m-3m: 48 operations. */
    @Test
    void rocksalt_has_two_sites_and_a_supercell_has_the_same() {
        SiteFeatures features = features(SiteFeatures.Kind.SITES_AND_ATOMS);
        Structure rocksalt = twoFaces(Element.Na, Element.Cl, 0.5, 5.64);
        SiteRows rows = features.of(rocksalt);
        assertThat(rows.share()).containsExactly(0.5, 0.5);
        assertThat(row(rows, 0)[9]).isCloseTo(Math.log(48), within(1e-9));
        SiteRows large = features.of(rocksalt.supercell(1, 2, 1));
        assertThat(large.values()).containsExactly(rows.values(), within(1e-7));
    }

    /** The first neighbours of diamond lie at √3/4 of the edge, at angles whose cosine is −1/3. */
    @Test
    void distances_and_angles_are_those_of_the_neighbours() {
        Structure diamond = twoFaces(Element.Si, Element.Si, 0.25, 5.43).primitive(1e-4);
        NeighborList list = NeighborList.of(diamond, 3);
        Surroundings surroundings = new Surroundings(3, 2, 2);
        double r = 5.43 * Math.sqrt(3) / 4;
        double[] out = new double[2 + surroundings.angles()];
        double[][] all = {{1, 1}};
        surroundings.addDistances(list, 0, all, out, 0);
        double f = (1 + Math.cos(Math.PI * r / 3)) / 2;
        assertThat(out[1]).isCloseTo(4 * f * Math.exp(-(r - 2) * (r - 2) / 2), within(1e-12));
        surroundings = new Surroundings(4, 2, 2);
        surroundings.addAngles(list, 0, new double[][] {{1, 1}, {0, 0.5}}, out, 2);
        f = (1 + Math.cos(Math.PI * r / 3)) / 2; // the second shell ends at 3 Å
        double second = (3.0 / 9 - 1) / 2;
        int at = 2 + 6;
        assertThat(out[at]).as("l = 1").isCloseTo(f * f * (4 - 12.0 / 3), within(1e-12));
        assertThat(out[at + 1]).as("l = 2").isCloseTo(f * f * (4 + 12 * second), within(1e-12));
        assertThat(out[at + 3]).as("both weights").isCloseTo(0.5 * f * f * (4 + 12 * second), within(1e-12));
        assertThat(out[at + 5]).as("the other weight").isCloseTo(0.25 * f * f * (4 + 12 * second), within(1e-12));
    }

    @Test
    void what_has_no_symmetry_has_sites_of_one_atom_each() {
        SiteRows rows = features(SiteFeatures.Kind.SITES).of(RandomCells.cell(3, Element.Si, Element.Si, Element.Ge));
        assertThat(rows.sites()).isEqualTo(3);
        double[] row = row(rows, 1);
        assertThat(Arrays.copyOf(row, 10)).containsOnly(0);
        assertThat(row[10]).isEqualTo(3);
        assertThat(row[11]).isZero();
        assertThat(row[12]).isZero();
    }

    /** Atoms of zincblende leave their places step by step; no number may jump where the group is lost. */
    @Test
    void numbers_do_not_jump_where_a_symmetry_is_lost() {
        SiteFeatures features = features(SiteFeatures.Kind.SITES_AND_ATOMS);
        Structure start = twoFaces(Element.Zn, Element.S, 0.25, 5.41).primitive(1e-4);
        SplittableRandom random = new SplittableRandom(4);
        double[] step = random.doubles(6, -1, 1).toArray();
        double[] before = mean(features.of(start));
        double[] first = before;
        int steps = 60;
        for (int s = 1; s <= steps; s++) {
            double[] moved = start.cartesian();
            for (int k = 0; k < 6; k++) {
                moved[k] += 0.12 * s / steps * step[k];
            }
            double[] now = mean(features.of(Structure.ofCartesian(start.lattice(), start.species(), moved)));
            for (int p = 0; p < now.length; p++) {
                double largest = Math.max(1, Math.max(Math.abs(first[p]), Math.abs(before[p])));
                assertThat(Math.abs(now[p] - before[p]) / largest)
                        .as("number %d, step %d", p, s)
                        .isLessThan(0.08);
            }
            before = now;
        }
        assertThat(before[9]).as("order of the site symmetry").isLessThan(0.5 * first[9]);
    }

    private static double[] mean(SiteRows rows) {
        double[] mean = new double[rows.width()];
        for (int k = 0; k < rows.values().length; k++) {
            mean[k % mean.length] += rows.share()[k / mean.length] * rows.values()[k];
        }
        return mean;
    }

    @Test
    void elements_stand_in_their_places_of_the_table() {
        int[][] known = {
            {1, 1, 1}, {2, 1, 18}, {8, 2, 16}, {13, 3, 13}, {22, 4, 4}, {58, 6, 3}, {79, 6, 11}, {118, 7, 18}
        };
        for (int[] each : known) {
            assertThat(AtomicProperties.period(each[0]))
                    .as("period of %d", each[0])
                    .isEqualTo(each[1]);
            assertThat(AtomicProperties.group(each[0]))
                    .as("group of %d", each[0])
                    .isEqualTo(each[2]);
        }
        for (Element element : Element.values()) {
            assertThat(AtomicProperties.of(element))
                    .hasSize(AtomicProperties.COUNT)
                    .doesNotContain(Double.NaN);
        }
        assertThat(AtomicProperties.of(Element.U)[2]).isCloseTo(1.38 - 2, within(1e-12));
        assertThat(AtomicProperties.of(Element.F)[2]).isCloseTo(3.98 - 2, within(1e-12));
        assertThat(AtomicProperties.of(Element.Au)[2]).isCloseTo(2.54 - 2, within(1e-12));
    }
}
