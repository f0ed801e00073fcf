package org.polymorph.surrogate.hull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Composition;

class HullHeightsTest {
    private static final double EXACT = 1e-12;

    private static HullEntry entry(String formula, double energy) {
        return new HullEntry(formula, Composition.parse(formula), energy);
    }

    private static HullHeights hull(HullEntry... entries) {
        return HullHeights.over(List.of(entries));
    }

    private static double height(HullHeights hull, String formula, double energy) {
        return hull.of(Composition.parse(formula), energy);
    }

    // the golden energies of the Kob-Andersen mixture: A hcp, B hcp, AB of the CsCl type
    @Test
    void heights_over_two_elements_are_those_computed_by_hand() {
        HullHeights hull =
                hull(entry("Ni2", -8.3564), entry("P2", -4.1782), entry("NiP", -10.6382), entry("Ni3P", -9.0));

        assertThat(height(hull, "Ni", -8.3564)).isZero();
        assertThat(height(hull, "Ni4P4", -10.6382)).isZero();
        assertThat(height(hull, "NiP", -10.5)).isCloseTo(0.1382, within(EXACT));
        // half way, by atoms, from Ni to NiP
        double between = (-8.3564 - 10.6382) / 2;
        assertThat(height(hull, "Ni3P", -9.0)).isCloseTo(-9.0 - between, within(EXACT));
        assertThat(height(hull, "Ni6P2", -10))
                .isCloseTo(-10 - between, within(EXACT))
                .isNegative();
        assertThat(height(hull, "Ni2P", -9)).isNaN();
    }

    @Test
    void without_the_elements_the_outermost_compositions_are_on_the_hull() {
        // Al2MgO4 is one part MgO, of two atoms, and one part Al2O3, of five
        HullHeights hull = hull(entry("MgO", -6.0), entry("Al2O3", -7.4), entry("MgAl2O4", -6.9));

        double mixed = (2 * -6.0 + 5 * -7.4) / 7;
        assertThat(height(hull, "Mg2O2", -5.5)).isCloseTo(0.5, within(EXACT));
        assertThat(height(hull, "Al4O6", -7.4)).isZero();
        assertThat(height(hull, "MgAl2O4", -6.9))
                .isCloseTo(-6.9 - mixed, within(EXACT))
                .isPositive();
    }

    @Test
    void the_end_point_of_one_element_may_be_missing() {
        HullHeights hull = hull(entry("Ti", -8.0), entry("TiO2", -9.0), entry("TiO", -8.6));

        // TiO, two atoms, is 3/4 TiO2 and 1/4 Ti by atoms
        assertThat(height(hull, "TiO", -8.6)).isCloseTo(-8.6 + (0.75 * 9 + 0.25 * 8), within(EXACT));
        assertThat(height(hull, "TiO2", -9.0)).isZero();
    }

    @Test
    void with_all_elements_it_is_the_convex_hull() {
        SplittableRandom random = new SplittableRandom(9);
        List<HullEntry> entries =
                new ArrayList<>(List.of(entry("Al", -3), entry("O", -5), entry("Ti", -8), entry("N", -8.3)));
        Stream.of("AlO", "Al2O3", "TiN", "TiO2", "AlN", "Al2TiO5", "AlTi3", "TiNO", "AlTiNO", "Ti2O3")
                .forEach(formula -> entries.add(entry(formula, -6 - 2 * random.nextDouble())));
        HullHeights heights = HullHeights.over(entries);

        for (HullPoint point : ConvexHull.of(entries).points()) {
            HullEntry entry = point.entry();
            assertThat(heights.of(entry.composition(), entry.energyPerAtom()))
                    .isCloseTo(point.energyAboveHull(), within(1e-9));
        }
        assertThat(ConvexHull.of(entries).stable()).hasSizeGreaterThan(4);
    }

    // leaving out the elements can only lift the hull, and never above an entry
    @Test
    void fewer_entries_never_lower_the_hull() {
        SplittableRandom random = new SplittableRandom(4);
        for (int trial = 0; trial < 50; trial++) {
            List<HullEntry> entries = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String formula =
                        "Al" + (1 + random.nextInt(3)) + "O" + (1 + random.nextInt(3)) + "Ti" + (1 + random.nextInt(3));
                entries.add(entry(formula, -6 - random.nextDouble()));
            }
            List<HullEntry> more = new ArrayList<>(entries);
            more.addAll(List.of(entry("Al", -5.5), entry("O", -5.7), entry("Ti", -6.2)));
            HullHeights few = HullHeights.over(entries);
            HullHeights all = HullHeights.over(more);
            for (HullEntry entry : entries) {
                double height = few.of(entry.composition(), entry.energyPerAtom());
                assertThat(height).isGreaterThanOrEqualTo(0);
                assertThat(all.of(entry.composition(), entry.energyPerAtom())).isGreaterThanOrEqualTo(height - 1e-9);
            }
        }
    }
}
