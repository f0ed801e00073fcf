package org.polymorph.daemon.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Text for groff and mandoc, with the macros of man(7). */
final class Roff {
    private final StringBuilder text = new StringBuilder();
    /** Whether a heading was the last line, which begins a paragraph by itself. */
    private boolean inSection;

    /** Adds a macro with its arguments, such as a heading. */
    void macro(String name, String... arguments) {
        inSection = true;
        text.append('.')
                .append(name)
                .append(Arrays.stream(arguments)
                        // a date is read by programs too, with plain hyphens
                        .map(argument ->
                                " \"" + escaped(argument).replace("\"", "\\(dq").replace("\\-", "-") + '"')
                        .collect(Collectors.joining()))
                .append('\n');
    }

    /** Adds the line that whatis(1) and apropos(1) read. */
    void nameLine(String name, String what) {
        String sentence = what.endsWith(".") ? what.substring(0, what.length() - 1) : what;
        line(escaped(name) + " \\- " + escaped(sentence));
    }

    void paragraph(String words) {
        if (!inSection) {
            text.append(".PP\n");
        }
        inSection = false;
        line(escaped(words));
    }

    /** Adds a term and what it means. */
    void entry(String term, String meaning) {
        inSection = false;
        text.append(".TP\n");
        line("\\fB" + escaped(term) + "\\fR");
        line(escaped(meaning));
    }

    /** Adds the names of other pages of section 1. */
    void references(List<String> names) {
        line(names.stream().map(name -> "\\fB" + escaped(name) + "\\fR(1)").collect(Collectors.joining(", ")));
    }

    private void line(String roff) {
        // a dot or an apostrophe at the beginning would be taken for a macro
        text.append(roff.startsWith(".") || roff.startsWith("'") ? "\\&" : "")
                .append(roff)
                .append('\n');
    }

    // hyphens are those of options, to be copied as they are; the rest beyond ASCII is named by its number
    private static String escaped(String words) {
        StringBuilder escaped = new StringBuilder();
        words.replaceAll("\\s+", " ").strip().codePoints().forEach(point -> {
            switch (point) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                default -> {
                    if (point < 128) {
                        escaped.appendCodePoint(point);
                    } else {
                        escaped.append(String.format("\\[u%04X]", point));
                    }
                }
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
