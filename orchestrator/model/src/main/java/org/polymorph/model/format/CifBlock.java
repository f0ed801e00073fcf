package org.polymorph.model.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One data block of a CIF: the values of each tag, a single one or a column of a loop. */
final class CifBlock {
    /** A number, perhaps with its uncertainty in brackets: {@code 5.4307(2)}. */
    private static final Pattern NUMBER =
            Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eEdD][+-]?\\d+)?)(?:\\(\\d+\\))?");

    private final String file;
    private final int line;
    private final Map<String, List<CifToken>> columns = new LinkedHashMap<>();

    private CifBlock(String file, int line) {
        this.file = file;
        this.line = line;
    }

    static List<CifBlock> blocks(List<CifToken> tokens, String file) {
        List<CifBlock> blocks = new ArrayList<>();
        int at = 0;
        while (at < tokens.size()) {
            CifToken token = tokens.get(at);
            if (token.kind() == CifToken.Kind.BLOCK) {
                blocks.add(new CifBlock(file, token.line()));
                at++;
            } else if (blocks.isEmpty()) {
                throw StructureFormatException.at(
                        file, token.line(), "expected data_…, found \"" + token.text() + "\"");
            } else {
                at = blocks.get(blocks.size() - 1).item(tokens, at);
            }
        }
        return blocks;
    }

    private int item(List<CifToken> tokens, int at) {
        CifToken token = tokens.get(at);
        if (token.kind() == CifToken.Kind.LOOP) {
            return loop(tokens, at);
        }
        if (token.kind() != CifToken.Kind.TAG) {
            throw error(token, "expected a tag, found the value \"" + token.text() + "\"");
        }
        if (at + 1 == tokens.size() || !isValue(tokens.get(at + 1))) {
            throw error(token, "expected a value for " + token.text() + ", found none");
        }
        columns.put(token.text(), List.of(tokens.get(at + 1)));
        return at + 2;
    }

    private int loop(List<CifToken> tokens, int start) {
        int at = start + 1;
        List<List<CifToken>> loop = new ArrayList<>();
        while (at < tokens.size() && tokens.get(at).kind() == CifToken.Kind.TAG) {
            List<CifToken> column = new ArrayList<>();
            columns.put(tokens.get(at).text(), column);
            loop.add(column);
            at++;
        }
        if (loop.isEmpty()) {
            throw error(tokens.get(start), "expected tags after loop_, found none");
        }
        int values = 0;
        while (at < tokens.size() && isValue(tokens.get(at))) {
            loop.get(values++ % loop.size()).add(tokens.get(at++));
        }
        if (values % loop.size() != 0) {
            throw error(
                    tokens.get(at - 1),
                    "the loop of line " + tokens.get(start).line() + " has " + loop.size()
                            + " columns; its last row has " + values % loop.size());
        }
        return at;
    }

    private static boolean isValue(CifToken token) {
        return token.kind() == CifToken.Kind.VALUE || token.kind() == CifToken.Kind.QUOTED;
    }

    /** Returns the values of the first of some tags that is there with at least one known value. */
    Optional<List<CifToken>> column(String... tags) {
        for (String tag : tags) {
            List<CifToken> column = columns.get(tag);
            if (column != null && column.stream().anyMatch(token -> !token.isAbsent())) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /** Returns the first known value of some tags. */
    Optional<CifToken> value(String... tags) {
        return column(tags).map(column -> column.get(0)).filter(token -> !token.isAbsent());
    }

    boolean has(String tag) {
        return columns.containsKey(tag);
    }

    /** Returns the line where the block begins. */
    int line() {
        return line;
    }

    double number(CifToken token, String what) {
        return DecimalText.parse(digits(token, what));
    }

    /** Returns a number as text, without its uncertainty. */
    String digits(CifToken token, String what) {
        Matcher matcher = NUMBER.matcher(token.text().strip());
        if (!matcher.matches() || !DecimalText.isNumber(matcher.group(1))) {
            throw error(token, "expected a number for " + what + ", found \"" + token.text() + "\"");
        }
        return matcher.group(1);
    }

    StructureFormatException error(CifToken token, String what) {
        return StructureFormatException.at(file, token.line(), what);
    }

    StructureFormatException error(String what) {
        return StructureFormatException.at(file, line, what);
    }
}
