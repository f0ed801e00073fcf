package org.polymorph.model.symmetry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the three parts of a symmetry operation or of a position in words: {@code -x+1/2}. */
final class OperationTerm {
    private static final Pattern SUMMAND =
            Pattern.compile("([+-]?)(?:(\\d?)([xyz])|(\\d+)/(\\d+)|(\\d+\\.?\\d*|\\.\\d+))");

    private final String part;
    private final String whole;

    OperationTerm(String part, String whole) {
        this.part = part;
        this.whole = whole;
    }

    void read(int[] rotation, double[] translation, int row) {
        Matcher summand = SUMMAND.matcher(part);
        int at = 0;
        while (at < part.length() && summand.find(at) && summand.start() == at) {
            boolean signed = !summand.group(1).isEmpty();
            if (at > 0 && !signed) {
                break;
            }
            int sign = summand.group(1).equals("-") ? -1 : 1;
            if (summand.group(3) != null) {
                int times = summand.group(2).isEmpty() ? 1 : Integer.parseInt(summand.group(2));
                rotation[3 * row + summand.group(3).charAt(0) - 'x'] += sign * times;
            } else if (summand.group(4) != null) {
                translation[row] += sign * Double.parseDouble(summand.group(4)) / Double.parseDouble(summand.group(5));
            } else {
                translation[row] += sign * Double.parseDouble(summand.group(6));
            }
            at = summand.end();
        }
        if (at == 0 || at < part.length() || !Double.isFinite(translation[row])) {
            throw new IllegalArgumentException(
                    "expected a symmetry operation such as -x,y+1/2,z, found \"" + whole + "\"");
        }
    }

    static String write(int[] rotation, double[] translation, int row) {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < 3; k++) {
            int factor = rotation[3 * row + k];
            if (factor != 0) {
                text.append(factor < 0 ? "-" : text.isEmpty() ? "" : "+")
                        .append(Math.abs(factor) == 1 ? "" : Math.abs(factor))
                        .append((char) ('x' + k));
            }
        }
        double shift = translation[row];
        if (shift != 0) {
            text.append(text.isEmpty() ? "" : "+").append(fraction(shift));
        }
        return text.isEmpty() ? "0" : text.toString();
    }

    private static String fraction(double value) {
        for (int denominator : new int[] {2, 3, 4, 6, 8, 12, 24}) {
            double numerator = value * denominator;
            if (Math.abs(numerator - Math.rint(numerator)) < 1e-12) {
                return (int) Math.rint(numerator) + "/" + denominator;
            }
        }
        return Double.toString(value);
    }
}
