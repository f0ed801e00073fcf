package org.polymorph.engine.diagnosis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.polymorph.model.diagnosis.Finding;

/** Compares the site's clock with this machine's. Jobs are judged by differences of the site's clock alone. */
final class ClockCheck implements SiteCheck {
    private static final Duration MUCH = Duration.ofSeconds(60);

    private final Clock clock;

    ClockCheck(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String subject() {
        return "clock";
    }

    @Override
    public Need need() {
        return Need.LOG_IN;
    }

    @Override
    public List<Finding> look(Visit visit) {
        Instant asked = clock.instant();
        String said = visit.run("date +%s").stdout().strip();
        Instant answered = clock.instant();
        if (!said.matches("\\d{9,12}")) {
            return List.of(Finding.fails(
                    subject(), "expected seconds since 1970 from date +%s, found \"" + said + "\"", "is date there?"));
        }
        // the answer names the whole second that has begun
        Instant there = Instant.ofEpochSecond(Long.parseLong(said)).plusMillis(500);
        Instant here = asked.plus(Duration.between(asked, answered).dividedBy(2));
        Duration ahead = Duration.between(here, there);
        long seconds = Math.round(ahead.toMillis() / 1000.0);
        String found = Math.abs(seconds) <= 1
                ? "agrees with this machine's within a second"
                : Math.abs(seconds) + " s " + (seconds > 0 ? "ahead of" : "behind") + " this machine's";
        return List.of(
                ahead.abs().compareTo(MUCH) < 0
                        ? Finding.ok(subject(), found)
                        : Finding.warns(
                                subject(),
                                found,
                                "jobs do not suffer, but certificates may seem to have expired and times in logs do not"
                                        + " agree: set this machine's clock (chrony, systemd-timesyncd), or tell the"
                                        + " administrators"));
    }
}
