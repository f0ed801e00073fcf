package org.polymorph.model.spi;

import java.util.LinkedHashMap;
import java.util.Map;

/** Trees of values, whose sections are maps by text. */
final class SettingsTrees {
    private SettingsTrees() {}

    /**
     * Lays a tree over another one: where both have a section the two are laid over each other, else the upper one counts.
     *
     * @param path of the upper tree
     * @param merged the lower tree, which is changed
     * @param from is told the path that each key was taken from; a map for the keys of a section
     */
    static void lay(String path, Map<String, Object> upper, Map<String, Object> merged, Map<String, Object> from) {
        upper.forEach((key, value) -> {
            if (value instanceof Map<?, ?> above && merged.get(key) instanceof Map<?, ?> below) {
                Map<String, Object> section = byText(below);
                Map<String, Object> origins =
                        from.get(key) instanceof Map<?, ?> known ? byText(known) : new LinkedHashMap<>();
                lay(path + "." + key, byText(above), section, origins);
                merged.put(key, section);
                from.put(key, origins);
            } else {
                merged.put(key, value);
                from.put(key, path);
            }
        });
    }

    /** Returns a copy of a map, in its order, with texts for keys. */
    static Map<String, Object> byText(Map<?, ?> map) {
        Map<String, Object> entries = new LinkedHashMap<>();
        map.forEach((key, value) -> entries.put(String.valueOf(key), value));
        return entries;
    }
}
