package org.polymorph.daemon.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.store.CampaignControl.ConflictException;
import org.polymorph.engine.store.MisfirePolicy;
import org.polymorph.engine.store.OverlapPolicy;
import org.polymorph.engine.store.ScheduleControl;
import org.polymorph.engine.store.ScheduleControl.NewSchedule;
import org.polymorph.engine.store.ScheduleControl.NoSuchScheduleException;
import org.polymorph.engine.store.StoredSchedule;
import org.polymorph.engine.timing.Cron;

/** Schedules: what they are, what came of them, and what people ask of them. */
final class ScheduleOperations {
    private static final int NEXT = 3;

    private final CampaignApi api;
    private final boolean trustUploads;
    private final ScheduleControl schedules;

    ScheduleOperations(CampaignApi api, boolean trustUploads) {
        this.api = api;
        this.trustUploads = trustUploads;
        this.schedules = api.control().schedules();
    }

    Map<String, Operation> all() {
        return Map.of(
                "schedules",
                request -> RestAnswer.json(new ScheduleControl(api.reading(), api.clock())
                        .schedules().stream().map(this::json).toList()),
                "addSchedule",
                this::add,
                "removeSchedule",
                this::remove,
                "pauseSchedule",
                wish(ScheduleControl::pause),
                "resumeSchedule",
                wish(ScheduleControl::resume),
                "runSchedule",
                this::run);
    }

    private RestAnswer add(RestRequest request) {
        JsonNode body = request.body();
        Cron cron = at("cron", () -> Cron.parse(body.get("cron").textValue()));
        ZoneId zone = at("zone", () -> zone(body.path("zone").asText("")));
        Loaded loaded = ControlOperations.checked(body, api, trustUploads);
        NewSchedule schedule = at(
                "name",
                () -> new NewSchedule(
                        body.get("name").textValue(),
                        cron.toString(),
                        zone.getId(),
                        MisfirePolicy.valueOf(
                                body.path("misfire").asText("once").toUpperCase(Locale.ROOT)),
                        OverlapPolicy.valueOf(
                                body.path("overlap").asText("skip").toUpperCase(Locale.ROOT)),
                        loaded.tree(),
                        api.data().toAbsolutePath().toString()));
        asked(() -> schedules.add(schedule));
        return RestAnswer.json(201, json(schedules.schedule(schedule.name())));
    }

    private static ZoneId zone(String name) {
        try {
            return name.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expected the name of a time zone such as Europe/Berlin or UTC, found \"" + name + "\"");
        }
    }

    private static <T> T at(String field, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw RestProblem.of(400, field, field + ": " + e.getMessage());
        }
    }

    private RestAnswer remove(RestRequest request) {
        String name = request.text("name");
        StoredSchedule last = asked(() -> {
            StoredSchedule found = schedules.schedule(name);
            schedules.remove(name);
            return found;
        });
        return RestAnswer.json(json(last));
    }

    private RestAnswer run(RestRequest request) {
        String campaign = asked(() -> schedules.run(request.text("name")));
        return RestAnswer.json(202, Map.of("campaign", campaign)).with("Location", "/api/campaigns/" + campaign);
    }

    private Operation wish(BiConsumer<ScheduleControl, String> wish) {
        return request -> {
            String name = request.text("name");
            asked(() -> wish.accept(schedules, name));
            return RestAnswer.json(202, json(schedules.schedule(name)));
        };
    }

    private static void asked(Runnable question) {
        var unused = asked(() -> {
            question.run();
            return true;
        });
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (NoSuchScheduleException e) {
            throw RestProblem.notFound("name", String.valueOf(e.getMessage()));
        } catch (ConflictException e) {
            throw RestProblem.of(409, "name", String.valueOf(e.getMessage()));
        }
    }

    private Map<String, @Nullable Object> json(StoredSchedule schedule) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", schedule.name());
        json.put("cron", schedule.cron());
        json.put("zone", schedule.zone());
        json.put("misfire", schedule.misfire().name().toLowerCase(Locale.ROOT));
        json.put("overlap", schedule.overlap().name().toLowerCase(Locale.ROOT));
        json.put("enabled", schedule.enabled());
        json.put("lastTime", time(schedule.lastTime()));
        json.put("lastFired", time(schedule.lastFired()));
        json.put("lastCampaign", schedule.lastCampaign().orElse(null));
        json.put("lastOutcome", Texts.orNull(schedule.lastOutcome()));
        List<Instant> next = Cron.parse(schedule.cron()).next(api.clock().instant(), ZoneId.of(schedule.zone()), NEXT);
        json.put("next", next.stream().map(Texts::time).toList());
        return json;
    }

    private static @Nullable String time(OptionalLong millis) {
        return millis.isPresent() ? Texts.time(millis.getAsLong()) : null;
    }
}
