package org.polymorph.engine.config;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.units.Units;

/** What is asked of a campaign's settings as they are stored, without reading all of them. */
public final class CampaignSettings {
    private static final int NAMED = 6;

    private CampaignSettings() {}

    /** Returns the pressure, eV/Å³. */
    public static double pressure(Map<String, Object> settings) {
        return gigapascals(settings) * Units.GPA;
    }

    /** Returns the pressure, GPa. */
    public static double gigapascals(Map<String, Object> settings) {
        return Settings.of(settings).section("search").number("pressure").orElse(0.0);
    }

    /**
     * Returns what is looked for: a formula, formulas such as {@code Ni4, P4, Ni2P2}, or ranges such as {@code Al0-4O0-6}. Of
     * several sizes of one composition it is the smallest and the largest: {@code Si8–Si16}.
     */
    public static String composition(Map<String, Object> settings) {
        Settings search = Settings.of(settings).section("search");
        if (search.tree().get("elements") instanceof Map<?, ?> elements) {
            return elements.entrySet().stream()
                    .map(range ->
                            range.getKey() + String.valueOf(range.getValue()).replace(" ", ""))
                    .collect(Collectors.joining());
        }
        List<Composition> found =
                List.copyOf(new CompositionReader(search).read().keySet());
        long kinds = found.stream().map(Composition::reduced).distinct().count();
        if (kinds == 1 && found.size() > 1) {
            List<Composition> sizes = found.stream()
                    .sorted(Comparator.comparingInt(Composition::size))
                    .toList();
            return sizes.get(0) + "–" + sizes.get(sizes.size() - 1);
        }
        String first = found.stream().limit(NAMED).map(Composition::toString).collect(Collectors.joining(", "));
        return found.size() <= NAMED ? first : first + ", …";
    }
}
