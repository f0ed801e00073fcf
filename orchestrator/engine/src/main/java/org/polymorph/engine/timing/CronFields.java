package org.polymorph.engine.timing;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.quartz.CronExpression;

/** Brings the ways to write a cron expression into Quartz's, and tells which field is wrong. */
final class CronFields {
    private static final Map<String, String> NAMES = new TreeMap<>(Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@nightly", "0 22 * * *",
            "@hourly", "0 * * * *"));

    private static final List<String> QUARTZ =
            List.of("second", "minute", "hour", "day of month", "month", "day of week", "year");
    private static final List<String> EXPECTED = List.of(
            "0-59", "0-59", "0-23", "1-31, L or LW", "1-12 or JAN-DEC", "1-7 from Sunday on, or SUN-SAT", "1970-2099");
    private static final String ANY = "*";
    private static final String NO_MATTER = "?";

    private CronFields() {}

    /**
     * Returns expressions of Quartz; the times are those of any of them.
     *
     * @throws IllegalArgumentException if a field is wrong
     */
    static List<String> of(String text) {
        String trimmed = text.strip();
        if (trimmed.startsWith("@")) {
            String named = NAMES.get(trimmed.toLowerCase(Locale.ROOT));
            if (named == null) {
                throw new IllegalArgumentException(
                        "expected one of " + String.join(", ", NAMES.keySet()) + ", found \"" + text + "\"");
            }
            return UnixCron.toQuartz(named);
        }
        List<String> fields = List.of(trimmed.split("\\s+", -1));
        return switch (fields.size()) {
            case 5 -> UnixCron.toQuartz(trimmed);
            case 6, 7 -> List.of(quartz(fields, text));
            default ->
                throw new IllegalArgumentException(
                        "expected five fields (minute, hour, day of month, month, day of week), six or"
                                + " seven as Quartz has them (second first, year last), or a name such as @nightly, found "
                                + (trimmed.isEmpty() ? "nothing" : fields.size() + " in \"" + text + "\""));
        };
    }

    private static String quartz(List<String> given, String text) {
        List<String> fields = new ArrayList<>(given);
        // as people write who do not know that Quartz wants one of the two without a say
        if (fields.get(5).equals(ANY) && !fields.get(3).equals(NO_MATTER)) {
            fields.set(5, NO_MATTER);
        } else if (fields.get(3).equals(ANY) && !fields.get(5).equals(NO_MATTER)) {
            fields.set(3, NO_MATTER);
        }
        for (int i = 0; i < fields.size(); i++) {
            check(fields, i, text);
        }
        if (!fields.get(3).equals(NO_MATTER) && !fields.get(5).equals(NO_MATTER)) {
            throw new IllegalArgumentException(
                    "day of month, day of week: expected ? in one of the two, found \"" + text + "\"");
        }
        return String.join(" ", fields).toUpperCase(Locale.ROOT);
    }

    // alone, among fields that fit everything
    private static void check(List<String> fields, int i, String text) {
        List<String> alone = new ArrayList<>(List.of("0", "0", "0", ANY, ANY, NO_MATTER));
        if (i == 5) {
            alone.set(3, fields.get(5).equals(NO_MATTER) ? ANY : NO_MATTER);
        } else if (i == 3 && fields.get(3).equals(NO_MATTER)) {
            alone.set(5, ANY);
        }
        if (i == 6) {
            alone.add(fields.get(6));
        } else {
            alone.set(i, fields.get(i));
        }
        try {
            // Quartz means "every" and "no matter" by these two
            if (i < 6 && fields.get(i).matches("(.*\\D)?9[89](\\D.*)?")) {
                throw new ParseException("out of range", 0);
            }
            var unused = new CronExpression(String.join(" ", alone));
        } catch (ParseException | RuntimeException e) {
            throw new IllegalArgumentException(QUARTZ.get(i) + ": expected " + EXPECTED.get(i)
                    + ", a list, a range or a step of them, found \"" + fields.get(i) + "\" in \"" + text + "\": "
                    + e.getMessage());
        }
    }
}
