package org.polymorph.model.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The keys and values in the second line of an extended XYZ frame: {@code key=value key="some words" flag}. Values may
 * stand in quotes with backslash escapes, in braces or in (nested) brackets; a key alone means true.
 */
final class CommentLine {
    private static final Pattern BARE = Pattern.compile("[^\\s=\"'{}\\[\\],\\\\]+");

    private final String text;
    private int at;

    private CommentLine(String text) {
        this.text = text;
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if a quote or bracket does not end
     */
    static Map<String, String> parse(String text) {
        CommentLine line = new CommentLine(text);
        Map<String, String> entries = new LinkedHashMap<>();
        line.skipSpace();
        while (line.at < text.length()) {
            String key = line.key();
            line.skipSpace();
            if (line.at < text.length() && text.charAt(line.at) == '=') {
                line.at++;
                line.skipSpace();
                entries.put(key, line.value());
            } else {
                entries.put(key, "T");
            }
            line.skipSpace();
        }
        return entries;
    }

    /** Writes a key or a value so that {@link #parse} gives it back. */
    static String quoted(String word) {
        if (BARE.matcher(word).matches()) {
            return word;
        }
        String escaped = word.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
        return '"' + escaped + '"';
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private String key() {
        char c = text.charAt(at);
        if (c == '"' || c == '\'') {
            return inQuotes(c);
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != '=' && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw new IllegalArgumentException("expected a key before \"=\" at column " + (at + 1));
        }
        return text.substring(start, at);
    }

    private String value() {
        if (at == text.length()) {
            return "";
        }
        char c = text.charAt(at);
        if (c == '"' || c == '\'') {
            return inQuotes(c);
        }
        if (c == '{') {
            String whole = inBrackets('{', '}');
            return whole.substring(1, whole.length() - 1);
        }
        if (c == '[') {
            return inBrackets('[', ']');
        }
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String inQuotes(char quote) {
        int start = at++;
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return out.toString();
            }
            if (c == '\\' && at < text.length()) {
                char escaped = text.charAt(at++);
                out.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                out.append(c);
            }
        }
        throw new IllegalArgumentException("the quote at column " + (start + 1) + " does not end");
    }

    private String inBrackets(char open, char close) {
        int start = at;
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == open) {
                depth++;
            } else if (c == close && --depth == 0) {
                return text.substring(start, at);
            }
        }
        throw new IllegalArgumentException("the bracket at column " + (start + 1) + " does not end");
    }
}
