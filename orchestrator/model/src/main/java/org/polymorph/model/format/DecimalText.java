package org.polymorph.model.format;

import java.util.regex.Pattern;

/** Numbers as programs print them: stricter than Java about letters, and with Fortran's exponents. */
final class DecimalText {
    private static final Pattern FORTRAN_EXPONENT = Pattern.compile("(?<=[0-9.])[dDqQ](?=[+-]?[0-9])");

    private DecimalText() {}

    /**
     * Reads a finite decimal number such as {@code -1.5e-3} or {@code 1.5D-3}.
     *
     * @throws NumberFormatException if it is none
     */
    static double parse(String text) {
        if (text.isEmpty() || !endsAsNumber(text.charAt(text.length() - 1))) {
            throw new NumberFormatException(text);
        }
        double value = Double.parseDouble(FORTRAN_EXPONENT.matcher(text).replaceFirst("e"));
        if (!Double.isFinite(value)) {
            throw new NumberFormatException(text);
        }
        return value;
    }

    static boolean isNumber(String text) {
        try {
            parse(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    // Java also takes 1f, 1d and NaN, which no structure file means as a number
    private static boolean endsAsNumber(char last) {
        return (last >= '0' && last <= '9') || last == '.';
    }
}
