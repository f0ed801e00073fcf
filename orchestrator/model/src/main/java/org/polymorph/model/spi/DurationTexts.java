package org.polymorph.model.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them, with a unit. */
final class DurationTexts {
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|min|h|d)");

    private DurationTexts() {}

    /** Reads 500ms, 60s, 15m, 2h or 1d, to the millisecond; empty if it is no duration. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = DURATION.matcher(text.trim());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double seconds = Double.parseDouble(matcher.group(1))
                * switch (matcher.group(2)) {
                    case "ms" -> 1e-3;
                    case "s" -> 1;
                    case "h" -> 3600;
                    case "d" -> 86400;
                    default -> 60;
                };
        return Optional.of(Duration.ofMillis(Math.round(1000 * seconds)));
    }
}
