package org.polymorph.dft.espresso;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The namelists of a pw.x input, in the order in which pw.x reads them, each entry with its value as Fortran text. */
final class Namelists {
    /** Names of the namelists that pw.x knows, in the order in which it reads them. */
    static final List<String> NAMES = List.of("control", "system", "electrons", "ions", "cell", "fcp", "rism");

    private static final Pattern NUMBER = Pattern.compile("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eEdD][-+]?\\d+)?");
    private static final Pattern LOGICAL = Pattern.compile("(?i)\\.(true|false|t|f)\\.");

    private final Map<String, Map<String, String>> lists = new LinkedHashMap<>();

    Namelists() {
        NAMES.forEach(name -> lists.put(name, new LinkedHashMap<>()));
    }

    Namelists copy() {
        Namelists copy = new Namelists();
        lists.forEach((name, entries) -> copy.lists.put(name, new LinkedHashMap<>(entries)));
        return copy;
    }

    /**
     * Sets an entry; a list becomes the elements 1, 2, … of a Fortran array, a map the elements it names.
     *
     * @throws IllegalArgumentException if the value has no Fortran form
     */
    void set(String namelist, String key, Object value) {
        Map<String, String> entries = lists.get(namelist);
        if (entries == null) {
            throw new IllegalArgumentException("pw.x has no namelist \"" + namelist + "\"");
        }
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                entries.put(key + "(" + (i + 1) + ")", fortran(list.get(i)));
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((index, element) -> entries.put(key + "(" + index + ")", fortran(element)));
        } else {
            entries.put(key, fortran(value));
        }
    }

    /** Takes an entry out. */
    void remove(String namelist, String key) {
        Map<String, String> entries = lists.get(namelist);
        if (entries != null) {
            entries.remove(key);
        }
    }

    /** Returns the value of an entry of any namelist in plain words: without quotes, numbers with e; empty where not set. */
    Optional<String> value(String key) {
        return lists.values().stream()
                .flatMap(entries -> Optional.ofNullable(entries.get(key)).stream())
                .findFirst()
                .map(text -> text.startsWith("'")
                        ? text.substring(1, text.length() - 1).replace("''", "'")
                        : NUMBER.matcher(text).matches() ? plain(text) : text);
    }

    private static String plain(String text) {
        return new BigDecimal(text.replaceAll("[eEdD]", "e"))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Returns the text of all namelists that pw.x wants for this calculation, and of others that have entries. */
    String text(boolean relaxes) {
        StringBuilder text = new StringBuilder();
        lists.forEach((name, entries) -> {
            boolean wanted = List.of("control", "system", "electrons").contains(name)
                    || (relaxes && List.of("ions", "cell").contains(name));
            if (wanted || !entries.isEmpty()) {
                text.append('&').append(name.toUpperCase(Locale.ROOT)).append('\n');
                entries.forEach((key, value) -> text.append("  ")
                        .append(key)
                        .append(" = ")
                        .append(value)
                        .append('\n'));
                text.append("/\n");
            }
        });
        return text.toString();
    }

    /** Returns a value as Fortran reads it: texts quoted, logicals dotted, reals in double precision. */
    static String fortran(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? ".true." : ".false.";
        }
        if (value instanceof Integer || value instanceof Long) {
            return value.toString();
        }
        if (value instanceof Number number) {
            return real(number.doubleValue());
        }
        if (value instanceof String text) {
            return text(text.trim());
        }
        throw new IllegalArgumentException("expected a number, a text, or true or false, found \"" + value + "\"");
    }

    // YAML reads 1e-8, which has no point, as a text: what looks like a number is one.
    private static String text(String text) {
        if (NUMBER.matcher(text).matches()) {
            return text.replaceAll("[eED]", "d");
        }
        if (LOGICAL.matcher(text).matches()) {
            return text.toLowerCase(Locale.ROOT);
        }
        if (text.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("a text of a namelist must stand on one line");
        }
        return quoted(text);
    }

    /** Returns a text in Fortran's quotes. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Returns the shortest text that Fortran reads back as the same double. */
    static String real(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("expected a finite number, found " + value);
        }
        String text = Double.toString(value);
        return text.contains("E") ? text.replace('E', 'd') : text + "d0";
    }
}
