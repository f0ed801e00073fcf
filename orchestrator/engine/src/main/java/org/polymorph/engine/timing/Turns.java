package org.polymorph.engine.timing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polymorph.engine.store.MisfirePolicy;
import org.polymorph.engine.store.ScheduleControl.Turn;
import org.polymorph.engine.store.StoredSchedule;

/**
 * What is due of a schedule at a moment. Everything follows from the row and the clock, so that it does not matter which process
 * looks, how often, and how long nobody did.
 */
final class Turns {
    /** A time that is later than this was missed, and the misfire policy says what becomes of it. */
    static final Duration GRACE = Duration.ofMinutes(1);

    /** Campaigns begun in one transaction, and times counted. */
    private static final int MOST = 100;

    private Turns() {}

    static Turn plan(StoredSchedule schedule, Cron cron, Instant now) {
        Instant seen = Instant.ofEpochMilli(schedule.seenUntil());
        if (now.isBefore(seen)) {
            // the clock was put back: else the schedule would be silent until it shows that time again
            return new Turn(List.of(), now, "");
        }
        ZoneId zone = ZoneId.of(schedule.zone());
        if (schedule.misfire() == MisfirePolicy.ALL) {
            List<Instant> times = times(cron, zone, seen, now);
            return new Turn(times, times.size() == MOST ? times.get(MOST - 1) : now, "");
        }
        Instant late = now.minus(GRACE);
        Instant missedUntil = late.isBefore(seen) ? seen : late;
        int missed = times(cron, zone, seen, missedUntil).size();
        List<Instant> times = times(cron, zone, missedUntil, now);
        if (times.isEmpty() && missed > 0 && schedule.misfire() == MisfirePolicy.ONCE) {
            Optional<Instant> latest = cron.latest(seen, missedUntil, zone);
            return new Turn(latest.stream().toList(), now, remark(missed - 1));
        }
        return new Turn(times, now, remark(missed));
    }

    private static String remark(int missed) {
        return missed == 0 ? "" : (missed < MOST - 1 ? missed : "many") + " missed before, left out";
    }

    private static List<Instant> times(Cron cron, ZoneId zone, Instant after, Instant until) {
        List<Instant> times = new ArrayList<>();
        Optional<Instant> time = cron.next(after, zone);
        while (time.isPresent() && !time.get().isAfter(until) && times.size() < MOST) {
            times.add(time.get());
            time = cron.next(time.get(), zone);
        }
        return times;
    }
}
