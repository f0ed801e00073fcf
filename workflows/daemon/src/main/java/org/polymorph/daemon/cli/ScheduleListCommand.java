package org.polymorph.daemon.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.ScheduleControl;
import org.polymorph.engine.store.StoredSchedule;
import org.polymorph.engine.timing.Cron;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the schedules with the times that come next. */
@Command(name = "list", description = "All schedules, what came of their last time, and their next three.")
final class ScheduleListCommand implements Callable<Integer> {
    private static final int NEXT = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Console console;

    @Mixin
    private DataOptions store = new DataOptions();

    ScheduleListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<StoredSchedule> schedules;
        try (Database database = store.open()) {
            schedules = new ScheduleControl(database, Clock.systemUTC()).schedules();
        }
        Instant now = Instant.now();
        if (console.json()) {
            console.write(Map.of(
                    "schedules",
                    schedules.stream().map(schedule -> json(schedule, now)).toList()));
        } else if (schedules.isEmpty()) {
            console.say("no schedules yet: polymorph schedule add NAME --cron EXPRESSION CAMPAIGN.yaml");
        } else {
            schedules.forEach(schedule -> print(schedule, now));
        }
        return ExitCode.DONE;
    }

    private void print(StoredSchedule schedule, Instant now) {
        console.say(schedule.name() + ": " + schedule.cron() + " " + schedule.zone()
                + (schedule.enabled() ? "" : ", paused") + "; missed: " + word(schedule.misfire()) + ", overlapping: "
                + word(schedule.overlap()));
        if (!schedule.lastOutcome().isEmpty()) {
            String when = schedule.lastTime().isPresent()
                    ? shown(Instant.ofEpochMilli(schedule.lastTime().getAsLong()), ZoneId.of(schedule.zone())) + ": "
                    : "";
            console.say("  last " + when + schedule.lastOutcome());
        }
        ZoneId zone = ZoneId.of(schedule.zone());
        for (Instant time : Cron.parse(schedule.cron()).next(now, zone, NEXT)) {
            console.say("  next " + shown(time, zone));
        }
    }

    private static Map<String, @Nullable Object> json(StoredSchedule schedule, Instant now) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("schedule", schedule.name());
        json.put("cron", schedule.cron());
        json.put("zone", schedule.zone());
        json.put("misfire", word(schedule.misfire()));
        json.put("overlap", word(schedule.overlap()));
        json.put("enabled", schedule.enabled());
        json.put(
                "lastTime",
                schedule.lastTime().isPresent() ? time(schedule.lastTime().getAsLong()) : null);
        json.put(
                "lastFired",
                schedule.lastFired().isPresent() ? time(schedule.lastFired().getAsLong()) : null);
        json.put("lastCampaign", schedule.lastCampaign().orElse(null));
        json.put("lastOutcome", schedule.lastOutcome());
        json.put("next", next(Cron.parse(schedule.cron()), ZoneId.of(schedule.zone()), now));
        return json;
    }

    /** Returns the next times as programs read them. */
    static List<String> next(Cron cron, ZoneId zone, Instant now) {
        return cron.next(now, zone, NEXT).stream().map(Instant::toString).toList();
    }

    /** Returns a time as people of the zone read it. */
    static String shown(Instant time, ZoneId zone) {
        return TIME.format(time.atZone(zone));
    }

    private static String word(Enum<?> policy) {
        return policy.name().toLowerCase(Locale.ROOT);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
