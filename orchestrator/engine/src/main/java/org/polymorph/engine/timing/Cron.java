package org.polymorph.engine.timing;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * The times of a cron expression. Quartz tells the times of a calendar without changes of the clock; what a change does to them is
 * said here: a time that a day does not have comes as much later as the clock is put forward; of a time that a day has twice,
 * fixed hours ({@code 30 2 * * *}) take the first, and hours of a pattern ({@code 30 * * * *}) both. Thread-safe.
 */
public final class Cron {
    private static final TimeZone UTC = TimeZone.getTimeZone(ZoneOffset.UTC);

    /** How far to look back for the latest time, so that few times are counted whether they come by the second or the year. */
    private static final List<Duration> BACK = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(20),
            Duration.ofHours(6),
            Duration.ofDays(4),
            Duration.ofDays(70),
            Duration.ofDays(1500));

    private final String text;
    private final List<CronExpression> expressions;
    private final boolean hoursAreFixed;

    private Cron(String text, List<CronExpression> expressions, boolean hoursAreFixed) {
        this.text = text;
        this.expressions = expressions;
        this.hoursAreFixed = hoursAreFixed;
    }

    /**
     * Reads an expression of Quartz (six or seven fields), of Unix (five), or a name such as {@code @nightly}.
     *
     * @throws IllegalArgumentException if it is none, or no time ever fits it; the message names the field
     */
    public static Cron parse(String text) {
        List<String> fields = CronFields.of(text);
        List<CronExpression> expressions = new ArrayList<>();
        for (String quartz : fields) {
            try {
                CronExpression expression = new CronExpression(quartz);
                expression.setTimeZone(UTC);
                expressions.add(expression);
            } catch (ParseException e) {
                throw new IllegalArgumentException(
                        "expected a cron expression, found \"" + text + "\": " + e.getMessage());
            }
        }
        boolean fixed = fields.get(0).split(" ", -1)[2].matches("\\d+(,\\d+)*");
        Cron cron = new Cron(text, expressions, fixed);
        if (cron.first(LocalDateTime.of(1971, 1, 1, 0, 0)).isEmpty()) {
            throw new IllegalArgumentException("expected a time that comes, found \"" + text + "\", which no day has");
        }
        return cron;
    }

    /** Returns the next time after a moment; empty if there is none any more. */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Instant from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        // each stretch of time between two changes of the clock by itself
        while (true) {
            ZoneOffset offset = rules.getOffset(from);
            ZoneOffsetTransition begun = rules.previousTransition(from.plusNanos(1));
            ZoneOffsetTransition next = rules.nextTransition(from);
            LocalDateTime local = LocalDateTime.ofInstant(from, offset);
            if (first(local.minusDays(2)).isEmpty()) {
                return Optional.empty();
            }
            if (hoursAreFixed && begun != null && begun.isOverlap() && local.isBefore(begun.getDateTimeBefore())) {
                local = begun.getDateTimeBefore();
            }
            Optional<Instant> found = Stream.of(first(local).map(time -> time.toInstant(offset)), missing(from, begun))
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder());
            if (next == null || found.filter(next.getInstant()::isAfter).isPresent()) {
                return found;
            }
            from = next.getInstant();
        }
    }

    // a time that the clock jumped over, and that comes as much later
    private Optional<Instant> missing(Instant from, @Nullable ZoneOffsetTransition begun) {
        if (begun == null || !begun.isGap()) {
            return Optional.empty();
        }
        ZoneOffset before = begun.getOffsetBefore();
        return first(LocalDateTime.ofInstant(from, before))
                .filter(time -> time.isBefore(begun.getDateTimeAfter()))
                .map(time -> time.toInstant(before));
    }

    /** Returns the latest time after one moment and not after another; empty if there is none between them. */
    public Optional<Instant> latest(Instant after, Instant until, ZoneId zone) {
        for (Duration back : BACK) {
            Instant start = until.minus(back);
            boolean all = start.isBefore(after);
            Optional<Instant> found = Optional.empty();
            Optional<Instant> time = next(all ? after : start, zone);
            while (time.isPresent() && !time.get().isAfter(until)) {
                found = time;
                time = next(time.get(), zone);
            }
            if (all || found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    // the first time at or after one, on a calendar without changes of the clock
    private Optional<LocalDateTime> first(LocalDateTime from) {
        Date before = Date.from(from.toInstant(ZoneOffset.UTC).minusSeconds(1));
        return expressions.stream()
                .flatMap(expression -> Stream.ofNullable(expression.getTimeAfter(before)))
                .min(Comparator.naturalOrder())
                .map(date -> LocalDateTime.ofInstant(date.toInstant(), ZoneOffset.UTC));
    }

    /** Returns the expression as it was written. */
    @Override
    public String toString() {
        return text;
    }

    /** Returns the next times after a moment, so many at most. */
    public List<Instant> next(Instant moment, ZoneId zone, int most) {
        List<Instant> times = new ArrayList<>();
        Optional<Instant> time = next(moment, zone);
        while (time.isPresent() && times.size() < most) {
            times.add(time.get());
            time = next(time.get(), zone);
        }
        return times;
    }
}
