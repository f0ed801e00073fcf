package org.polymorph.engine.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.polymorph.engine.store.MisfirePolicy;
import org.polymorph.engine.store.OverlapPolicy;
import org.polymorph.engine.store.ScheduleControl.Turn;
import org.polymorph.engine.store.StoredSchedule;

class TurnsTest {
    private static final Instant SEEN = Instant.parse("2026-11-20T22:00:00.250Z");

    private static Turn plan(String cron, MisfirePolicy misfire, Instant now) {
        StoredSchedule schedule = new StoredSchedule(
                "night",
                cron,
                "UTC",
                misfire,
                OverlapPolicy.SKIP,
                true,
                0,
                SEEN.toEpochMilli(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                "");
        return Turns.plan(schedule, Cron.parse(cron), now);
    }

    private static Instant[] nights(int... days) {
        return Stream.of(java.util.Arrays.stream(days).boxed().toArray(Integer[]::new))
                .map(day -> Instant.parse("2026-11-" + day + "T22:00:00Z"))
                .toArray(Instant[]::new);
    }

    @Test
    void a_time_has_its_turn_when_the_clock_shows_it() {
        for (MisfirePolicy policy : MisfirePolicy.values()) {
            assertThat(plan("@nightly", policy, nights(21)[0].minusMillis(1)).times())
                    .isEmpty();
            Turn turn = plan("@nightly", policy, nights(21)[0]);
            assertThat(turn.times()).containsExactly(nights(21));
            assertThat(turn.remark()).isEmpty();
            assertThat(plan("@nightly", policy, nights(21)[0].plus(Turns.GRACE).minusMillis(1))
                            .times())
                    .containsExactly(nights(21));
        }
    }

    @Test
    void what_was_missed_goes_by_the_policy() {
        Instant morning = nights(24)[0].plus(Duration.ofHours(10));
        assertThat(plan("@nightly", MisfirePolicy.ALL, morning).times()).containsExactly(nights(21, 22, 23, 24));
        Turn once = plan("@nightly", MisfirePolicy.ONCE, morning);
        assertThat(once.times()).containsExactly(nights(24));
        assertThat(once.remark()).isEqualTo("3 missed before, left out");
        Turn skip = plan("@nightly", MisfirePolicy.SKIP, morning);
        assertThat(skip.times()).isEmpty();
        assertThat(skip.remark()).isEqualTo("4 missed before, left out");
        assertThat(skip.seenUntil()).isEqualTo(morning);
    }

    @Test
    void a_time_that_is_due_takes_the_place_of_those_missed_before() {
        Instant due = nights(24)[0].plusSeconds(20);
        assertThat(plan("@nightly", MisfirePolicy.ONCE, due).times()).containsExactly(nights(24));
        assertThat(plan("@nightly", MisfirePolicy.SKIP, due).times()).containsExactly(nights(24));
    }

    @Test
    void very_many_times_are_had_in_several_turns() {
        Turn turn = plan("* * * * * ?", MisfirePolicy.ALL, SEEN.plus(Duration.ofDays(1)));
        assertThat(turn.times()).hasSize(100);
        assertThat(turn.seenUntil()).isEqualTo(turn.times().get(99));
        Turn once = plan("* * * * * ?", MisfirePolicy.SKIP, SEEN.plus(Duration.ofDays(1)));
        assertThat(once.times()).hasSize(60);
        assertThat(once.remark()).startsWith("many");
    }

    @Test
    void a_clock_put_back_begins_nothing_and_is_followed() {
        Instant earlier = SEEN.minus(Duration.ofDays(100));
        Turn turn = plan("@nightly", MisfirePolicy.ALL, earlier);
        assertThat(turn.times()).isEmpty();
        assertThat(turn.seenUntil()).isEqualTo(earlier);
    }
}
