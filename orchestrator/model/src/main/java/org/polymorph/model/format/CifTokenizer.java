package org.polymorph.model.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Splits a CIF 1.1 text into its words: Hall, Allen and Brown 1991, doi 10.1107/S010876739101067X. */
final class CifTokenizer {
    private final LineSource lines;
    private final List<CifToken> tokens = new ArrayList<>();

    private CifTokenizer(LineSource lines) {
        this.lines = lines;
    }

    static List<CifToken> tokens(LineSource lines) {
        CifTokenizer tokenizer = new CifTokenizer(lines);
        String line = lines.next();
        while (line != null) {
            if (line.startsWith(";")) {
                tokenizer.textField(line);
            } else {
                tokenizer.words(line);
            }
            line = lines.next();
        }
        return tokenizer.tokens;
    }

    private void textField(String first) {
        int start = lines.number();
        StringBuilder text = new StringBuilder(first.substring(1));
        @Nullable String line = lines.next();
        while (line != null && !line.startsWith(";")) {
            text.append('\n').append(line);
            line = lines.next();
        }
        if (line == null) {
            throw lines.error("the text field that begins in line " + start + " does not end with a semicolon");
        }
        add(CifToken.Kind.QUOTED, text.toString(), start);
        words(line.substring(1));
    }

    private void words(String line) {
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#') {
                return;
            } else if (c == '\'' || c == '"') {
                at = quoted(line, at);
            } else {
                int start = at;
                while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
                    at++;
                }
                bare(line.substring(start, at));
            }
        }
    }

    // a quote ends only before white space: 'a dog's life' is one value
    private int quoted(String line, int start) {
        char quote = line.charAt(start);
        for (int at = start + 1; at < line.length(); at++) {
            boolean last = at + 1 == line.length() || Character.isWhitespace(line.charAt(at + 1));
            if (line.charAt(at) == quote && last) {
                add(CifToken.Kind.QUOTED, line.substring(start + 1, at), lines.number());
                return at + 1;
            }
        }
        throw lines.error("the quote at column " + (start + 1) + " does not end");
    }

    private void bare(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.startsWith("data_")) {
            add(CifToken.Kind.BLOCK, word.substring(5), lines.number());
        } else if (lower.equals("loop_")) {
            add(CifToken.Kind.LOOP, word, lines.number());
        } else if (lower.startsWith("_")) {
            // newer dictionaries write _atom_site.label for _atom_site_label
            add(CifToken.Kind.TAG, lower.replace('.', '_'), lines.number());
        } else if (lower.startsWith("save_") || lower.equals("global_") || lower.equals("stop_")) {
            throw lines.error("found \"" + word + "\", which belongs to a dictionary and not to a structure");
        } else {
            add(CifToken.Kind.VALUE, word, lines.number());
        }
    }

    private void add(CifToken.Kind kind, String text, int line) {
        tokens.add(new CifToken(kind, text, line));
    }
}
