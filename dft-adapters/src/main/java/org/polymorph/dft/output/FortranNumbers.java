package org.polymorph.dft.output;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers that Fortran printed in columns, also where a minus sign fills the gap between two of them. */
public final class FortranNumbers {
    private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d*)?)\\s*([dhms])");
    private static final double[] POWERS = new double[23];

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Double.parseDouble("1e" + i); // exact up to 1e22
        }
    }

    private final CharSequence text;
    private final boolean strict;
    private int at;

    private FortranNumbers(CharSequence text, boolean strict) {
        this.text = text;
        this.strict = strict;
    }

    /**
     * Reads a text that holds exactly {@code count} numbers with blanks or signs between them, and nothing else.
     *
     * @throws NumberFormatException if it holds anything else
     */
    public static double[] only(CharSequence text, int count) {
        double[] numbers = new double[count];
        FortranNumbers reader = new FortranNumbers(text, true);
        for (int i = 0; i < count; i++) {
            numbers[i] = reader.next(count);
        }
        while (reader.isGap(reader.peek())) {
            reader.at++;
        }
        if (reader.at < text.length()) {
            throw new NumberFormatException("expected only " + count + " numbers in \""
                    + text.toString().trim() + "\"");
        }
        return numbers;
    }

    /**
     * Reads the first {@code count} numbers of a text that holds nothing but numbers that far.
     *
     * @throws NumberFormatException if there are fewer, or something else stands between, such as stars or NaN, or two
     *     numbers run together so that nobody can tell where the second begins
     */
    public static double[] read(CharSequence text, int count) {
        double[] numbers = new double[count];
        FortranNumbers reader = new FortranNumbers(text, false);
        for (int i = 0; i < count; i++) {
            numbers[i] = reader.next(count);
        }
        return numbers;
    }

    /**
     * Reads the number after the first {@code =} or {@code <} of a line.
     *
     * @throws NumberFormatException if there is none
     */
    public static double after(String line, char sign) {
        return read(line.substring(line.indexOf(sign) + 1), 1)[0];
    }

    /**
     * Reads a time such as {@code 19.45s}, {@code 1m 2.31s} or {@code 2h 5m}, in seconds.
     *
     * @throws NumberFormatException if it is none
     */
    public static double seconds(String text) {
        Matcher part = TIME.matcher(text);
        double seconds = 0;
        int parts = 0;
        while (part.find()) {
            double scale =
                    switch (part.group(2)) {
                        case "d" -> 86400;
                        case "h" -> 3600;
                        case "m" -> 60;
                        default -> 1;
                    };
            seconds += scale * Double.parseDouble(part.group(1));
            parts++;
        }
        if (parts == 0) {
            throw new NumberFormatException("expected a time in \"" + text.trim() + "\"");
        }
        return seconds;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    // one number: a sign, digits with at most one point, an exponent; what is exact in double precision is made of
    // integers
    private double next(int count) {
        while (isGap(peek())) {
            at++;
        }
        int start = at;
        boolean negative = sign();
        int first = at;
        long digits = digits(0);
        int length = at - first;
        int decimals = 0;
        if (peek() == '.') {
            at++;
            int point = at;
            digits = digits(digits);
            decimals = at - point;
        }
        length += decimals;
        int exponent = length > 0 ? exponent() : 0;
        if (length == 0 || runsOn()) {
            throw new NumberFormatException(
                    "expected " + count + " numbers in \"" + text.toString().trim() + "\"");
        }
        int scale = exponent - decimals;
        if (length <= 15 && Math.abs(scale) < POWERS.length) {
            double magnitude = scale < 0 ? digits / POWERS[-scale] : digits * POWERS[scale];
            return negative ? -magnitude : magnitude;
        }
        String word = text.subSequence(start, at).toString().replace('d', 'e').replace('D', 'e');
        double number = Double.parseDouble(word);
        if (!Double.isFinite(number)) {
            throw new NumberFormatException(
                    "expected finite numbers in \"" + text.toString().trim() + "\"");
        }
        return number;
    }

    private boolean sign() {
        char c = peek();
        if (c == '-' || c == '+') {
            at++;
        }
        return c == '-';
    }

    private long digits(long before) {
        long value = before;
        for (char c = peek(); c >= '0' && c <= '9'; c = peek()) {
            value = 10 * value + (c - '0');
            at++;
        }
        return value;
    }

    private int exponent() {
        char c = peek();
        if (c != 'e' && c != 'E' && c != 'd' && c != 'D') {
            return 0;
        }
        int before = at;
        at++;
        boolean negative = sign();
        int first = at;
        long value = digits(0);
        if (at == first) {
            at = before; // a word after the number
            return 0;
        }
        int bounded = (int) Math.min(value, 10_000);
        return negative ? -bounded : bounded;
    }

    private boolean runsOn() {
        return peek() == '.' || peek() == '*';
    }

    private boolean isGap(char c) {
        boolean blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        return blank || (!strict && (c == ',' || c == '(' || c == ')'));
    }
}
