package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.polymorph.components.campaign.CampaignCheck;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.MisfirePolicy;
import org.polymorph.engine.store.OverlapPolicy;
import org.polymorph.engine.store.ScheduleControl;
import org.polymorph.engine.store.ScheduleControl.NewSchedule;
import org.polymorph.engine.timing.Cron;
import org.polymorph.model.spi.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes down a schedule. */
@Command(
        name = "add",
        description =
                "Have a daemon begin a campaign at each time of a cron expression; its name is NAME and the time in UTC.")
final class ScheduleAddCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private DataOptions store = new DataOptions();

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "Name of the schedule, and beginning of its campaigns' names.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "CAMPAIGN.yaml", description = "The campaigns' file, as it is now.")
    private Path file = Path.of("");

    @Option(
            names = "--cron",
            paramLabel = "EXPRESSION",
            required = true,
            description =
                    "Times: five fields as in crontab, six or seven as Quartz has them, or a name such as @nightly.")
    private String cron = "";

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Time zone of the times, such as Europe/Berlin; by default this machine's.")
    private Optional<String> zone = Optional.empty();

    @Option(
            names = "--misfire",
            paramLabel = "POLICY",
            description = "Times missed by more than a minute: skip, once (the latest of them, the default) or all.")
    private MisfirePolicy misfire = MisfirePolicy.ONCE;

    @Option(
            names = "--overlap",
            paramLabel = "POLICY",
            description = "Times while the last campaign is not done: skip (the default), queue or allow.")
    private OverlapPolicy overlap = OverlapPolicy.SKIP;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Another value for a setting, such as seed=2; may be given several times.")
    private List<String> sets = List.of();

    @Option(names = "--site", paramLabel = "NAME", description = "The site to run on, in place of the file's.")
    private Optional<String> site = Optional.empty();

    ScheduleAddCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Cron times = UsageException.at("--cron", () -> Cron.parse(cron));
        ZoneId where = UsageException.at("--zone", () -> zone());
        Loaded loaded = ConfigLoader.ofSystem().campaign(file, sets, site);
        List<String> problems = CampaignCheck.problems(loaded);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        Path base = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        NewSchedule schedule = UsageException.at(
                "NAME",
                () -> new NewSchedule(
                        name, times.toString(), where.getId(), misfire, overlap, loaded.tree(), base.toString()));
        Clock clock = Clock.systemUTC();
        try (Database database = store.open()) {
            new ScheduleControl(database, clock).add(schedule);
        }
        Optional<String> next = times.next(clock.instant(), where).map(time -> ScheduleListCommand.shown(time, where));
        if (console.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("schedule", name);
            json.put("directory", store.directory().toString());
            json.put("next", ScheduleListCommand.next(times, where, clock.instant()));
            console.write(json);
        } else {
            console.say(name + ": added, next " + next.orElse("never"));
        }
        return ExitCode.DONE;
    }

    private ZoneId zone() {
        try {
            return zone.map(ZoneId::of).orElseGet(ZoneId::systemDefault);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expected the name of a time zone such as Europe/Berlin or UTC, found \"" + zone.orElse("") + "\"");
        }
    }
}
