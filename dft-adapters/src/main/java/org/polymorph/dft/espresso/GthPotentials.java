package org.polymorph.dft.espresso;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polymorph.dft.input.AtomicData;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;

/**
 * Takes one potential for each element from {@code potentialFile}, a file of GTH potentials as CP2K ships it: {@code
 * pseudopotentials} is a family such as {@code GTH-PBE}, or a map from element to name.
 */
final class GthPotentials {
    static final String KEY = "potentialFile";
    private static final String NAMES = "pseudopotentials";

    private GthPotentials() {}

    /** Returns those that were found; problems are added to the settings. */
    static Map<Element, PwPseudopotential> find(Settings settings, Path file, Collection<Element> elements) {
        List<AtomicData> entries;
        try {
            entries = AtomicData.read(file);
        } catch (IOException e) {
            settings.reject(KEY, "expected a file of GTH potentials as CP2K ships it, cannot read " + file + ": " + e);
            return Map.of();
        }
        boolean byElement = settings.tree().get(NAMES) instanceof Map;
        Settings named = byElement ? settings.section(NAMES) : settings;
        Map<Element, PwPseudopotential> found = new TreeMap<>();
        for (Element element : elements) {
            String key = byElement ? element.symbol() : NAMES;
            Optional<String> name = named.text(key);
            List<AtomicData> own =
                    entries.stream().filter(entry -> entry.element() == element).toList();
            List<AtomicData> fitting = own.stream()
                    .filter(entry -> name.isPresent() && entry.isOf(name.get()))
                    .toList();
            // a name in full is that one, also where it begins another's family
            List<AtomicData> exact = fitting.stream()
                    .filter(entry -> entry.names().stream().anyMatch(known -> known.equalsIgnoreCase(name.orElse(""))))
                    .toList();
            List<AtomicData> chosen = exact.size() == 1 ? exact : fitting;
            if (chosen.size() != 1) {
                named.reject(
                        key,
                        "expected the name of one potential for " + element + " in " + file + ", found "
                                + name.map(text -> "\"" + text + "\"").orElse("nothing") + "; that file has "
                                + (own.isEmpty()
                                        ? "none for " + element
                                        : String.join(
                                                ", ",
                                                own.stream()
                                                        .map(AtomicData::name)
                                                        .toList())));
                continue;
            }
            try {
                found.put(element, GthText.of(file, chosen.get(0)));
            } catch (IllegalArgumentException e) {
                named.reject(key, String.valueOf(e.getMessage()));
            }
        }
        return found;
    }
}
