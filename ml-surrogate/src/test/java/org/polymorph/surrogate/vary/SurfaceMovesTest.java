package org.polymorph.surrogate.vary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.crystal.Composition;
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
import org.polymorph.surrogate.dynamics.SiliconCell;
import org.polymorph.surrogate.generate.MinimumDistances;
import org.polymorph.surrogate.generate.RandomGenerator;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.relax.Relaxer;

/** Proposals that need the surrogate's surface; the surface of a potential stands in for it. */
class SurfaceMovesTest {
    private static final Composition SILICON = Composition.parse("Si4");
    private static final Calculator SURFACE = SiliconCell.potential();

    private static List<Parent> parents() {
        try (Workers workers = new Workers(1)) {
            List<Structure> random = new RandomGenerator()
                    .generate(SILICON, 3, settings("random", Map.of()), new Seed(2), workers, Progress.NONE);
            return random.stream()
                    .map(structure -> Relaxer.relax(structure, SURFACE, RelaxSettings.defaults(), 0))
                    .map(relaxed -> new Parent("c" + relaxed.steps(), relaxed.structure(), relaxed.energyPerAtom()))
                    .toList();
        }
    }

    private static Settings settings(String type, Map<String, ?> more) {
        Map<String, Object> tree = new LinkedHashMap<>(Map.of("type", type, "minDistance", 1.8));
        if (type.equals("random") || type.equals("anneal")) {
            tree.put("volumePerAtom", List.of(16, 26));
        }
        tree.putAll(more);
        return Settings.of(tree);
    }

    private static List<Variant> vary(String type, Map<String, ?> more, int count, int threads) {
        try (Workers workers = new Workers(threads)) {
            return Providers.of(Variation.class)
                    .get(type)
                    .vary(new VariationTask(
                            SILICON,
                            parents(),
                            SURFACE,
                            0,
                            count,
                            settings(type, more),
                            new Seed(9),
                            workers,
                            Progress.NONE));
        }
    }

    private static Map<String, ?> quick(String type) {
        return switch (type) {
            case "anneal" -> Map.of("steps", 40);
            case "hop" -> Map.of("hops", 3, "temperature", 2000);
            default -> Map.of();
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"anneal", "hop", "soft-mode"})
    void proposals_keep_composition_and_distances_and_depend_on_the_seed_alone(String type) {
        List<Variant> made = vary(type, quick(type), 4, 2);

        assertThat(made).hasSizeGreaterThanOrEqualTo(2);
        assertThat(made).allMatch(variant -> variant.structure().composition().equals(SILICON));
        assertThat(made)
                .allMatch(variant -> MinimumDistances.defaults().areKeptBy(variant.structure())
                        && variant.structure().minimumDistance() >= 1.8 - 1e-9);
        assertThat(vary(type, quick(type), 4, 1)).isEqualTo(made);
    }

    @Test
    void hops_end_in_other_minima() {
        List<Parent> parents = parents();
        for (Variant variant : vary("hop", quick("hop"), 3, 2)) {
            Structure structure = variant.structure();
            assertThat(SURFACE.evaluate(structure).maxForce()).isLessThan(0.2);
            double energy = SURFACE.evaluate(structure).energy() / 4;
            assertThat(parents)
                    .filteredOn(parent -> parent.id().equals(variant.parents().get(0)))
                    .allSatisfy(parent -> assertThat(Math.abs(energy - parent.energyPerAtom())
                                    + Math.abs(structure.volume()
                                            - parent.structure().volume()))
                            .isGreaterThan(1e-3));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "anneal | temperature | -5 | temperature",
                "anneal | spacegroups | 999 | spacegroups",
                "anneal | step | 5 | did you mean steps",
                "hop | hops | 0 | hops",
                "hop | minimum | 3 | did you mean minima",
                "soft-mode | modes | none | modes"
            })
    void a_wrong_setting_is_told(String type, String key, String value, String told) {
        Settings settings = settings(type, Map.of(key, value));
        Providers.of(Variation.class).get(type).validate(SILICON, settings);
        assertThat(settings.problems()).hasSize(1).first().asString().contains(told);
    }

    @Test
    void one_atom_has_no_modes_and_nowhere_to_hop() {
        for (String type : List.of("hop", "soft-mode")) {
            Settings settings = Settings.of(Map.of("type", type));
            Providers.of(Variation.class).get(type).validate(Composition.parse("Si"), settings);
            assertThat(settings.problems()).singleElement().asString().contains("at least two atoms");
        }
    }
}
