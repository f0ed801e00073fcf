package org.polymorph.engine.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whole numbers from one to another, both among them: {@code 2-4}, or {@code 3} alone. */
record CountRange(int from, int to) {
    private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,6})\\s*(?:-\\s*(\\d{1,6})\\s*)?");

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException if it is none, or falls
     */
    static CountRange parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            int from = Integer.parseInt(matcher.group(1));
            int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
            if (from <= to) {
                return new CountRange(from, to);
            }
        }
        throw new IllegalArgumentException("expected a number or a range such as 2-4, found \"" + text + "\"");
    }

    boolean contains(int number) {
        return number >= from && number <= to;
    }
}
