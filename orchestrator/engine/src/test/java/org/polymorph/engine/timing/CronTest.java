package org.polymorph.engine.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId UTC = ZoneOffset.UTC;

    private static List<String> next(String cron, ZoneId zone, String after, int count) {
        Cron times = Cron.parse(cron);
        List<String> found = new ArrayList<>();
        Optional<Instant> time = times.next(Instant.parse(after), zone);
        while (time.isPresent() && found.size() < count) {
            found.add(time.get().toString());
            time = times.next(time.get(), zone);
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 22 ? * MON-FRI | 2026-11-30T22:00:00Z",
                "0 0 22 * * * | 2026-11-28T22:00:00Z",
                "0 0 22 L * ? | 2026-11-30T22:00:00Z",
                "0 0 22 * * ? 2028 | 2028-01-01T22:00:00Z",
                "0 22 * * * | 2026-11-28T22:00:00Z",
                "*/15 9-17 * * mon-fri | 2026-11-30T09:00:00Z",
                "0 6 * * 7 | 2026-11-29T06:00:00Z",
                "0 6 * * 1 | 2026-11-30T06:00:00Z",
                "0 6 1 * * | 2026-12-01T06:00:00Z",
                "0 6 31 feb,mar * | 2027-03-31T06:00:00Z",
                "0 6 29 2 * | 2028-02-29T06:00:00Z",
                "0 6 13 * 5 | 2026-12-04T06:00:00Z",
                "@nightly | 2026-11-28T22:00:00Z",
                "@hourly | 2026-11-28T13:00:00Z",
                "@weekly | 2026-11-29T00:00:00Z",
                "@monthly | 2026-12-01T00:00:00Z",
                "@yearly | 2027-01-01T00:00:00Z"
            })
    void every_way_to_write_an_expression_is_read(String cron, String expected) {
        // a Saturday
        assertThat(next(cron, UTC, "2026-11-28T12:00:00Z", 1)).containsExactly(expected);
    }

    @Test
    void a_day_that_fits_either_the_month_or_the_week_counts_as_in_crontab() {
        assertThat(next("0 6 13 * 5", UTC, "2026-11-28T12:00:00Z", 4))
                .containsExactly(
                        "2026-12-04T06:00:00Z", "2026-12-11T06:00:00Z", "2026-12-13T06:00:00Z", "2026-12-18T06:00:00Z");
    }

    @Test
    void a_time_that_the_clock_jumps_over_comes_an_hour_later() {
        assertThat(next("30 2 * * *", BERLIN, "2026-03-27T12:00:00Z", 3))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
    }

    @Test
    void a_time_that_the_clock_shows_twice_comes_once() {
        assertThat(next("30 2 * * *", BERLIN, "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        // asked between the two
        assertThat(next("30 2 * * *", BERLIN, "2026-10-25T01:00:00Z", 1)).containsExactly("2026-10-26T01:30:00Z");
    }

    @Test
    void a_pattern_of_hours_goes_on_by_the_hour_whatever_the_clock_does() {
        assertThat(next("30 * * * *", BERLIN, "2026-10-24T23:00:00Z", 4))
                .containsExactly(
                        "2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z");
        assertThat(next("30 * * * *", BERLIN, "2026-03-28T23:00:00Z", 4))
                .containsExactly(
                        "2026-03-28T23:30:00Z", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 25 * * * | hour: expected *, 0-23",
                "61 2 * * * | minute",
                "0 2 0 * * | day of month",
                "0 2 * foo * | month: expected *, 1-12 or JAN-DEC",
                "0 2 * * 8 | day of week",
                "0 2 * * fri-mon | day of week",
                "*/0 2 * * * | minute",
                "0 2-x * * * | hour",
                "0 2 */2 * 1 | day of month, day of week",
                "0 0 25 * * ? | hour: expected 0-23",
                "99 0 22 * * ? | second",
                "0 0 22 * * ? zzz | year",
                "0 0 22 ? * XYZ | day of week",
                "0 0 22 1 * MON | expected ? in one of the two",
                "0 0 22 | found 3 in",
                "@reboot | @nightly",
                "0 0 22 30 2 ? | which no day has",
                "0 6 31 4 * | which no day has"
            })
    void what_is_no_expression_is_refused_with_the_field_at_fault(String cron, String field) {
        assertThatThrownBy(() -> Cron.parse(cron))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(field);
    }

    @Test
    void the_latest_time_is_found_near_and_far() {
        Instant now = Instant.parse("2026-11-28T12:00:30Z");
        Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
        assertThat(Cron.parse("* * * * * ?").latest(longAgo, now, UTC)).contains(now);
        assertThat(Cron.parse("0 22 * * *").latest(longAgo, now, UTC)).contains(Instant.parse("2026-11-27T22:00:00Z"));
        assertThat(Cron.parse("0 6 29 2 *").latest(longAgo, now, UTC)).contains(Instant.parse("2024-02-29T06:00:00Z"));
        assertThat(Cron.parse("0 22 * * *").latest(Instant.parse("2026-11-27T22:00:00Z"), now, UTC))
                .isEmpty();
    }

    @Property(tries = 20)
    void over_a_year_times_are_those_that_a_clock_on_the_wall_shows(
            @ForAll @Size(min = 1, max = 5) Set<@IntRange(max = 23) Integer> hours,
            @ForAll @IntRange(max = 59) int minute,
            @ForAll @IntRange(max = 3) int zone) {
        ZoneId where = List.of(BERLIN, ZoneId.of("America/New_York"), ZoneId.of("Australia/Lord_Howe"), UTC)
                .get(zone);
        String list = String.join(
                ",", new TreeSet<>(hours).stream().map(String::valueOf).toList());
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        Instant end = Instant.parse("2027-01-01T00:00:00Z");

        // each day and hour once: the first moment that shows it, or what java.time puts in its place
        TreeSet<Instant> expected = new TreeSet<>();
        for (LocalDateTime day = LocalDateTime.of(2025, 12, 31, 0, 0); day.getYear() < 2028; day = day.plusDays(1)) {
            for (int hour : hours) {
                expected.add(day.withHour(hour).withMinute(minute).atZone(where).toInstant());
            }
        }
        Cron cron = Cron.parse(minute + " " + list + " * * *");
        List<Instant> found = new ArrayList<>();
        for (Instant time = cron.next(begin, where).orElseThrow();
                time.isBefore(end);
                time = cron.next(time, where).orElseThrow()) {
            found.add(time);
        }
        assertThat(found).isEqualTo(List.copyOf(expected.subSet(begin, false, end, false)));
    }
}
