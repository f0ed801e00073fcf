package org.polymorph.dft.vasp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.polymorph.model.spi.Spelling;

/** The tags that INCAR may have, and what their values are. */
final class IncarTags {
    private static final String RESOURCE = "incar-tags.txt";
    private static final Map<String, Kind> TAGS = load();

    private enum Kind {
        LOGICAL,
        INTEGER,
        REAL,
        TEXT,
        ANY
    }

    private IncarTags() {}

    private static Map<String, Kind> load() {
        Map<String, Kind> tags = new TreeMap<>();
        InputStream in = IncarTags.class.getResourceAsStream(RESOURCE);
        if (in == null) {
            throw new IllegalStateException("the resource " + RESOURCE + " is missing from the jar");
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] words = line.trim().split("\\s+", -1);
                Kind kind = Kind.valueOf(words[0].toUpperCase(Locale.ROOT));
                for (int i = 1; i < words.length; i++) {
                    tags.put(words[i], kind);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tags;
    }

    /** Returns all tags, in upper case. */
    static Set<String> all() {
        return TAGS.keySet();
    }

    static boolean has(String name) {
        return TAGS.containsKey(name.toUpperCase(Locale.ROOT));
    }

    /** Returns {@code " (did you mean X?)"} for a word that is no tag, and no other known key either. */
    static String suggestion(String name, Collection<String> others) {
        String tag = Spelling.suggestion(name, TAGS.keySet());
        return others.isEmpty() || Spelling.suggestion(name, others).isEmpty()
                ? tag
                : Spelling.suggestion(name, others);
    }

    /**
     * Returns a value as INCAR has it.
     *
     * @throws IllegalArgumentException if it is not of the tag's kind, or cannot stand in one line of INCAR
     */
    static String text(String tag, Object value) {
        String text = value instanceof List<?> list
                ? String.join(" ", list.stream().map(IncarTags::plain).toList())
                : plain(value);
        if (text.isBlank() || text.matches("(?s).*[\\n\\r;#!=\\\\].*")) {
            throw new IllegalArgumentException("expected a value for one line of INCAR, found \"" + text + "\"");
        }
        String expected =
                switch (TAGS.getOrDefault(tag, Kind.ANY)) {
                    case LOGICAL -> text.matches("\\.(TRUE|FALSE)\\.") ? "" : ".TRUE. or .FALSE.";
                    case INTEGER -> text.matches("[-+]?\\d+") ? "" : "a whole number";
                    case REAL -> text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eEdD][-+]?\\d+)?") ? "" : "a number";
                    case TEXT, ANY -> "";
                };
        if (!expected.isEmpty()) {
            throw new IllegalArgumentException("expected " + expected + ", found \"" + value + "\"");
        }
        return text;
    }

    private static String plain(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? ".TRUE." : ".FALSE.";
        }
        String text = String.valueOf(value).trim();
        if (text.matches("(?i)\\.?(true|t)\\.?")) {
            return ".TRUE.";
        }
        if (text.matches("(?i)\\.?(false|f)\\.?")) {
            return ".FALSE.";
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e9) {
            return String.valueOf(number.longValue());
        }
        return text;
    }
}
