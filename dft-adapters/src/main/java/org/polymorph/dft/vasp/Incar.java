package org.polymorph.dft.vasp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The entries of an INCAR in their order, names in upper case. */
final class Incar {
    /** Name of the file. */
    static final String FILE = "INCAR";

    private final Map<String, String> entries = new LinkedHashMap<>();

    /** Sets an entry; one that is there keeps its place. */
    Incar set(String tag, Object value) {
        entries.put(tag.toUpperCase(Locale.ROOT), IncarTags.text(tag.toUpperCase(Locale.ROOT), value));
        return this;
    }

    /** Sets an entry unless it is there. */
    Incar propose(String tag, Object value) {
        if (!has(tag)) {
            set(tag, value);
        }
        return this;
    }

    void remove(String tag) {
        entries.remove(tag.toUpperCase(Locale.ROOT));
    }

    boolean has(String tag) {
        return entries.containsKey(tag.toUpperCase(Locale.ROOT));
    }

    Optional<String> get(String tag) {
        return Optional.ofNullable(entries.get(tag.toUpperCase(Locale.ROOT)));
    }

    /** Returns the file's text. */
    String text() {
        StringBuilder text = new StringBuilder();
        entries.forEach(
                (tag, value) -> text.append(tag).append(" = ").append(value).append('\n'));
        return text.toString();
    }

    /** Reads a text; comments and continued lines as VASP has them. */
    static Map<String, String> parse(String text) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (String line : text.replaceAll("\\\\\\s*\\n", " ").lines().toList()) {
            for (String statement : line.replaceAll("[#!].*", "").split(";", -1)) {
                int equals = statement.indexOf('=');
                if (equals > 0) {
                    entries.putIfAbsent(
                            statement.substring(0, equals).trim().toUpperCase(Locale.ROOT),
                            statement.substring(equals + 1).trim());
                }
            }
        }
        return entries;
    }
}
