package org.polymorph.engine.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The five fields of Unix, as crontab(5) has them: where both the day of the month and that of the week are given, a day that
 * fits either one counts.
 */
final class UnixCron {
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final List<Field> FIELDS = List.of(
            new Field("minute", 0, 59, List.of()),
            new Field("hour", 0, 23, List.of()),
            new Field("day of month", 1, 31, List.of()),
            new Field("month", 1, 12, MONTHS),
            new Field("day of week", 0, 7, DAYS));

    private UnixCron() {}

    /** A field, its bounds, and the names of its values from the lowest on. */
    private record Field(String name, int min, int max, List<String> names) {
        SortedSet<Integer> values(String text, String whole) {
            SortedSet<Integer> values = new TreeSet<>();
            for (String part : text.split(",", -1)) {
                String[] steps = part.split("/", -1);
                String[] ends = steps[0].split("-", -1);
                if (steps.length > 2 || ends.length > 2) {
                    throw wrong(part, whole);
                }
                boolean any = steps[0].equals("*");
                int from = any ? min : value(ends[0], whole);
                int to = any ? max : ends.length == 2 ? value(ends[1], whole) : steps.length == 2 ? max : from;
                int step = steps.length == 2 ? number(steps[1], whole) : 1;
                if (to < from || step < 1 || step > max) {
                    throw wrong(part, whole);
                }
                for (int value = from; value <= to; value += step) {
                    values.add(value);
                }
            }
            return values;
        }

        private int value(String word, String whole) {
            int named = names.indexOf(word.toUpperCase(Locale.ROOT));
            int value = named >= 0 ? min + named : number(word, whole);
            if (value < min || value > max) {
                throw wrong(word, whole);
            }
            return value;
        }

        private int number(String word, String whole) {
            if (!word.matches("\\d{1,4}")) {
                throw wrong(word, whole);
            }
            return Integer.parseInt(word);
        }

        private IllegalArgumentException wrong(String found, String whole) {
            String or = names.isEmpty() ? "" : " or " + names.get(0) + "-" + names.get(names.size() - 1);
            return new IllegalArgumentException(name + ": expected *, " + min + "-" + max + or
                    + ", a list, a range or a step of them, found \"" + found + "\" in \"" + whole + "\"");
        }
    }

    static List<String> toQuartz(String text) {
        String[] fields = text.split("\\s+", -1);
        List<SortedSet<Integer>> values = new ArrayList<>();
        for (int i = 0; i < fields.length; i++) {
            values.add(FIELDS.get(i).values(fields[i], text));
        }
        String days =
                values.get(4).stream().map(day -> DAYS.get(day % 7)).distinct().collect(Collectors.joining(","));
        // what a change of the clock does depends on how the hours are written
        String head = "0 " + list(values.get(0)) + " "
                + (fields[1].matches("[\\d,]+") ? list(values.get(1)) : hours(values.get(1)));
        String month = list(values.get(3));
        String byMonth = head + " " + list(values.get(2)) + " " + month + " ?";
        String byWeek = head + " ? " + month + " " + days;
        if (fields[4].equals("*")) {
            return List.of(byMonth);
        }
        if (fields[2].equals("*")) {
            return List.of(byWeek);
        }
        if (fields[2].startsWith("*") || fields[4].startsWith("*")) {
            throw new IllegalArgumentException(
                    "day of month, day of week: expected * in one of the two where the other has a"
                            + " step of *, found \"" + text + "\"");
        }
        return List.of(byMonth, byWeek);
    }

    private static String list(SortedSet<Integer> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    // a pattern, which one number or a list of them is not
    private static String hours(SortedSet<Integer> values) {
        return values.size() == 24
                ? "*"
                : values.stream().map(hour -> hour + "-" + hour).collect(Collectors.joining(","));
    }
}
