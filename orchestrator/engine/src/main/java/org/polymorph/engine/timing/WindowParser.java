package org.polymorph.engine.timing;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code [DAYS] HH:MM-HH:MM[,HH:MM-HH:MM…] [ZONE]}, such as {@code Mon-Fri 20:00-06:00 Europe/Berlin}. */
final class WindowParser {
    private static final Pattern HOURS = Pattern.compile("(\\d{1,2}):(\\d{2})-(\\d{1,2}):(\\d{2})");
    private static final String EXAMPLE = "such as \"Mon-Fri 20:00-06:00 Europe/Berlin\"";
    private static final int DAY = 24 * 60;

    private final String text;

    private WindowParser(String text) {
        this.text = text;
    }

    /**
     * Reads the hours of one line.
     *
     * @param zone where the text names none
     * @throws IllegalArgumentException if it is no such text; the message names the part
     */
    static List<Window> parse(String text, ZoneId zone) {
        return new WindowParser(text).read(zone);
    }

    private List<Window> read(ZoneId zone) {
        List<String> words = new ArrayList<>(List.of(text.strip().split("\\s+", -1)));
        Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        if (!words.get(0).isEmpty() && !Character.isDigit(words.get(0).charAt(0))) {
            days = days(words.remove(0));
        }
        if (words.isEmpty() || words.get(0).isEmpty() || words.size() > 2) {
            throw wrong("", "[DAYS] HH:MM-HH:MM [ZONE], " + EXAMPLE, text);
        }
        ZoneId where = words.size() == 2 ? zone(words.get(1)) : zone;
        List<Window> windows = new ArrayList<>();
        for (String hours : words.get(0).split(",", -1)) {
            windows.add(hours(days, hours, where));
        }
        return windows;
    }

    private Set<DayOfWeek> days(String word) {
        if (word.equalsIgnoreCase("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : word.split(",", -1)) {
            String[] ends = part.split("-", -1);
            if (ends.length > 2) {
                throw wrong("days", "a day or a range of days, such as Mon-Fri", part);
            }
            DayOfWeek last = day(ends[ends.length - 1]);
            DayOfWeek day = day(ends[0]);
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private DayOfWeek day(String word) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (word.equalsIgnoreCase(day.getDisplayName(TextStyle.SHORT, Locale.ROOT))
                    || word.equalsIgnoreCase(day.name())) {
                return day;
            }
        }
        throw wrong("days", "Mon, Tue, Wed, Thu, Fri, Sat, Sun or daily", word);
    }

    private Window hours(Set<DayOfWeek> days, String hours, ZoneId zone) {
        Matcher matcher = HOURS.matcher(hours);
        if (!matcher.matches()) {
            throw wrong("hours", "HH:MM-HH:MM, such as 20:00-06:00", hours);
        }
        int from = minutes(matcher.group(1), matcher.group(2));
        int to = minutes(matcher.group(3), matcher.group(4));
        if (from == to || from == DAY) {
            throw wrong(
                    "hours", "hours that begin and end at different times of a day; 00:00-24:00 is all of it", hours);
        }
        return new Window(days, from, to > from ? to : to + DAY, zone);
    }

    private int minutes(String hour, String minute) {
        int minutes = 60 * Integer.parseInt(hour) + Integer.parseInt(minute);
        if (minutes > DAY || Integer.parseInt(minute) > 59) {
            throw wrong("hours", "a time between 00:00 and 24:00", hour + ":" + minute);
        }
        return minutes;
    }

    private ZoneId zone(String word) {
        try {
            return ZoneId.of(word);
        } catch (DateTimeException e) {
            throw wrong("time zone", "a name such as Europe/Berlin or UTC", word);
        }
    }

    private IllegalArgumentException wrong(String what, String expected, String found) {
        return new IllegalArgumentException((what.isEmpty() ? "" : what + ": ") + "expected " + expected + ", found \""
                + found + "\"" + (found.equals(text) ? "" : " in \"" + text + "\""));
    }
}
