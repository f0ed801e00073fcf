package org.polymorph.dft.espresso;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers that Fortran printed in columns, also where a minus sign fills the gap between two of them. */
final class FortranNumbers {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(?:\\d+\\.\\d*|\\.\\d+|\\d+)(?:[eEdD][-+]?\\d+)?");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,()]*");

    private FortranNumbers() {}

    /**
     * Reads the first {@code count} numbers of a text that holds nothing but numbers that far.
     *
     * @throws NumberFormatException if there are fewer, or something else stands between, such as stars or NaN
     */
    static double[] read(String text, int count) {
        double[] numbers = new double[count];
        Matcher number = NUMBER.matcher(text);
        int at = 0;
        for (int i = 0; i < count; i++) {
            Matcher gap = BETWEEN.matcher(text).region(at, text.length());
            at = gap.lookingAt() ? gap.end() : at;
            number.region(at, text.length());
            if (!number.lookingAt()) {
                throw new NumberFormatException("expected " + count + " numbers in \"" + text.trim() + "\"");
            }
            numbers[i] = Double.parseDouble(number.group().replace('d', 'e').replace('D', 'e'));
            at = number.end();
        }
        if (!Double.isFinite(Arrays.stream(numbers).sum())) {
            throw new NumberFormatException("expected finite numbers in \"" + text.trim() + "\"");
        }
        return numbers;
    }

    /**
     * Reads the number after the first {@code =} or {@code <} of a line.
     *
     * @throws NumberFormatException if there is none
     */
    static double after(String line, char sign) {
        return read(line.substring(line.indexOf(sign) + 1), 1)[0];
    }

    /**
     * Reads a time such as {@code 19.45s}, {@code 1m 2.31s} or {@code 2h 5m}, in seconds.
     *
     * @throws NumberFormatException if it is none
     */
    static double seconds(String text) {
        Matcher part = Pattern.compile("(\\d+(?:\\.\\d*)?)\\s*([dhms])").matcher(text);
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
}
