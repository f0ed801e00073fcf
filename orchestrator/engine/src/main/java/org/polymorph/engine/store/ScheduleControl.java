package org.polymorph.engine.store;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.store.CampaignControl.ConflictException;

/**
 * Campaigns that are begun again and again: what people ask of their schedules, and the turns of their times. Each call is a
 * transaction. A time makes one campaign however often its turn comes, because the name and the idempotency key of the campaign
 * are made of schedule and time. Thread-safe.
 */
public final class ScheduleControl {
    /** The longest name of a schedule: those of its campaigns have the time behind it. */
    public static final int LONGEST_NAME = 48;

    private static final DateTimeFormatter MINUTE = format("yyyyMMdd-HHmm");
    private static final DateTimeFormatter SECOND = format("yyyyMMdd-HHmmss");

    private final Access jdbi;
    private final Database database;
    private final CampaignTable campaigns;
    private final Clock clock;

    public ScheduleControl(Database database, Clock clock) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.campaigns = new CampaignTable(clock);
        this.clock = clock;
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** Thrown where there is no schedule of a name. */
    public static final class NoSuchScheduleException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoSuchScheduleException(String name) {
            super("there is no schedule " + name);
        }
    }

    /**
     * A schedule to be written down.
     *
     * @param cron an expression that can be read
     * @param zone name of the time zone that its times are those of
     * @param tree settings of its campaigns, as merged from all layers
     * @param base directory that relative paths in them start from
     */
    public record NewSchedule(
            String name,
            String cron,
            String zone,
            MisfirePolicy misfire,
            OverlapPolicy overlap,
            Map<String, Object> tree,
            String base) {
        public NewSchedule {
            if (!name.matches("[A-Za-z0-9_-]{1," + LONGEST_NAME + "}")) {
                throw new IllegalArgumentException("a schedule: expected a name of at most " + LONGEST_NAME
                        + " letters, digits, _ and -, found \"" + name + "\"");
            }
        }
    }

    /**
     * What a moment asks of a schedule.
     *
     * @param times whose campaigns are to be begun, the earliest first
     * @param seenUntil times up to here have had their turn then
     * @param remark on times that were left out; empty where there were none
     */
    public record Turn(List<Instant> times, Instant seenUntil, String remark) {
        public Turn {
            times = List.copyOf(times);
        }
    }

    /**
     * Writes down a schedule; its first time is the next one from now on.
     *
     * @throws ConflictException if there is one of that name
     */
    public void add(NewSchedule schedule) {
        jdbi.useTransaction(db -> {
            if (ScheduleTable.find(db, schedule.name()).isPresent()) {
                throw new ConflictException("there is a schedule " + schedule.name()
                        + " already; remove it first, or give this one another name");
            }
            ScheduleTable.insert(db, schedule, clock.millis());
        });
    }

    /** Removes a schedule; its campaigns stay. */
    public void remove(String name) {
        jdbi.useTransaction(db -> {
            if (!ScheduleTable.delete(db, name)) {
                throw new NoSuchScheduleException(name);
            }
        });
    }

    /** Has a schedule begin nothing until it is resumed; its campaigns go on. */
    public void pause(String name) {
        jdbi.useTransaction(db -> {
            StoredSchedule schedule = existing(db, name);
            ScheduleTable.enable(db, name, false, schedule.seenUntil());
        });
    }

    /** Has a paused schedule go on with its next time; those that have passed meanwhile are left out. */
    public void resume(String name) {
        jdbi.useTransaction(db -> {
            if (!existing(db, name).enabled()) {
                ScheduleTable.enable(db, name, true, clock.millis());
            }
        });
    }

    /** Returns all schedules by name. */
    public List<StoredSchedule> schedules() {
        return jdbi.withHandle(ScheduleTable::all);
    }

    public StoredSchedule schedule(String name) {
        return jdbi.withHandle(db -> existing(db, name));
    }

    private static StoredSchedule existing(Handle db, String name) {
        return ScheduleTable.find(db, name).orElseThrow(() -> new NoSuchScheduleException(name));
    }

    /**
     * Begins a campaign of a schedule now, also where it is paused.
     *
     * @return the campaign's name
     * @throws ConflictException if the last campaign of the schedule is not done, and others must not begin before
     */
    public String run(String name) {
        return jdbi.inTransaction(db -> {
            StoredSchedule schedule = existing(db, name);
            Optional<String> before = unfinished(db, schedule);
            if (before.isPresent() && schedule.overlap() == OverlapPolicy.SKIP) {
                throw new ConflictException("the campaign " + before.get() + " of the schedule " + name
                        + " is not done, and the schedule's overlap policy is skip");
            }
            Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
            String campaign = name + "-" + SECOND.format(now);
            if (campaigns.find(db, campaign).isPresent()) {
                throw new ConflictException("there is a campaign " + campaign + " already; try again in a second");
            }
            insert(
                    db,
                    schedule,
                    new Birth(
                            campaign,
                            "schedule " + name + " on request, " + campaign,
                            "by " + name + " on request",
                            waitsFor(schedule, before)));
            ScheduleTable.outcome(db, name, now.toEpochMilli(), campaign + " begun on request");
            return campaign;
        });
    }

    /**
     * Gives a schedule its turn: campaigns that are due are put among those to be worked on, and all that is written down is
     * committed together or not at all.
     *
     * @param plan says what is due, from the row as it is now
     * @return names of new campaigns
     */
    public List<String> turn(String name, Function<StoredSchedule, Turn> plan) {
        return jdbi.inTransaction(db -> {
            Optional<StoredSchedule> schedule = ScheduleTable.find(db, name).filter(StoredSchedule::enabled);
            if (schedule.isEmpty()) {
                return List.of();
            }
            Turn turn = plan.apply(schedule.get());
            if (!turn.remark().isEmpty() && turn.times().isEmpty()) {
                ScheduleTable.outcome(db, name, turn.seenUntil().toEpochMilli(), turn.remark());
            }
            List<String> begun = turn.times().stream()
                    .flatMap(time -> begin(db, name, time, turn.remark()).stream())
                    .toList();
            ScheduleTable.seen(db, name, turn.seenUntil().toEpochMilli());
            return begun;
        });
    }

    private Optional<String> begin(Handle db, String name, Instant time, String remark) {
        StoredSchedule schedule = existing(db, name);
        String campaign = name + "-" + (time.getEpochSecond() % 60 == 0 ? MINUTE : SECOND).format(time);
        if (campaigns.submittedAs(db, key(name, time)).isPresent()) {
            return Optional.empty(); // a turn that came before, by a clock that was put back since
        }
        Optional<String> before = unfinished(db, schedule);
        String outcome;
        Optional<String> begun = Optional.empty();
        if (campaigns.find(db, campaign).isPresent()) {
            outcome = "left out: there is a campaign " + campaign + " already, which this schedule has not begun";
        } else if (before.isPresent() && schedule.overlap() == OverlapPolicy.SKIP) {
            outcome = "left out: the campaign " + before.get() + " is not done";
        } else {
            Optional<String> waitsFor = waitsFor(schedule, before);
            insert(db, schedule, new Birth(campaign, key(name, time), "by " + name + " for " + time, waitsFor));
            outcome = campaign + " begun"
                    + waitsFor.map(last -> ", waits for " + last).orElse("");
            begun = Optional.of(campaign);
        }
        ScheduleTable.outcome(db, name, time.toEpochMilli(), outcome + (remark.isEmpty() ? "" : "; " + remark));
        return begun;
    }

    /**
     * A campaign about to be written down.
     *
     * @param key idempotency key
     * @param detail of the first event of its history
     */
    private record Birth(String campaign, String key, String detail, Optional<String> waitsFor) {}

    private void insert(Handle db, StoredSchedule schedule, Birth birth) {
        ScheduleTable.Template template = ScheduleTable.template(db, schedule.name());
        Map<String, Object> tree = new LinkedHashMap<>(template.tree());
        tree.put("campaign", birth.campaign());
        campaigns.insert(
                db,
                new CampaignTable.NewCampaign(
                        birth.campaign(), database.canonical(tree), template.base(), Optional.of(birth.key())));
        campaigns.scheduled(db, birth.campaign(), schedule.name(), birth.waitsFor());
        campaigns.log(db, birth.campaign(), "Scheduled", 0, birth.detail());
        ScheduleTable.fired(db, schedule.name(), birth.campaign(), clock.millis());
    }

    private static Optional<String> waitsFor(StoredSchedule schedule, Optional<String> before) {
        return before.filter(last -> schedule.overlap() == OverlapPolicy.QUEUE);
    }

    private static String key(String name, Instant time) {
        return "schedule " + name + " for " + time;
    }

    // also of an earlier schedule of that name
    private Optional<String> unfinished(Handle db, StoredSchedule schedule) {
        return campaigns.scheduledBy(db, schedule.name()).stream()
                .filter(campaign -> campaign.state().phase() != Phase.DONE)
                .map(StoredCampaign::id)
                .findFirst();
    }
}
