package org.polymorph.surrogate.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Generator;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;

class RandomGeneratorTest {
    private static final Generator RANDOM = new RandomGenerator();

    private static List<Structure> generate(
            String formula, int count, Map<String, ?> settings, long seed, int threads) {
        try (Workers workers = new Workers(threads)) {
            return RANDOM.generate(
                    Composition.parse(formula), count, Settings.of(settings), new Seed(seed), workers, Progress.NONE);
        }
    }

    /** Shortest distance of two elements over 5×5×5 images, by brute force. */
    private static double shortest(Structure s, String a, String b) {
        double shortest = Double.POSITIVE_INFINITY;
        double[] r = s.cartesian();
        for (int i = 0; i < s.size(); i++) {
            for (int j = 0; j < s.size(); j++) {
                if (!s.species(i).symbol().equals(a) || !s.species(j).symbol().equals(b)) {
                    continue;
                }
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
                    if (i != j || image != 62) {
                        shortest = Math.min(shortest, Math.sqrt(square));
                    }
                }
            }
        }
        return shortest;
    }

    @Property(tries = 40, seed = "20261120")
    void keeps_distances_volume_and_composition(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int cations,
            @ForAll @IntRange(min = 1, max = 6) int anions) {
        String formula = "Al" + cations + "O" + anions;
        Map<String, ?> settings = Map.of(
                "minDistance", Map.of("Al-Al", 2.0, "O-Al", 1.5, "O-O", 2.0), "volumePerAtom", List.of(8.0, 16.0));
        for (Structure s : generate(formula, 4, settings, seed, 1)) {
            assertThat(s.composition()).isEqualTo(Composition.parse(formula));
            assertThat(s.volume() / s.size()).isBetween(8 - 1e-9, 16 + 1e-9);
            assertThat(shortest(s, "Al", "Al")).isGreaterThan(2.0 - 1e-12);
            assertThat(shortest(s, "O", "O")).isGreaterThan(2.0 - 1e-12);
            assertThat(shortest(s, "Al", "O")).isGreaterThan(1.5 - 1e-12);
            assertThat(java.util.Arrays.stream(s.fractional())).allMatch(x -> x >= 0 && x < 1);
        }
    }

    @Test
    void is_found_by_its_name() {
        assertThat(Providers.of(Generator.class).get("random")).isInstanceOf(RandomGenerator.class);
    }

    @Test
    void gives_the_same_structures_on_any_number_of_threads_and_a_prefix_for_a_smaller_count() {
        List<Structure> one = generate("Si8", 60, Map.of("minDistance", Map.of("Si-Si", 1.6)), 5, 1);
        assertThat(generate("Si8", 60, Map.of("minDistance", Map.of("Si-Si", 1.6)), 5, 2))
                .isEqualTo(one);
        assertThat(generate("Si8", 20, Map.of("minDistance", 1.6), 5, 3)).isEqualTo(one.subList(0, 20));
        assertThat(generate("Si8", 60, Map.of("minDistance", 1.6), 6, 2))
                .isNotEqualTo(one)
                .doesNotContainSequence(one.get(0));
        assertThat(one).doesNotHaveDuplicates();
    }

    @Test
    void draws_the_cells_of_the_systems_asked_for_within_bounds() {
        for (CellShape system : CellShape.values()) {
            Map<String, ?> settings =
                    Map.of("systems", system.key(), "lengthRatio", 1.7, "angles", List.of(70, 110), "minDistance", 1.0);
            for (Structure s : generate("Si4", 20, settings, 9, 1)) {
                double[] l = {
                    s.lattice().length(0), s.lattice().length(1), s.lattice().length(2)
                };
                double[] angles = s.lattice().angles();
                double longest = Math.max(l[0], Math.max(l[1], l[2]));
                assertThat(longest / Math.min(l[0], Math.min(l[1], l[2]))).isLessThan(1.7 + 1e-9);
                for (double angle : angles) {
                    assertThat(angle).isBetween(70 - 1e-9, system == CellShape.HEXAGONAL ? 120.1 : 110 + 1e-9);
                }
                if (system == CellShape.CUBIC || system == CellShape.TRIGONAL) {
                    assertThat(l[0]).isCloseTo(l[2], within(1e-9));
                    assertThat(angles[0]).isCloseTo(angles[2], within(1e-9));
                }
            }
        }
    }

    @Test
    void uses_all_seven_systems_by_default() {
        long cubic = generate("Si2", 140, Map.of(), 1, 2).stream()
                .filter(s -> Math.abs(s.lattice().angles()[2] - 120) < 1e-9)
                .count();
        assertThat(cubic).isBetween(8L, 40L);
    }

    @Test
    void proves_impossible_distances_at_once() {
        Settings settings = Settings.of(Map.of("minDistance", Map.of("Si-Si", 3.5), "volumePerAtom", List.of(15, 30)));
        RANDOM.validate(Composition.parse("Si8"), settings);
        assertThat(settings.problems())
                .singleElement(Assertions.as(org.assertj.core.api.InstanceOfAssertFactories.STRING))
                .contains("minDistance")
                .contains("30.32")
                .contains("volumePerAtom");
        assertThatThrownBy(() -> generate(
                        "NaCl",
                        1,
                        Map.of("minDistance", Map.of("Na-Na", 5, "Cl-Na", 1), "volumePerAtom", List.of(10, 20)),
                        1,
                        1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Na");
    }

    @Test
    void gives_up_fast_with_the_reason_where_it_cannot_be_proven() {
        Map<String, ?> settings = Map.of("minDistance", 2.7, "volumePerAtom", List.of(14.2, 14.3));
        org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(20), () -> assertThatThrownBy(() -> generate("Si20", 100, settings, 1, 2))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("Si-Si nearer than 2.7 Å")
                        .hasMessageContaining("1000 attempts")
                        .hasMessageContaining("13.92")
                        .hasMessageContaining("raise volumePerAtom"));
    }

    @Test
    void makes_a_thousand_cells_of_silicon_in_seconds() {
        org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(10), () -> assertThat(
                        generate("Si8", 1000, Map.of("minDistance", Map.of("Si-Si", 1.6)), 1, 2))
                .hasSize(1000));
    }

    @Test
    void reports_all_wrong_settings_together() {
        Settings settings = Settings.of(Map.of(
                "minDistance",
                Map.of("Si-Xx", 1.6, "Si", 2, "O-Si", 1.5, "Si-O", 1.6),
                "volumePerAtom",
                List.of(30, 15),
                "spacegroups",
                "1-231",
                "systems",
                List.of("cubik"),
                "attempts",
                0,
                "seeed",
                1));
        RANDOM.validate(Composition.parse("Si8O8"), settings);
        String all = String.join("\n", settings.problems());
        assertThat(settings.problems()).hasSize(8);
        assertThat(all)
                .contains("Xx")
                .contains("expected a pair of elements such as Si-Si, found \"Si\"")
                .contains("the same pair")
                .contains("volumePerAtom: expected two rising numbers")
                .contains("spacegroups: expected numbers between 1 and 230")
                .contains("did you mean cubic?")
                .contains("attempts")
                .contains("seeed");
    }

    @Test
    void a_distance_of_an_element_that_is_not_there_is_told() {
        Settings settings = Settings.of(Map.of("minDistance", Map.of("Si-O", 1.6)));
        RANDOM.validate(Composition.parse("Si8"), settings);

        assertThat(settings.problems())
                .singleElement()
                .asString()
                .contains("minDistance.Si-O", "elements of Si8", "found O");
    }
}
