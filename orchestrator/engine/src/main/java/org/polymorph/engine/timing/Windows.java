package org.polymorph.engine.timing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When something may begin work: within the hours of any of several lines, or always where there are none. Immutable.
 *
 * @param lines the hours of each line together
 */
public record Windows(List<Window> lines) {
    /** No hours are named. */
    public static final Windows ALWAYS = new Windows(List.of());

    /** Windows of different zones may meet only in the weeks between their changes of the clock. */
    private static final Duration LONGEST_LOOK = Duration.ofDays(400);

    private static final DateTimeFormatter OPENS = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT);
    private static final DateTimeFormatter OPENS_LATER = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    public Windows {
        lines = List.copyOf(lines);
    }

    /**
     * Reads lines such as {@code Mon-Fri 20:00-06:00 Europe/Berlin}.
     *
     * @param zone of lines that name none
     * @throws IllegalArgumentException if one is no such line; the message names the part
     */
    public static Windows parse(List<String> lines, ZoneId zone) {
        List<Window> windows = new ArrayList<>();
        lines.forEach(line -> windows.addAll(WindowParser.parse(line, zone)));
        return new Windows(windows);
    }

    /**
     * Reads the windows of a campaign and of its site from settings as they are written down; without those that stand there as a
     * variable of the environment.
     */
    public static List<Windows> of(Map<String, Object> tree) {
        List<Windows> all = new ArrayList<>();
        all.add(written(tree.get("window")));
        all.add(tree.get("scheduler") instanceof Map<?, ?> scheduler ? written(scheduler.get("window")) : ALWAYS);
        return all;
    }

    private static Windows written(@Nullable Object value) {
        if (value == null) {
            return ALWAYS;
        }
        List<String> lines = value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(value.toString());
        try {
            return parse(lines, ZoneId.systemDefault());
        } catch (IllegalArgumentException e) {
            return ALWAYS;
        }
    }

    public boolean isOpen(Instant moment) {
        return lines.isEmpty() || lines.stream().anyMatch(line -> line.isOpen(moment));
    }

    /** Returns the moment itself where work may begin, else when it may next; empty if never. */
    public Optional<Instant> opensAt(Instant moment) {
        if (lines.isEmpty()) {
            return Optional.of(moment);
        }
        return lines.stream().flatMap(line -> line.opensAt(moment).stream()).min(Comparator.naturalOrder());
    }

    /** Returns the moment itself where all are open, else when they are next; empty if never within a year. */
    public static Optional<Instant> allOpenAt(List<Windows> all, Instant moment) {
        Instant end = moment.plus(LONGEST_LOOK);
        Instant at = moment;
        while (at.isBefore(end)) {
            Instant latest = at;
            for (Windows windows : all) {
                Optional<Instant> opens = windows.opensAt(latest);
                if (opens.isEmpty()) {
                    return Optional.empty();
                }
                latest = opens.get();
            }
            if (latest.equals(at)) {
                return Optional.of(at);
            }
            at = latest;
        }
        return Optional.empty();
    }

    /** Says that something waits, and until when by the clock of the first zone named; empty if all are open. */
    public static Optional<String> waiting(List<Windows> all, Instant now) {
        Optional<Instant> opens = allOpenAt(all, now);
        if (opens.filter(now::equals).isPresent()) {
            return Optional.empty();
        }
        if (opens.isEmpty()) {
            return Optional.of("waits for its window, which never opens together with its site's");
        }
        ZoneId zone = all.stream()
                .flatMap(windows -> windows.lines().stream())
                .map(Window::zone)
                .findFirst()
                .orElseThrow();
        boolean soon = Duration.between(now, opens.get()).compareTo(Duration.ofDays(6)) < 0;
        String time = (soon ? OPENS : OPENS_LATER).format(opens.get().atZone(zone));
        return Optional.of("waits for its window, opens " + time
                + (zone.equals(ZoneId.systemDefault()) ? "" : " " + zone.getId()));
    }
}
