package org.polymorph.dft.abinit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Variables of an ABINIT input in the order in which they were set, each with its value as ABINIT reads it. */
final class AbinitVariables {
    /** Numbers, repetitions such as 3*0.5, fractions, and the units that ABINIT knows. */
    private static final Pattern NUMBERS = Pattern.compile("(?:\\d*\\*)?[-+]?[\\d.]+(?:[eEdD][-+]?\\d+)?(?:/[\\d.]+)?"
            + "(?:\\s+(?:(?:\\d*\\*)?[-+]?[\\d.]+(?:[eEdD][-+]?\\d+)?(?:/[\\d.]+)?"
            + "|au|angstr|angstroms?|bohrs?|ev|ha|hartrees?|k|nm|ry|rydbergs?|s|sec|second|t|te|tesla))*");

    private static final Pattern WHOLE = Pattern.compile("(?is)" + NUMBERS.pattern());
    private static final int WIDTH = 100;

    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * Sets a variable.
     *
     * @throws IllegalArgumentException if the value has no form that ABINIT reads
     */
    void set(String name, Object value) {
        values.put(name, written(value));
    }

    void remove(String name) {
        values.remove(name);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns the value of a variable as it is written, without quotes; empty where it is not set. */
    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).map(text -> text.replace("\"", ""));
    }

    /** Returns the lines of an input. */
    String text() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> {
            text.append(name);
            if (value.startsWith("\"")) {
                text.append(' ').append(value);
            } else {
                int width = name.length();
                for (String word : value.split("\\s+", -1)) {
                    // ABINIT cuts lines that are too long
                    if (width + word.length() >= WIDTH) {
                        text.append("\n ");
                        width = 0;
                    }
                    text.append(' ').append(word);
                    width += word.length() + 1;
                }
            }
            text.append('\n');
        });
        return text.toString();
    }

    private static String written(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof List<?> list) {
            return String.join(" ", list.stream().map(AbinitVariables::written).toList());
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
        throw new IllegalArgumentException(
                "expected a number, a list of numbers, a text, or true or false, found \"" + value + "\"");
    }

    private static String text(String text) {
        if (WHOLE.matcher(text).matches()) {
            return text.replaceAll("\\s+", " ");
        }
        return '"' + checked(text) + '"';
    }

    /**
     * Returns a text that can stand in quotes as it is.
     *
     * @throws IllegalArgumentException if it has characters that end a line or a text
     */
    static String checked(String text) {
        if (text.isEmpty() || text.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\'' || c == '#' || c == '!')) {
            throw new IllegalArgumentException(
                    "expected a text without quotes, # or ! on one line, found \"" + text + "\"");
        }
        return text;
    }

    /** Returns the shortest text that is read back as the same double. */
    static String real(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("expected a finite number, found " + value);
        }
        return Double.toString(value);
    }
}
