package org.polymorph.engine.timing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.polymorph.engine.store.ScheduleControl;
import org.polymorph.engine.store.StoredSchedule;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the schedules of a database their turns. Quartz, in memory, looks twice a second which of them have a time that is due;
 * what was due, and what has become of it, stands in the database alone. So a change of a schedule is seen at once, a clock that
 * is put back or forward is obeyed, and whoever takes over after a kill knows what is still to be done. It only puts campaigns
 * among those to be worked on. One process at a time should run it; if two do, each time still makes one campaign.
 */
public final class ScheduleTicks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduleTicks.class);
    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final long LOOK_MILLIS = 500;

    private final ScheduleControl control;
    private final Clock clock;
    private final Scheduler quartz;
    private final Map<String, Cron> crons = new HashMap<>();
    private final Map<String, String> problems = new HashMap<>();

    /** Begins to look. */
    public ScheduleTicks(ScheduleControl control, Clock clock) {
        this.control = control;
        this.clock = clock;
        try {
            quartz = quartz();
            quartz.setJobFactory((bundle, scheduler) -> new Look(this));
            quartz.scheduleJob(
                    JobBuilder.newJob(Look.class).withIdentity("look").build(),
                    TriggerBuilder.newTrigger()
                            .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                                    .withIntervalInMilliseconds(LOOK_MILLIS)
                                    .repeatForever()
                                    .withMisfireHandlingInstructionNextWithRemainingCount())
                            .build());
            quartz.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz cannot be started", e);
        }
    }

    private static Scheduler quartz() throws SchedulerException {
        Properties settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", "schedules-" + STARTED.incrementAndGet());
        settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        settings.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        settings.setProperty("org.quartz.threadPool.threadCount", "1");
        settings.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        return new StdSchedulerFactory(settings).getScheduler();
    }

    /** What Quartz runs. */
    @DisallowConcurrentExecution
    private static final class Look implements Job {
        private final ScheduleTicks ticks;

        Look(ScheduleTicks ticks) {
            this.ticks = ticks;
        }

        @Override
        public void execute(JobExecutionContext context) {
            ticks.look();
        }
    }

    private void look() {
        try {
            control.schedules().stream().filter(StoredSchedule::enabled).forEach(this::look);
            problems.remove("");
        } catch (RuntimeException e) {
            tell("", e);
        }
    }

    // what is wrong with one schedule does not hold up the others
    private void look(StoredSchedule schedule) {
        try {
            Instant now = clock.instant();
            Instant seen = Instant.ofEpochMilli(schedule.seenUntil());
            Optional<Instant> next = cron(schedule).next(seen, ZoneId.of(schedule.zone()));
            if (now.isBefore(seen) || next.filter(time -> !time.isAfter(now)).isPresent()) {
                control.turn(schedule.name(), row -> Turns.plan(row, cron(row), clock.instant()))
                        .forEach(campaign -> LOG.info("campaign={} begun by schedule {}", campaign, schedule.name()));
            }
            problems.remove(schedule.name());
        } catch (RuntimeException e) {
            tell(schedule.name(), e);
        }
    }

    private Cron cron(StoredSchedule schedule) {
        return crons.computeIfAbsent(schedule.cron(), Cron::parse);
    }

    // once, not twice a second
    private void tell(String schedule, RuntimeException problem) {
        String message = String.valueOf(problem.getMessage());
        if (!message.equals(problems.put(schedule, message))) {
            LOG.warn(
                    "the turn of {} failed, it is tried again: {}",
                    schedule.isEmpty() ? "the schedules" : "schedule " + schedule,
                    message,
                    problem);
        }
    }

    /** Ends, after the turn that is under way. */
    @Override
    public void close() {
        try {
            quartz.shutdown(true);
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz cannot be ended", e);
        }
    }
}
