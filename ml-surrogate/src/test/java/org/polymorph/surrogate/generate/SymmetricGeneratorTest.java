package org.polymorph.surrogate.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.model.symmetry.CrystalSymmetry;
import org.polymorph.model.symmetry.SpaceGroupSetting;

/** The generator random with space groups, layers, clusters and molecules. */
class SymmetricGeneratorTest {
    private static final String WATER = """
            3
            water, a right angle
            O 0 0 0
            H 0.68 0.68 0
            H -0.68 0.68 0
            """;
    private static final String TETRAHEDRON = """
            5
            CF4
            C 0 0 0
            F 0.76 0.76 0.76
            F -0.76 -0.76 0.76
            F -0.76 0.76 -0.76
            F 0.76 -0.76 -0.76
            """;

    private static List<Structure> generate(String formula, int count, Map<String, ?> settings, long seed) {
        try (Workers workers = new Workers(1)) {
            return new RandomGenerator()
                    .generate(
                            Composition.parse(formula),
                            count,
                            Settings.of(settings),
                            new Seed(seed),
                            workers,
                            Progress.NONE);
        }
    }

    /** Shortest distance of two atoms over 5×5×5 images, by brute force; pairs that {@code skip} names left out. */
    private static double shortest(Structure s, int moleculeSize) {
        double shortest = Double.POSITIVE_INFINITY;
        double[] r = s.cartesian();
        for (int i = 0; i < s.size(); i++) {
            for (int j = i; j < s.size(); j++) {
                for (int image = 0; image < 125; image++) {
                    int[] n = {image / 25 - 2, image / 5 % 5 - 2, image % 5 - 2};
                    double square = 0;
                    for (int k = 0; k < 3; k++) {
                        double d = r[3 * j + k] - r[3 * i + k];
                        for (int v = 0; v < 3; v++) {
                            d += n[v] * s.lattice().get(v, k);
                        }
                        square += d * d;
                    }
                    boolean together = i / moleculeSize == j / moleculeSize;
                    if (!together || (moleculeSize == 1 && image != 62)) {
                        shortest = Math.min(shortest, Math.sqrt(square));
                    }
                }
            }
        }
        return shortest;
    }

    /** Operations in a primitive cell: the index of a subgroup of the same translations is the ratio of these. */
    private static int order(SpaceGroupSetting setting) {
        return setting.operations().size()
                / (int) setting.operations().stream()
                        .filter(operation ->
                                operation.toString().matches("x(\\+\\d/\\d)?,y(\\+\\d/\\d)?,z(\\+\\d/\\d)?"))
                        .count();
    }

    private static void assertSymmetric(Structure structure, int number) {
        CrystalSymmetry found = CrystalSymmetry.of(structure, 1e-4);
        if (found.number() == number) {
            return;
        }
        int copies = structure.size() / found.primitive().size();
        int more = order(found.setting()) * copies;
        int asked = order(SpaceGroupSetting.standard(number));
        assertThat(more % asked).as(number + " in " + found).isZero();
        assertThat(more).as(number + " in " + found).isGreaterThanOrEqualTo(asked);
    }

    @Test
    void every_group_gives_structures_that_have_it_and_keep_their_distances() {
        int exact = 0;
        for (int number = 1; number <= 230; number++) {
            // 24 atoms are on positions of every group
            List<Structure> structures = generate(
                    "Si24", 20, Map.of("spacegroups", number, "minDistance", 1.5, "volumePerAtom", List.of(20, 30)), 3);
            assertThat(structures).hasSize(20);
            for (Structure structure : structures) {
                assertThat(structure.size()).isEqualTo(24);
                assertThat(structure.volume() / 24).isBetween(20 - 1e-9, 30 + 1e-9);
                assertSymmetric(structure, number);
                assertThat(shortest(structure, 1)).isGreaterThan(1.5 - 1e-9);
                exact += CrystalSymmetry.of(structure, 1e-4).number() == number ? 1 : 0;
            }
        }
        // one orbit alone often has more symmetry than asked for; several seldom have
        assertThat(exact).isGreaterThan(230 * 20 / 2);
    }

    @Property(tries = 60, seed = "20261126")
    void stoichiometry_and_distances_hold_in_every_group(
            @ForAll @IntRange(min = 1, max = 230) int number,
            @ForAll @IntRange(min = 1, max = 3) int units,
            @ForAll long seed) {
        Map<String, ?> settings = Map.of(
                "spacegroups",
                number + ", 1",
                "minDistance",
                Map.of("Al-Al", 2.0, "Al-O", 1.5, "O-O", 2.0),
                "volumePerAtom",
                List.of(10, 20));
        Composition composition = Composition.parse("Al" + 4 * units + "O" + 6 * units);
        for (Structure structure : generate(composition.toString(), 2, settings, seed)) {
            assertThat(structure.composition()).isEqualTo(composition);
            assertThat(structure.species()).isEqualTo(composition.species());
            assertThat(shortest(structure, 1)).isGreaterThan(1.5 - 1e-9);
        }
    }

    @Test
    void groups_are_numbers_ranges_lists_and_symbols() {
        List<Structure> structures = generate(
                "Si8", 40, Map.of("spacegroups", List.of("Fd-3m", "225-227", 14), "volumePerAtom", List.of(15, 40)), 1);
        assertThat(structures.stream()
                        .map(structure -> CrystalSymmetry.of(structure, 1e-3)
                                .setting()
                                .crystalSystem()
                                .key())
                        .distinct())
                .contains("cubic");
        for (String wrong : List.of("0", "231", "9-3", "Q1", "none,1", "1-")) {
            assertThatThrownBy(() -> generate("Si8", 1, Map.of("spacegroups", wrong), 1))
                    .as(wrong)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("spacegroups")
                    .hasMessageContaining("expected");
        }
    }

    @Test
    void what_no_combination_of_positions_makes_is_told_at_once() {
        // P 31 has the general position of multiplicity 3 alone; Fm-3m the multiplicities 1, 1, 2, 6, ... a primitive
        // cell
        assertThatThrownBy(() -> generate("Si16", 1, Map.of("spacegroups", 144), 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("space group 144 (P31)")
                .hasMessageContaining("16 Si out of 3");
        assertThatThrownBy(() -> generate("Si5", 1, Map.of("spacegroups", 225), 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("2 at most once");
        assertThat(generate("Si16", 5, Map.of("spacegroups", "144, 225"), 1))
                .allSatisfy(structure -> assertSymmetric(structure, 225));
        // no two elements on the two points of P m -3 m that are free of choice
        assertThatThrownBy(() -> generate("NaClO", 1, Map.of("spacegroups", 221), 1))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void a_seed_gives_the_same_structures_on_any_number_of_threads() {
        Map<String, ?> settings = Map.of("spacegroups", "1-230");
        List<Structure> one = generate("Si8", 30, settings, 4);
        try (Workers workers = new Workers(3)) {
            assertThat(new RandomGenerator()
                            .generate(
                                    Composition.parse("Si8"),
                                    20,
                                    Settings.of(settings),
                                    new Seed(4),
                                    workers,
                                    Progress.NONE))
                    .isEqualTo(one.subList(0, 20));
        }
        assertThat(generate("Si8", 30, settings, 5)).isNotEqualTo(one);
    }

    @Test
    void layers_lie_in_the_middle_of_their_cell_and_keep_the_groups_of_layers() {
        Map<String, ?> settings =
                Map.of("spacegroups", "1-194", "extent", "layer", "thickness", 3.0, "vacuum", 12.0, "minDistance", 1.2);
        for (Structure structure : generate("C8", 60, settings, 2)) {
            assertThat(structure.lattice().length(2)).isCloseTo(15, within(1e-9));
            assertThat(structure.lattice().angles()[0]).isCloseTo(90, within(1e-9));
            assertThat(structure.lattice().angles()[1]).isCloseTo(90, within(1e-9));
            for (int i = 0; i < structure.size(); i++) {
                assertThat(structure.fractional()[3 * i + 2] * 15).isBetween(6 - 1e-6, 9 + 1e-6);
            }
            assertThat(structure.minimumDistance()).isGreaterThan(1.2 - 1e-9);
        }
        for (int number : new int[] {3, 10, 25, 47, 65, 99, 123, 156, 183, 191}) {
            Map<String, ?> one = Map.of("spacegroups", number, "extent", "layer", "thickness", 3.0, "minDistance", 0.8);
            generate("C12", 5, one, 7).forEach(structure -> assertSymmetric(structure, number));
        }
        assertThatThrownBy(() -> generate("C8", 1, Map.of("spacegroups", 227, "extent", "layer"), 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("space group 227 is none of a layer");
    }

    @Test
    void clusters_are_balls_with_vacuum_around_them() {
        Map<String, ?> settings = Map.of(
                "extent",
                "cluster",
                "vacuum",
                10,
                "volumePerAtom",
                List.of(20, 20),
                "minDistance",
                1.8,
                "spacegroups",
                "1, 2, 47, 123, 191, 200, 215, 221");
        double radius = Math.cbrt(3 * 13 * 20 / (4 * Math.PI));
        for (Structure structure : generate("Si13", 40, settings, 2)) {
            double[] r = structure.cartesian();
            double[] centre = structure.lattice().toCartesian(new double[] {0.5, 0.5, 0.5});
            for (int i = 0; i < structure.size(); i++) {
                double square = 0;
                for (int k = 0; k < 3; k++) {
                    square += (r[3 * i + k] - centre[k]) * (r[3 * i + k] - centre[k]);
                }
                assertThat(Math.sqrt(square)).isLessThan(radius + 1e-6);
            }
            for (int k = 0; k < 3; k++) {
                assertThat(structure.lattice().height(k)).isGreaterThan(2 * radius + 10 - 1e-6);
            }
            assertThat(structure.minimumDistance()).isGreaterThan(1.8 - 1e-9);
        }
    }

    private static double[] distances(Structure s, int first, int size) {
        List<Double> all = new ArrayList<>();
        double[] f = s.fractional();
        for (int i = first; i < first + size; i++) {
            for (int j = first; j < i; j++) {
                double[] d = new double[3];
                for (int k = 0; k < 3; k++) {
                    d[k] = f[3 * i + k] - f[3 * j + k];
                    d[k] -= Math.rint(d[k]);
                }
                double[] r = s.lattice().toCartesian(d);
                all.add(Math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]));
            }
        }
        return all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    @Test
    void molecules_keep_their_shape_on_general_and_special_positions(@TempDir Path directory) throws IOException {
        Path water = Files.writeString(directory.resolve("water.xyz"), WATER);
        for (int number : new int[] {1, 2, 4, 14, 19, 25, 26, 33, 36, 42, 62, 99, 136}) {
            Map<String, ?> settings = Map.of(
                    "spacegroups",
                    number,
                    "molecules",
                    List.of(Map.of("file", water.toString(), "count", 4)),
                    "volumePerAtom",
                    List.of(12, 16));
            for (Structure structure : generate("H8O4", 4, settings, 11)) {
                assertThat(structure.composition()).isEqualTo(Composition.parse("H8O4"));
                assertSymmetric(structure, number);
                for (int molecule = 0; molecule < 4; molecule++) {
                    assertThat(structure.species(3 * molecule)).isEqualTo(Element.O);
                    double bond = 0.68 * Math.sqrt(2);
                    assertThat(distances(structure, 3 * molecule, 3))
                            .containsExactly(new double[] {bond, bond, 1.36}, within(1e-6));
                }
                // atoms of different molecules: at least 0.7 of the sum of the radii of two hydrogens
                assertThat(shortest(structure, 3)).isGreaterThan(0.7 * 0.62 - 1e-9);
            }
        }
    }

    @Test
    void a_molecule_sits_where_its_own_symmetry_allows(@TempDir Path directory) throws IOException {
        Path water = Files.writeString(directory.resolve("water.xyz"), WATER);
        Path tetrahedron = Files.writeString(directory.resolve("cf4.xyz"), TETRAHEDRON);
        // one molecule on the site -43m of P -4 3 m
        Map<String, ?> cubic = Map.of(
                "spacegroups",
                215,
                "molecules",
                List.of(Map.of("file", tetrahedron.toString())),
                "volumePerAtom",
                List.of(20, 25));
        for (Structure structure : generate("CF4", 3, cubic, 1)) {
            assertThat(CrystalSymmetry.of(structure, 1e-2).number()).isEqualTo(215);
        }
        // water on the sites mm2 of P m m 2, which has no others of multiplicity 1
        Map<String, ?> planes = Map.of("spacegroups", 25, "molecules", List.of(Map.of("file", water.toString())));
        generate("H2O", 3, planes, 1).forEach(structure -> assertSymmetric(structure, 25));
        // linear molecules lie along or across the axes of their sites: m m m, 4/m m m, -3 m
        Path dioxide = Files.writeString(directory.resolve("co2.xyz"), "3\n\nC 0 0 0\nO 1.16 0 0\nO -1.16 0 0\n");
        for (int number : new int[] {47, 58, 123, 139, 166, 191, 205}) {
            int molecules = number == 205 ? 4 : number == 58 ? 2 : 1;
            Map<String, ?> linear = Map.of(
                    "spacegroups",
                    number,
                    "molecules",
                    List.of(Map.of("file", dioxide.toString())),
                    "volumePerAtom",
                    List.of(15, 25));
            generate("C" + molecules + "O" + 2 * molecules, 3, linear, 1)
                    .forEach(structure -> assertSymmetric(structure, number));
        }
        // fixed along z it fits the site 4/m m m of P 4/m m m only if it is along c
        Path upright = Files.writeString(directory.resolve("z.xyz"), "3\n\nC 0 0 0\nO 0 0 1.16\nO 0 0 -1.16\n");
        Map<String, Object> fixed = Map.of("file", upright.toString(), "orientation", "fixed");
        Structure along = generate(
                        "CO2",
                        1,
                        Map.of("spacegroups", 123, "molecules", List.of(fixed), "volumePerAtom", List.of(15, 25)),
                        1)
                .get(0);
        double[] carbonToOxygen = along.cartesian();
        assertThat(carbonToOxygen[3] - carbonToOxygen[0]).isCloseTo(0, within(1e-9));
        assertThat(carbonToOxygen[4] - carbonToOxygen[1]).isCloseTo(0, within(1e-9));
        Map<String, Object> lying = Map.of("file", dioxide.toString(), "orientation", "fixed");
        assertThatThrownBy(() -> generate("CO2", 1, Map.of("spacegroups", 75, "molecules", List.of(lying)), 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("1 co2.xyz out of");
        // water has no centre of inversion, which the sites of multiplicity 1 of P -1 ask for
        Map<String, ?> centre =
                Map.of("spacegroups", 2, "molecules", List.of(Map.of("file", water.toString(), "count", 1)));
        assertThatThrownBy(() -> generate("H2O", 1, centre, 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("1 water.xyz out of 2");
        for (String wrong : List.of("nothere.xyz", "broken.xyz")) {
            Files.writeString(directory.resolve("broken.xyz"), "3\n\nO 0 0 0\nH 0 0\nH 0 0 1\n");
            Map<String, ?> settings = Map.of(
                    "molecules", List.of(Map.of("file", directory.resolve(wrong).toString())));
            assertThatThrownBy(() -> generate("H2O", 1, settings, 1))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("molecules[0].file");
        }
        assertThatThrownBy(() ->
                        generate("H2O", 1, Map.of("molecules", List.of(Map.of("file", tetrahedron.toString()))), 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("expected molecules that H2O holds");
    }

    @Test
    void combinations_are_exact_and_as_many_as_there_are() {
        // positions of multiplicity 1 (twice, fixed), 2 (free), 3 (fixed, the second unit only)
        int[] multiplicities = {1, 1, 2, 3};
        boolean[] fixed = {true, true, false, true};
        boolean[][] allowed = {{true, true, true, false}, {true, true, true, true}};
        for (int a = 0; a <= 6; a++) {
            for (int b = 0; b <= 6; b++) {
                WyckoffCombinations combinations =
                        new WyckoffCombinations(multiplicities, fixed, allowed, new int[] {a, b});
                assertThat(combinations.exist()).as(a + " and " + b).isEqualTo(possible(a, b));
                if (combinations.exist()) {
                    var random = new Seed(a + 10L * b).random();
                    for (int draw = 0; draw < 20; draw++) {
                        int[] sums = new int[2];
                        int[] used = new int[4];
                        for (WyckoffCombinations.Orbit orbit : combinations.draw(random)) {
                            sums[orbit.unit()] += multiplicities[orbit.position()];
                            used[orbit.position()]++;
                            assertThat(allowed[orbit.unit()][orbit.position()]).isTrue();
                        }
                        assertThat(sums).containsExactly(a, b);
                        assertThat(IntStream.of(0, 1, 3).allMatch(p -> used[p] <= 1))
                                .isTrue();
                    }
                }
            }
        }
    }

    // by hand: who has the two single points and the triple one; the rest must be even
    private static boolean possible(int a, int b) {
        for (int single = 0; single < 9; single++) {
            for (int triple = 0; triple < 2; triple++) {
                int ofA = single % 3;
                int ofB = single / 3;
                boolean fits = ofA + ofB <= 2 && a >= ofA && (a - ofA) % 2 == 0;
                int rest = b - ofB - 3 * triple;
                if (fits && rest >= 0 && rest % 2 == 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
