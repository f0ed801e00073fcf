package org.polymorph.surrogate.vary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.Parent;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Variant;
import org.polymorph.model.spi.Variation;
import org.polymorph.model.spi.VariationTask;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.generate.RandomGenerator;

class OperatorsTest {
    private static final Composition OXIDE = Composition.parse("Al4O6");
    private static final Map<String, Object> DISTANCES = Map.of("Al-Al", 2.0, "O-O", 1.9, "Al-O", 1.5);
    private static final Calculator NONE = structure -> {
        throw new AssertionError("an operator needs no surrogate");
    };

    private static List<Parent> parents(Composition composition, int count) {
        List<Parent> parents = new ArrayList<>();
        try (Workers workers = new Workers(1)) {
            for (Structure structure : new RandomGenerator()
                    .generate(
                            composition,
                            count,
                            Settings.of(Map.of("volumePerAtom", List.of(14, 20))),
                            new Seed(11),
                            workers,
                            Progress.NONE)) {
                parents.add(new Parent("c" + parents.size(), structure, parents.size() - 8.0));
            }
        }
        return parents;
    }

    private static List<Variant> vary(
            String name, Map<String, ?> settings, List<Parent> parents, int count, int threads) {
        try (Workers workers = new Workers(threads)) {
            return Providers.of(Variation.class)
                    .get(name)
                    .vary(new VariationTask(
                            OXIDE,
                            parents,
                            NONE,
                            0,
                            count,
                            Settings.of(settings),
                            new Seed(5),
                            workers,
                            Progress.NONE));
        }
    }

    private static Map<String, Object> with(String name, Map<String, ?> more) {
        Map<String, Object> settings = new LinkedHashMap<>(Map.of("type", name, "share", 1, "minDistance", DISTANCES));
        settings.putAll(more);
        return settings;
    }

    /** Shortest distance of a pair of elements over 5×5×5 images, by brute force. */
    private static double shortest(Structure s, String a, String b) {
        double shortest = Double.POSITIVE_INFINITY;
        double[] f = s.fractional();
        for (int i = 0; i < s.size(); i++) {
            for (int j = 0; j < s.size(); j++) {
                if (!s.species(i).symbol().equals(a) || !s.species(j).symbol().equals(b)) {
                    continue;
                }
                for (int image = 0; image < 125; image++) {
                    int[] n = {image / 25 - 2, image / 5 % 5 - 2, image % 5 - 2};
                    double[] difference = new double[3];
                    for (int k = 0; k < 3; k++) {
                        double d = f[3 * j + k] - f[3 * i + k];
                        difference[k] = d - Math.rint(d) + n[k];
                    }
                    double[] r = s.lattice().toCartesian(difference);
                    double distance = Math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
                    if (i != j || image != 62) {
                        shortest = Math.min(shortest, distance);
                    }
                }
            }
        }
        return shortest;
    }

    @ParameterizedTest
    @ValueSource(strings = {"splice", "strain", "permute", "rattle", "lattice"})
    void children_keep_composition_and_distances_and_are_new(String name) {
        List<Parent> parents = parents(OXIDE, 5);
        List<Variant> children = vary(name, with(name, Map.of()), parents, 12, 2);

        assertThat(children).hasSizeGreaterThan(6);
        assertThat(children.stream().map(Variant::structure).distinct()).hasSameSizeAs(children);
        for (Variant child : children) {
            Structure structure = child.structure();
            assertThat(structure.composition()).isEqualTo(OXIDE);
            assertThat(structure.volume() / structure.size()).isBetween(13.9, 20.1);
            DISTANCES.forEach(
                    (pair, least) -> assertThat(shortest(structure, pair.split("-", 2)[0], pair.split("-", 2)[1]))
                            .isGreaterThanOrEqualTo((double) least - 1e-9));
            assertThat(parents).extracting(Parent::id).containsAll(child.parents());
            assertThat(parents.stream().map(parent -> parent.structure().niggliReduced()))
                    .doesNotContain(structure);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"splice", "strain", "permute", "rattle", "lattice"})
    void a_child_depends_on_its_seed_alone(String name) {
        List<Parent> parents = parents(OXIDE, 4);
        List<Variant> children = vary(name, with(name, Map.of()), parents, 8, 1);

        assertThat(vary(name, with(name, Map.of()), parents, 8, 3)).isEqualTo(children);
        List<Variant> first = vary(name, with(name, Map.of()), parents, 4, 2);
        assertThat(children.subList(0, first.size())).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"splice", "strain", "permute", "rattle", "lattice"})
    void what_cannot_be_made_is_left_out(String name) {
        Map<String, Object> impossible = new LinkedHashMap<>(Map.of("minDistance", 9, "attempts", 5));
        assertThat(vary(name, impossible, parents(OXIDE, 3), 4, 1)).isEmpty();
        assertThat(vary(name, with(name, Map.of()), List.of(), 4, 1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "splice | minSlab | 0.7 | between 0.01 and 0.5",
                "strain | size | -1 | between 0.001 and 1",
                "rattle | size | wide | found \"wide\"",
                "rattle | sise | 1 | did you mean size",
                "permute | swaps | 0 | found \"0\"",
                "lattice | slip | 2 | found \"2.0\"",
                "lattice | attempts | 0 | found \"0\""
            })
    void a_wrong_setting_is_told(String name, String key, String value, String told) {
        Settings settings = Settings.of(Map.of(key, value));
        Providers.of(Variation.class).get(name).validate(OXIDE, settings);
        assertThat(settings.problems()).singleElement().asString().contains(key, told);
    }

    @Test
    void one_element_cannot_be_permuted() {
        Settings settings = Settings.of(Map.of("type", "permute"));
        new Permutation().validate(Composition.parse("Si8"), settings);
        assertThat(settings.problems()).singleElement().asString().contains("permute needs two elements");
    }

    private static Variant child(Operator<?> operator, Structure parent, long seed) {
        return child(operator, List.of(new Parent("p", parent, 0)), seed);
    }

    private static <S> Variant child(Operator<S> operator, List<Parent> parents, long seed) {
        S settings = operator.read(Settings.empty(), OXIDE);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 50; i++) {
            var made = operator.child(new Parents(parents, NONE, 0), settings, random);
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw new AssertionError("no child in 50 draws");
    }

    @Test
    void a_rattle_moves_by_its_size_in_every_direction() {
        Structure parent = parents(OXIDE, 1).get(0).structure();
        double[] before = parent.cartesian();
        double[] squares = new double[3];
        int seeds = 200;
        for (int seed = 0; seed < seeds; seed++) {
            double[] after = child(new Rattle(), parent, seed).structure().cartesian();
            for (int i = 0; i < before.length; i++) {
                squares[i % 3] += (after[i] - before[i]) * (after[i] - before[i]) / (seeds * parent.size());
            }
        }
        for (double square : squares) {
            assertThat(Math.sqrt(square)).isCloseTo(0.4, within(0.02));
        }
    }

    @Test
    void a_strain_moves_the_atoms_with_the_cell_and_keeps_the_volume() {
        Structure parent = parents(OXIDE, 1).get(0).structure();
        Structure strained = child(new Strain(), parent, 3).structure();

        assertThat(strained.fractional()).containsExactly(parent.fractional(), within(1e-12));
        assertThat(strained.volume()).isCloseTo(parent.volume(), within(1e-9));
        assertThat(strained.lattice()).isNotEqualTo(parent.lattice());
    }

    @Test
    void a_permutation_occupies_the_same_places() {
        Structure parent = parents(OXIDE, 1).get(0).structure();
        Structure permuted = child(new Permutation(), parent, 4).structure();

        assertThat(places(permuted)).containsExactlyInAnyOrderElementsOf(places(parent));
        assertThat(permuted.lattice()).isEqualTo(parent.lattice());
        assertThat(permuted.species()).isEqualTo(parent.species());
        assertThat(permuted.fractional()).isNotEqualTo(parent.fractional());
    }

    @Test
    void a_substitution_turns_as_few_atoms_as_it_can_and_gives_them_room() {
        Structure parent = parents(Composition.parse("Al6O4"), 1).get(0).structure();
        Set<List<Element>> turned = new HashSet<>();
        for (int seed = 0; seed < 5; seed++) {
            Structure child = child(new Substitution(), parent, seed).structure();
            turned.add(child.species());

            assertThat(child.composition()).isEqualTo(OXIDE);
            assertThat(places(child)).containsExactlyElementsOf(places(parent));
            long kept = IntStream.range(0, parent.size())
                    .filter(i -> child.species(i).equals(parent.species(i)))
                    .count();
            assertThat(kept).isEqualTo(8);
            double aluminium = Math.pow(Element.Al.covalentRadius(), 3);
            double oxygen = Math.pow(Element.O.covalentRadius(), 3);
            assertThat(child.volume() / parent.volume())
                    .isCloseTo((4 * aluminium + 6 * oxygen) / (6 * aluminium + 4 * oxygen), within(1e-9));
        }
        assertThat(turned).hasSizeGreaterThan(1);
    }

    @Test
    void a_substitution_takes_cells_of_as_many_atoms_and_another_composition() {
        Substitution substitution = new Substitution();
        assertThat(substitution.takes(Composition.parse("Al6O4"), OXIDE)).isTrue();
        assertThat(substitution.takes(Composition.parse("Ni10"), OXIDE)).isTrue();
        assertThat(substitution.takes(OXIDE, OXIDE)).isFalse();
        assertThat(substitution.takes(Composition.parse("Al2O3"), OXIDE)).isFalse();
        assertThat(new Strain().takes(OXIDE, OXIDE)).isTrue();
        assertThat(new Strain().takes(Composition.parse("Al6O4"), OXIDE)).isFalse();
    }

    private static List<String> places(Structure structure) {
        return structure.sites().stream()
                .map(site -> site.x() + " " + site.y() + " " + site.z())
                .toList();
    }

    @Test
    void another_lattice_leaves_the_atoms_of_a_cell_where_they_were() {
        Structure parent = parents(OXIDE, 1).get(0).structure();
        for (int seed = 0; seed < 5; seed++) {
            Structure slipped = child(new LatticeMutation(), parent, seed).structure();

            assertThat(slipped.volume()).isCloseTo(parent.volume(), within(1e-9));
            double[] was = parent.fractional();
            double[] now = parent.lattice().toFractional(slipped.cartesian());
            for (int i = 3; i < was.length; i++) { // against the first atom, in cells of the parent
                double moved = now[i] - now[i % 3] - (was[i] - was[i % 3]);
                assertThat(moved - Math.rint(moved)).isCloseTo(0, within(1e-9));
            }
        }
    }

    @Test
    void a_splice_has_atoms_of_both_and_does_not_see_how_a_parent_is_turned() {
        List<Parent> parents = parents(OXIDE, 2);
        Structure second = parents.get(1).structure();
        double c = Math.cos(1);
        double s = Math.sin(1);
        Structure turned = second.rotated(new double[] {c, s, 0, -s, c, 0, 0, 0, 1})
                .rotated(new double[] {1, 0, 0, 0, c, s, 0, -s, c});
        List<Parent> others = List.of(parents.get(0), new Parent("c1", turned, 0));
        for (int seed = 0; seed < 5; seed++) {
            Variant child = child(new Splice(), parents, seed);
            Variant other = child(new Splice(), others, seed);

            assertThat(child.parents()).containsExactlyInAnyOrder("c0", "c1");
            assertThat(other.structure().cartesian())
                    .containsExactly(child.structure().cartesian(), within(1e-6));
            assertThat(other.structure().lattice().toArray())
                    .containsExactly(child.structure().lattice().toArray(), within(1e-6));
        }
    }

    @Test
    void a_splice_of_a_crystal_of_layers_with_itself_keeps_its_layers() {
        // a chain along one axis: whatever is cut, atoms can only stand on lines
        Structure chain = Structure.of(
                Lattice.of(3, 0, 0, 0, 3.1, 0, 0, 0, 12),
                List.of(Element.of("Si"), Element.of("Si"), Element.of("Si"), Element.of("Si")),
                new double[] {0, 0, 0, 0, 0, 0.25, 0, 0, 0.5, 0, 0, 0.75});
        Structure child = child(new Splice(), chain, 8).structure();
        assertThat(child.size()).isEqualTo(4);
        assertThat(child.volume()).isCloseTo(chain.volume(), within(1e-9));
    }

    @Test
    void the_lowest_parent_is_drawn_most_often() {
        List<Parent> parents = parents(OXIDE, 3);
        SplittableRandom random = new SplittableRandom(1);
        int[] drawn = new int[3];
        for (int i = 0; i < 6000; i++) {
            drawn[
                    Integer.parseInt(
                            new Parents(parents, NONE, 0).draw(random).id().substring(1))]++;
        }
        assertThat(drawn[0]).isCloseTo(3000, within(150));
        assertThat(drawn[1]).isCloseTo(2000, within(150));
        assertThat(new Parents(parents, NONE, 0)
                        .drawOther(parents.get(0), random)
                        .id())
                .isNotEqualTo("c0");
    }
}
