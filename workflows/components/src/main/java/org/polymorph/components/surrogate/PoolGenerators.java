package org.polymorph.components.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.polymorph.engine.config.CampaignSpec.GeneratorSection;
import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.engine.config.PoolPart;
import org.polymorph.engine.config.PoolPart.Role;
import org.polymorph.engine.config.PoolParts;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Generator;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Spelling;
import org.polymorph.model.spi.Variation;
import org.polymorph.surrogate.generate.MinimumDistances;

/** The generators of a pool: those that start from nothing, and those that start from what the search has found. */
public final class PoolGenerators {
    private PoolGenerators() {}

    /** Returns whether a section's generator starts from what the search has found. */
    static boolean isVariation(GeneratorSection section) {
        return Providers.of(Variation.class).names().contains(section.type());
    }

    /**
     * Returns the names of the sections, as the history has them: the type, and from the second section of a type on its
     * number among them, such as {@code random} and {@code random-2}.
     */
    static List<String> names(Pool pool) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (GeneratorSection section : pool.generators()) {
            int number = seen.merge(section.type(), 1, Integer::sum);
            names.add(number == 1 ? section.type() : section.type() + "-" + number);
        }
        return names;
    }

    /** Returns a section's settings; minimum distances that it does not give are those of the first section that does. */
    static Settings settings(Pool pool, GeneratorSection section) {
        Settings own = section.settings();
        return own.tree().containsKey("minDistance")
                ? own
                : pool.generators().stream()
                        .flatMap(other ->
                                Optional.ofNullable(other.settings().tree().get("minDistance")).stream())
                        .findFirst()
                        .map(distances -> own.with("minDistance", distances))
                        .orElse(own);
    }

    /** Returns a section's settings for one composition: minimum distances of other elements are left out. */
    static Settings of(Composition composition, Settings section) {
        if (!(section.tree().get("minDistance") instanceof Map<?, ?> pairs)) {
            return section;
        }
        Map<Object, Object> own = new LinkedHashMap<>(pairs);
        own.keySet().removeIf(pair -> !isOf(composition, pair.toString()));
        Settings kept = section.with("minDistance", own);
        PoolSteps.own(kept);
        return kept;
    }

    // what is no pair of elements is left to its reader, who tells it
    private static boolean isOf(Composition composition, String pair) {
        return Arrays.stream(pair.trim().split("\\s*-\\s*", -1))
                .filter(Element::isSymbol)
                .allMatch(symbol -> composition.count(Element.of(symbol)) > 0);
    }

    /**
     * Checks one section for all parts of a pool; all that is wrong is added to the settings' problems. What starts from
     * structures found before need not be able to vary cells of every composition, as {@code permute} cannot those of one element.
     */
    public static void validate(PoolParts parts, Settings settings) {
        MinimumDistances.of(settings, Composition.ofSpecies(parts.elements()));
        List<PoolPart> searched = parts.of(Role.SEARCH);
        checkParents(parts, settings);
        boolean varied = searched.stream().anyMatch(part -> isVariationFor(part.composition(), settings));
        for (PoolPart part : varied ? List.<PoolPart>of() : parts.parts()) {
            validate(part.composition(), of(part.composition(), settings));
        }
    }

    private static void checkParents(PoolParts parts, Settings settings) {
        String type = settings.text("type", "random");
        List<PoolPart> searched = parts.of(Role.SEARCH);
        if (Providers.of(Variation.class).names().contains(type)
                && searched.stream().noneMatch(part -> hasParents(part, searched, type))) {
            settings.reject(
                    "type",
                    "expected a search of several compositions with as many atoms, for " + type + " makes cells of one"
                            + " from those of another, found " + parts);
        }
    }

    private static boolean hasParents(PoolPart part, List<PoolPart> searched, String type) {
        Variation variation = Providers.of(Variation.class).get(type);
        return searched.stream().anyMatch(other -> variation.takes(other.composition(), part.composition()));
    }

    /** Returns whether a section's generator makes cells of a composition from such cells found before. */
    static boolean isVariationFor(Composition composition, Settings section) {
        String type = section.text("type", "random");
        if (!Providers.of(Variation.class).names().contains(type)) {
            return false;
        }
        Settings own = of(composition, section.fresh());
        validate(composition, own);
        return own.problems().isEmpty();
    }

    /** Checks one section; all that is wrong is added to the settings' problems. */
    public static void validate(Composition composition, Settings settings) {
        settings.has("share");
        settings.parsed("type", PoolGenerators::known).ifPresent(type -> {
            if (Providers.of(Variation.class).names().contains(type)) {
                Providers.of(Variation.class).get(type).validate(composition, settings);
            } else {
                Providers.of(Generator.class).get(type).validate(composition, settings);
            }
        });
    }

    /** Checks the sections together; what is wrong is added to the problems of the section {@code pool}. */
    public static void checkTogether(Pool pool, Settings settings) {
        Optional<GeneratorSection> variation =
                pool.generators().stream().filter(PoolGenerators::isVariation).findFirst();
        if (variation.isEmpty()) {
            return;
        }
        boolean fromNothing = pool.generators().stream()
                .anyMatch(section -> section.share() > 0
                        && Providers.of(Generator.class).names().contains(section.type()));
        String type = "\"" + variation.get().type() + "\"";
        if (!fromNothing) {
            settings.reject(
                    "generators",
                    "expected at least one with a share above zero that makes structures of the first round, such as"
                            + " random, found only such as " + type
                            + ", which needs the surrogate or the structures of the round before");
        } else if (pool.perRound() == 0) {
            settings.reject(
                    "perRound",
                    "expected at least 1, as " + type + " needs the surrogate or the structures of the round before,"
                            + " found 0");
        }
    }

    private static String known(String type) {
        TreeSet<String> names = new TreeSet<>(Providers.of(Generator.class).names());
        names.addAll(Providers.of(Variation.class).names());
        if (!names.contains(type)) {
            throw new IllegalArgumentException("unknown generator \"" + type + "\"" + Spelling.suggestion(type, names)
                    + "; known: " + String.join(", ", names));
        }
        return type;
    }
}
