package org.polymorph.daemon.rest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How answers write things down. */
final class Texts {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Texts() {}

    /** Returns a point of time, to the millisecond. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }

    static String time(long millis) {
        return time(Instant.ofEpochMilli(millis));
    }

    /** Returns null for no text. */
    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
