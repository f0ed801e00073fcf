package org.polymorph.surrogate.hull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;

class ConvexHullTest {

    private static HullEntry entry(String formula, double energy) {
        return new HullEntry(formula, Composition.parse(formula), energy);
    }

    @Test
    void finds_the_stable_compounds_of_two_elements_by_hand() {
        ConvexHull hull = ConvexHull.of(List.of(
                entry("Al", -3.0), entry("O2", -5.0), entry("Al2O3", -7.0), entry("AlO", -5.5), entry("AlO2", -6.8)));
        List<HullPoint> points = hull.points();
        assertThat(points).extracting(HullPoint::stable).containsExactly(true, true, true, false, true);
        // AlO: 1/6 Al and 5/6 Al2O3 by atoms
        double onHull = (-3.0 + 5 * -7.0) / 6;
        assertThat(points.get(3).energyAboveHull()).isCloseTo(-5.5 - onHull, within(1e-12));
        assertThat(points.get(3).decomposition()).containsOnlyKeys(0, 2);
        assertThat(points.get(3).decomposition().values().stream()
                        .mapToDouble(x -> x)
                        .sum())
                .isCloseTo(1, within(1e-12));
        assertThat(points.get(2).formationEnergy()).isCloseTo(-7 + 0.4 * 3 + 0.6 * 5, within(1e-12));
        assertThat(points.get(2).decomposition()).isEqualTo(Map.of(2, 1.0));
        assertThat(hull.stable().get(0).entry().name()).isEqualTo("Al2O3");
    }

    @Test
    void a_structure_above_another_of_its_composition_is_never_on_the_hull() {
        ConvexHull hull = ConvexHull.of(
                List.of(entry("Si", -5.0), entry("Si8", -5.0 - 1e-12), entry("Si4", -4.9), entry("Si2", -5.0 - 1e-12)));
        assertThat(hull.points()).extracting(HullPoint::stable).containsExactly(false, true, false, false);
        assertThat(hull.points().get(2).energyAboveHull()).isCloseTo(0.1, within(1e-9));
        assertThat(hull.points().get(2).decomposition()).isEqualTo(Map.of(1, 1.0));
    }

    @Test
    void ties_the_neighbours_of_two_elements() {
        ConvexHull hull = ConvexHull.of(List.of(
                entry("Al", -3.0), entry("O2", -5.0), entry("Al2O3", -7.0), entry("AlO", -5.5), entry("AlO2", -6.8)));
        assertThat(tied(hull)).containsExactlyInAnyOrder("Al Al2O3", "Al2O3 AlO2", "AlO2 O2");
    }

    // the stable compounds make a triangulation: of n points, b of them on the border, 3n − 3 − b edges
    @Test
    void ties_of_three_elements_part_the_triangle_into_triangles() {
        SplittableRandom random = new SplittableRandom(7);
        for (int trial = 0; trial < 20; trial++) {
            List<HullEntry> entries = new ArrayList<>(List.of(entry("Al", 0), entry("Si", 0), entry("O", 0)));
            for (int i = 0; i < 30; i++) {
                int al = random.nextInt(4);
                int si = random.nextInt(4);
                int o = random.nextInt(al + si == 0 ? 1 : 0, 4);
                double deep = (double) (al * si + si * o + o * al) / ((al + si + o) * (al + si + o));
                String formula = "Al".repeat(al) + "Si".repeat(si) + "O".repeat(o);
                entries.add(entry(formula, -deep - random.nextDouble(0, 0.1)));
            }
            ConvexHull hull = ConvexHull.of(entries);
            long border = hull.stable().stream()
                    .filter(point -> point.entry().composition().counts().size() < 3)
                    .count();
            assertThat(hull.stable()).hasSizeGreaterThan(6);
            assertThat(hull.ties()).hasSize(3 * hull.stable().size() - 3 - (int) border);
        }
    }

    private static List<String> tied(ConvexHull hull) {
        return hull.ties().stream()
                .map(tie -> Stream.of(tie.one(), tie.other())
                        .map(point -> point.entry().name())
                        .sorted()
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    @Test
    void asks_for_all_missing_end_points_at_once() {
        assertThatThrownBy(() -> ConvexHull.of(List.of(entry("Al2O3", -7), entry("SiO2", -6), entry("Al", -3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none of O, Si");
        assertThatThrownBy(() -> entry("Si", Double.NaN)).hasMessageContaining("energy of Si");
    }

    // a mixture of the elements and of all pairs of entries can never be lower than the hull
    @Test
    void no_pair_of_entries_mixes_to_less_than_the_hull_of_three_elements() {
        SplittableRandom random = new SplittableRandom(6);
        for (int trial = 0; trial < 20; trial++) {
            List<HullEntry> entries = new ArrayList<>(List.of(entry("Al", 0), entry("Si", 0), entry("O", 0)));
            for (int i = 0; i < 30; i++) {
                Map<Element, Integer> counts = Map.of(
                        Element.Al,
                        1 + random.nextInt(4),
                        Element.Si,
                        1 + random.nextInt(4),
                        Element.O,
                        1 + random.nextInt(4));
                Composition composition = new Composition(counts);
                entries.add(new HullEntry("e" + i, composition, random.nextDouble(-1, 0.2)));
            }
            ConvexHull hull = ConvexHull.of(entries);
            for (HullPoint point : hull.points()) {
                double energy = 0;
                double[] mix = new double[3];
                for (Map.Entry<Integer, Double> part : point.decomposition().entrySet()) {
                    HullEntry other = entries.get(part.getKey());
                    energy += part.getValue() * other.energyPerAtom();
                    assertThat(hull.points().get(part.getKey()).stable()).isTrue();
                    mix[0] += part.getValue()
                            * other.composition().count(Element.Al)
                            / other.composition().size();
                    mix[1] += part.getValue()
                            * other.composition().count(Element.Si)
                            / other.composition().size();
                    mix[2] += part.getValue()
                            * other.composition().count(Element.O)
                            / other.composition().size();
                }
                Composition own = point.entry().composition();
                assertThat(mix)
                        .containsExactly(
                                new double[] {
                                    (double) own.count(Element.Al) / own.size(),
                                    (double) own.count(Element.Si) / own.size(),
                                    (double) own.count(Element.O) / own.size()
                                },
                                within(1e-9));
                assertThat(point.entry().energyPerAtom() - point.energyAboveHull())
                        .isCloseTo(energy, within(1e-9));
                assertThat(point.energyAboveHull()).isGreaterThanOrEqualTo(0);
                assertThat(point.energyAboveHull()).isGreaterThanOrEqualTo(point.formationEnergy() - 1e-9);
            }
        }
    }
}
