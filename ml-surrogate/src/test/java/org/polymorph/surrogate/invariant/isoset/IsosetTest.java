package org.polymorph.surrogate.invariant.isoset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.PointwiseDistances;
import org.polymorph.surrogate.invariant.RandomCrystals;

class IsosetTest {
    static final Structure DIAMOND = Structure.of(
            Lattice.of(0, 2.7155, 2.7155, 2.7155, 0, 2.7155, 2.7155, 2.7155, 0),
            List.of(Element.Si, Element.Si),
            new double[] {0, 0, 0, 0.25, 0.25, 0.25});

    private static Structure mirrored(Structure crystal) {
        return crystal.rotated(new double[] {1, 0, 0, 0, 1, 0, 0, 0, -1});
    }

    @Test
    void all_atoms_of_diamond_are_in_one_class_of_tetrahedral_symmetry() {
        Isoset isoset = Isoset.of(DIAMOND.supercell(2, 1, 1), true, true);
        assertThat(isoset.size()).isOne();
        assertThat(isoset.weight(0)).isEqualTo(1);
        assertThat(ClusterAlignment.symmetries(AtomCluster.of(DIAMOND, 4, true).get(0), true, 1e-4))
                .isEqualTo(24);
        assertThat(ClusterAlignment.symmetries(AtomCluster.of(DIAMOND, 4, true).get(0), false, 1e-4))
                .isEqualTo(12);
        assertThat(Isoset.of(DIAMOND, true, false).size()).isOne();
    }

    @Test
    void zincblende_has_two_classes_where_elements_are_told_apart() {
        Structure zincblende = Structure.of(DIAMOND.lattice(), List.of(Element.Ga, Element.As), DIAMOND.fractional());
        assertThat(Isoset.of(zincblende, true, true).size()).isEqualTo(2);
        assertThat(Isoset.of(zincblende, false, true).distance(Isoset.of(DIAMOND, false, true)))
                .isLessThan(1e-9);
        assertThat(Isoset.of(zincblende, true, true).distance(Isoset.of(DIAMOND, true, true)))
                .isInfinite();
    }

    @Test
    void bridge_lengths_connect_atoms_and_cells() {
        assertThat(BridgeLength.of(DIAMOND)).isCloseTo(2.7155 * Math.sqrt(3) / 2, within(1e-9));
        Structure needle = Structure.of(Lattice.of(2, 0, 0, 0, 3, 0, 0, 0, 7), List.of(Element.Si), new double[3]);
        assertThat(BridgeLength.of(needle)).isCloseTo(7, within(1e-9));
        Structure pairs =
                Structure.of(Lattice.cubic(10), List.of(Element.Si, Element.Si), new double[] {0, 0, 0, 0.2, 0, 0});
        assertThat(BridgeLength.of(pairs)).isCloseTo(10, within(1e-9));
        assertThat(BridgeLength.of(pairs.supercell(2, 1, 1))).isCloseTo(10, within(1e-9));
    }

    @Property(tries = 30, seed = "7")
    void does_not_depend_on_how_the_crystal_is_written(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int atoms) {
        SplittableRandom random = new SplittableRandom(seed);
        Structure crystal = RandomCrystals.crystal(random, atoms);
        Structure other = RandomCrystals.disguised(crystal, random);
        for (boolean mirrors : new boolean[] {true, false}) {
            Isoset a = Isoset.of(crystal, true, mirrors);
            Isoset b = Isoset.of(other, true, mirrors);
            assertThat(a.distance(b)).isLessThan(1e-6);
            assertThat(a.within(b, 1e-6)).isTrue();
        }
    }

    @Property(tries = 20, seed = "8")
    void changes_by_at_most_twice_the_shift_of_the_atoms(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int atoms) {
        SplittableRandom random = new SplittableRandom(seed);
        Structure crystal = RandomCrystals.crystal(random, atoms);
        double shift = Math.pow(10, random.nextDouble(-2.5, -1));
        Isoset before = Isoset.of(crystal, true, true);
        Isoset after = Isoset.of(RandomCrystals.rattled(crystal, shift, random), true, true);
        assertThat(before.distance(after)).isLessThanOrEqualTo(2 * shift + 1e-9);
        assertThat(after.distance(before)).isCloseTo(before.distance(after), within(0.05 * shift));
    }

    @Test
    void tells_mirror_images_apart_only_on_request() {
        SplittableRandom random = new SplittableRandom(11);
        Structure crystal = RandomCrystals.crystal(random, 4);
        Structure image = RandomCrystals.disguised(mirrored(crystal), random);
        assertThat(PointwiseDistances.of(crystal, 50).distance(PointwiseDistances.of(image, 50)))
                .isLessThan(1e-9);
        assertThat(Isoset.of(crystal, true, true).distance(Isoset.of(image, true, true)))
                .isLessThan(1e-6);
        Isoset hand = Isoset.of(crystal, true, false);
        assertThat(hand.distance(Isoset.of(image, true, false))).isGreaterThan(0.1);
        assertThat(hand.within(Isoset.of(image, true, false), 0.05)).isFalse();
        // diamond is its own mirror image
        assertThat(Isoset.of(DIAMOND, true, false).distance(Isoset.of(mirrored(DIAMOND), true, false)))
                .isLessThan(1e-9);
    }

    @Test
    void tells_fcc_from_hcp_whose_first_shells_are_alike() {
        double r = 2.5;
        Structure fcc = Structure.of(
                Lattice.of(
                        0,
                        r / Math.sqrt(2),
                        r / Math.sqrt(2),
                        r / Math.sqrt(2),
                        0,
                        r / Math.sqrt(2),
                        r / Math.sqrt(2),
                        r / Math.sqrt(2),
                        0),
                List.of(Element.Cu),
                new double[3]);
        Structure hcp = Structure.of(
                Lattice.ofParameters(r, r, r * Math.sqrt(8.0 / 3), 90, 90, 120),
                Collections.nCopies(2, Element.Cu),
                new double[] {1.0 / 3, 2.0 / 3, 0.25, 2.0 / 3, 1.0 / 3, 0.75});
        assertThat(Isoset.of(fcc, true, true).distance(Isoset.of(hcp, true, true)))
                .isBetween(0.3, 2.5);
    }

    @Test
    void compares_layers_in_empty_space_and_refuses_what_would_never_end() {
        double[] x = {0, 0, 0.1, 0.5, 0.5, 0.15};
        List<Element> species = List.of(Element.C, Element.C);
        Structure layer = Structure.of(Lattice.of(3, 0, 0, 0, 3, 0, 0, 0, 20), species, x);
        Structure turned = layer.rotated(RandomCrystals.rotation(new SplittableRandom(1)));
        assertThat(Isoset.of(layer, true, true).distance(Isoset.of(turned, true, true)))
                .isLessThan(1e-6);
        Structure lost = Structure.of(Lattice.of(1, 0, 0, 0, 1, 0, 0, 0, 1e5), List.of(Element.C), new double[3]);
        assertThatThrownBy(() -> Isoset.of(lost, true, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("less empty space");
    }

    @Test
    void refuses_atoms_at_one_place_and_a_radius_that_is_none() {
        Structure doubled =
                Structure.of(Lattice.cubic(3), Collections.nCopies(2, Element.Si), new double[] {0, 0, 0, 1, 0, 0});
        assertThatThrownBy(() -> Isoset.of(doubled, true, true)).hasMessageContaining("one atom at a place");
        Isoset diamond = Isoset.of(DIAMOND, true, true);
        assertThatThrownBy(() -> diamond.at(Double.NaN)).hasMessageContaining("radius");
        assertThatThrownBy(() -> diamond.distance(Isoset.of(DIAMOND, false, true)))
                .hasMessageContaining("same things");
    }
}
