package org.polymorph.model.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Composition;

class SettingsTest {

    @Test
    void values_are_read_by_type() {
        Settings settings = Settings.of(Map.ofEntries(
                Map.entry("text", "a"),
                Map.entry("number", 2.5),
                Map.entry("whole", 7),
                Map.entry("flag", true),
                Map.entry("time", "2h"),
                Map.entry("word", "fast"),
                Map.entry("list", List.of(1, 2.5)),
                Map.entry("texts", List.of("x", "y")),
                Map.entry("formula", "Si8"),
                Map.entry("tight", "1e-3")));
        assertThat(settings.text("text", "b")).isEqualTo("a");
        assertThat(settings.text("absent", "b")).isEqualTo("b");
        assertThat(settings.number("number", 0, 0, 10)).isEqualTo(2.5);
        assertThat(settings.positive("tight", 1)).isEqualTo(1e-3);
        assertThat(settings.integer("whole", 0, 0, 10)).isEqualTo(7);
        assertThat(settings.flag("flag", false)).isTrue();
        assertThat(settings.duration("time", Duration.ZERO)).isEqualTo(Duration.ofHours(2));
        assertThat(settings.choice("word", "slow", List.of("slow", "fast"))).isEqualTo("fast");
        assertThat(settings.numbers("list", 2))
                .hasValueSatisfying(x -> assertThat(x).containsExactly(1, 2.5));
        assertThat(settings.texts("texts")).containsExactly("x", "y");
        assertThat(settings.parsed("formula", Composition::parse)).contains(Composition.parse("Si8"));
        settings.finish();
        settings.throwIfProblems();
    }

    @Test
    void all_problems_come_together_with_their_places() {
        Settings root = Settings.of(
                Map.of("pool", Map.of("size", -3, "sise", 4, "seeds", Map.of("a", 1))),
                path -> "si.yaml:" + path.length());
        Settings pool = root.section("pool");
        assertThat(pool.integer("size", 10, 1, 100)).isEqualTo(10);
        pool.texts("seeds");
        pool.finish();
        root.finish();
        assertThatThrownBy(root::throwIfProblems)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("si.yaml:9: pool.size: expected a whole number between 1 and 100, found \"-3\"")
                .hasMessageContaining("unknown key \"sise\" (did you mean size?)")
                .hasMessageContaining("pool.seeds");
        assertThat(root.problems()).hasSize(3);
    }

    @Test
    void wrong_values_are_problems_and_give_the_default() {
        Settings settings = Settings.of(Map.of(
                "number",
                "x",
                "big",
                1e300,
                "flag",
                "maybe",
                "time",
                "5",
                "word",
                "fats",
                "list",
                List.of(1),
                "section",
                3,
                "formula",
                "Xx",
                "whole",
                2.5));
        assertThat(settings.number("number")).isEmpty();
        assertThat(settings.number("big", 1, 0, 10)).isEqualTo(1);
        assertThat(settings.flag("flag", true)).isTrue();
        assertThat(settings.duration("time", Duration.ofSeconds(9))).isEqualTo(Duration.ofSeconds(9));
        assertThat(settings.choice("word", "slow", List.of("slow", "fast"))).isEqualTo("slow");
        assertThat(settings.numbers("list", 2)).isEmpty();
        assertThat(settings.section("section").has("a")).isFalse();
        assertThat(settings.parsed("formula", Composition::parse)).isEmpty();
        assertThat(settings.integer("whole", 4, 0, 9)).isEqualTo(4);
        assertThat(settings.problems()).hasSize(9).anyMatch(p -> p.contains("did you mean fast?"));
    }

    @Test
    void sections_in_a_list_are_numbered() {
        Settings root = Settings.of(Map.of("generators", List.of(Map.of("type", "random"), Map.of("typ", "x"))));
        for (Settings generator : root.sections("generators")) {
            generator.text("type");
            generator.finish();
        }
        assertThat(root.problems()).singleElement().asString().contains("generators[1].typ");
    }

    @Test
    void a_fresh_view_starts_without_problems() {
        Settings settings = Settings.of(Map.of("a", 1));
        settings.finish();
        assertThat(settings.problems()).hasSize(1);
        assertThat(settings.fresh().problems()).isEmpty();
        assertThat(Settings.empty().keys()).isEmpty();
    }

    @Test
    void a_section_laid_over_another_counts_key_by_key_and_tells_where_each_stands() {
        Settings root = Settings.of(
                Map.of(
                        "base", Map.of("cutoff", 30, "spin", 1, "system", Map.of("nosym", true, "nbnd", 8)),
                        "fine", Map.of("cutoff", "many", "system", Map.of("nbnd", -1), "more", 1)),
                path -> "f:" + path.length());
        Settings laid = root.section("fine").over(root.section("base"));
        assertThat(laid.tree().get("system")).isEqualTo(Map.of("nosym", true, "nbnd", -1));
        assertThat(laid.integer("spin", 0, 0, 9)).isEqualTo(1);
        laid.number("cutoff");
        Settings system = laid.section("system");
        assertThat(system.flag("nosym", false)).isTrue();
        system.integer("nbnd", 1, 0, 9);
        laid.finish();
        assertThat(laid.problems())
                .extracting(problem -> problem.split(": ", -1)[1])
                .containsExactly("fine.cutoff", "fine.system.nbnd", "fine.more");
        assertThat(laid.problems().get(0)).startsWith("f:11: ");
        assertThat(laid.fresh().problems()).isEmpty();
        assertThat(laid.fresh().integer("spin", 0, 0, 9)).isEqualTo(1);
    }
}
