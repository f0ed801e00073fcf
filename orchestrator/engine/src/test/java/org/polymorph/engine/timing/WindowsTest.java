package org.polymorph.engine.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    /** Both halves of the world, half an hour of summer time, none at all. */
    private static final List<ZoneId> ZONES = List.of(
            BERLIN,
            ZoneId.of("America/New_York"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Africa/Cairo"),
            ZoneId.of("UTC"));

    private static final Instant YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final int STEP_MINUTES = 5;

    private static Windows of(String... lines) {
        return Windows.parse(List.of(lines), ZoneId.of("UTC"));
    }

    private static Instant berlin(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T19:59:00, false",
        "2026-11-27T20:00:00, true",
        "2026-11-28T05:59:59, true",
        "2026-11-28T06:00:00, false",
        "2026-11-28T20:30:00, false",
        "2026-11-30T03:00:00, false",
        "2026-11-30T20:00:00, true"
    })
    void nights_of_working_days_end_on_saturday_morning(String local, boolean open) {
        assertThat(of("Mon-Fri 20:00-06:00 Europe/Berlin").isOpen(berlin(local)))
                .isEqualTo(open);
    }

    @Test
    void a_closed_window_tells_when_it_opens() {
        List<Windows> windows = List.of(of("Mon-Fri 20:00-06:00 Asia/Tokyo"), Windows.ALWAYS);
        Instant noon = Instant.parse("2026-11-27T03:00:00Z");
        assertThat(Windows.waiting(windows, noon)).contains("waits for its window, opens Fri 20:00 Asia/Tokyo");
        assertThat(Windows.waiting(windows, Instant.parse("2026-11-27T11:00:00Z")))
                .isEmpty();
        assertThat(Windows.of(Map.of("window", "Mon-Fri 20:00-06:00 Asia/Tokyo")))
                .isEqualTo(windows);
        assertThat(Windows.of(Map.of("scheduler", Map.of("window", List.of("daily 20:00-06:00 UTC")))))
                .isEqualTo(List.of(Windows.ALWAYS, of("20:00-06:00")));
    }

    @Test
    void windows_that_never_meet_are_told_of() {
        List<Windows> apart = List.of(of("Mon 08:00-09:00"), of("Tue,Wed 00:00-24:00"));
        assertThat(Windows.allOpenAt(apart, YEAR)).isEmpty();
        assertThat(Windows.waiting(apart, YEAR))
                .hasValueSatisfying(words -> assertThat(words).contains("never"));
    }

    @Test
    void hours_that_the_clock_jumps_over_begin_with_the_jump_and_hours_that_it_shows_twice_come_once() {
        Windows early = of("02:30-04:00 Europe/Berlin");
        assertThat(early.opensAt(berlin("2026-03-29T01:00:00"))).contains(Instant.parse("2026-03-29T01:00:00Z"));
        Windows brief = of("02:15-02:45 Europe/Berlin");
        assertThat(brief.opensAt(berlin("2026-03-29T00:00:00"))).contains(berlin("2026-03-30T02:15:00"));
        assertThat(brief.isOpen(Instant.parse("2026-10-25T00:20:00Z"))).isTrue();
        assertThat(brief.isOpen(Instant.parse("2026-10-25T01:20:00Z"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon-Fry 20:00-06:00 | days: expected Mon, Tue",
                "Mon-Tue-Wed 20:00-06:00 | days",
                "Mon 20:00-25:00 | hours",
                "Mon 20:61-22:00 | hours",
                "Mon 20:00 | hours: expected HH:MM-HH:MM",
                "Mon 20:00-20:00 | 00:00-24:00 is all of it",
                "Mon 20:00-06:00 Europe/Berlon | time zone",
                "Mon | expected [DAYS]",
                "20:00-06:00 UTC please | expected [DAYS]"
            })
    void what_is_no_window_is_refused_with_the_part_at_fault(String line, String part) {
        assertThatThrownBy(() -> of(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(part);
    }

    // by the meaning of the words alone: a clock on the wall, looked at every five minutes of a year
    private static boolean[] looked(Set<DayOfWeek> days, int from, int to, ZoneId zone, int looks) {
        boolean[] open = new boolean[looks];
        Map<LocalDate, int[]> reached = new java.util.TreeMap<>();
        int first = -3 * 24 * 60 / STEP_MINUTES;
        for (int i = first; i < looks; i++) {
            LocalDateTime wall = at(i).atZone(zone).toLocalDateTime();
            for (int back = 0; back <= 2; back++) {
                LocalDate day = wall.toLocalDate().minusDays(back);
                if (!days.contains(day.getDayOfWeek())) {
                    continue;
                }
                long minutes = ChronoUnit.MINUTES.between(day.atStartOfDay(), wall);
                int[] ends = reached.computeIfAbsent(day, unused -> new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE});
                ends[0] = minutes >= from ? Math.min(ends[0], i) : ends[0];
                ends[1] = minutes >= to ? Math.min(ends[1], i) : ends[1];
                if (i >= 0 && i >= ends[0] && i < ends[1]) {
                    open[i] = true;
                }
            }
        }
        return open;
    }

    private static Instant at(int look) {
        return YEAR.plus((long) look * STEP_MINUTES, ChronoUnit.MINUTES);
    }

    @Property(tries = 8)
    void over_a_year_windows_are_open_when_the_clock_on_the_wall_says_so(
            @ForAll @Size(min = 1, max = 4) Set<DayOfWeek> days,
            @ForAll @IntRange(max = 287) int from,
            @ForAll @IntRange(min = 1, max = 287) int length,
            @ForAll @IntRange(max = 4) int zone) {
        int looks = 366 * 24 * 60 / STEP_MINUTES;
        int begin = from * STEP_MINUTES;
        int end = begin + length * STEP_MINUTES;
        boolean[] expected = looked(days, begin, end, ZONES.get(zone), looks);
        Windows windows = new Windows(List.of(new Window(days, begin, end, ZONES.get(zone))));

        int opens = looks;
        for (int i = looks - 1; i >= 0; i--) {
            opens = expected[i] ? i : opens;
            assertThat(windows.isOpen(at(i))).as("%s at %s", windows, at(i)).isEqualTo(expected[i]);
            if (opens < looks && i % 7 == 0) {
                assertThat(windows.opensAt(at(i)))
                        .as("%s at %s", windows, at(i))
                        .contains(at(opens));
            }
        }
    }

    @Property(tries = 10)
    void two_windows_are_open_together_when_each_is(
            @ForAll @Size(min = 1, max = 4) Set<DayOfWeek> days,
            @ForAll @IntRange(max = 287) int from,
            @ForAll @IntRange(max = 4) int zone) {
        Windows one = new Windows(List.of(new Window(days, 5 * from, 5 * from + 700, ZONES.get(zone))));
        Windows other = of("Mon-Fri 20:00-06:00 Europe/Berlin", "Sat,Sun 00:00-24:00 Europe/Berlin");
        int looks = 60 * 24 * 60 / STEP_MINUTES;
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < looks; i++) {
            if (one.isOpen(at(i)) && other.isOpen(at(i))) {
                open.add(i);
            }
        }
        for (int i = 0; i < looks / 2; i += 11) {
            int start = i;
            Optional<Instant> expected =
                    open.stream().filter(look -> look >= start).findFirst().map(WindowsTest::at);
            expected.ifPresent(opens -> assertThat(Windows.allOpenAt(List.of(one, other), at(start)))
                    .contains(opens));
        }
    }
}
