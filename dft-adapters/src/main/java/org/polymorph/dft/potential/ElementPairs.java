package org.polymorph.dft.potential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;

/** Reads elements and pairs of elements, such as {@code Si-O}, from settings. */
final class ElementPairs {
    private ElementPairs() {}

    /** Two elements in the order they were written. */
    record Pair(Element first, Element second) {}

    /** Reads a pair such as {@code Si-O}. */
    static Pair parse(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("expected a pair of elements such as Si-O, found \"" + text + "\"");
        }
        return new Pair(Element.of(parts[0].trim()), Element.of(parts[1].trim()));
    }

    /** Reads a list of different elements, given as a list or as one text with commas; nothing if absent or wrong. */
    static Optional<List<Element>> list(Settings settings, String key) {
        List<String> texts = settings.texts(key).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::trim)
                .toList();
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        return settings.attempt(key, () -> {
            List<Element> elements = new ArrayList<>();
            for (String text : texts) {
                Element element = Element.of(text);
                if (elements.contains(element)) {
                    throw new IllegalArgumentException("expected different elements, found " + element + " twice");
                }
                elements.add(element);
            }
            return elements;
        });
    }
}
