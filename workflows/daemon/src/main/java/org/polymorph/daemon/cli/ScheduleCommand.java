package org.polymorph.daemon.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.ScheduleControl;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Campaigns that a daemon begins again and again. */
@Command(
        name = "schedule",
        description = "Have a daemon begin campaigns again and again, at times of a cron expression.")
final class ScheduleCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private ScheduleCommand() {}

    static CommandLine line(Console console) {
        return new CommandLine(new ScheduleCommand())
                .addSubcommand("add", new ScheduleAddCommand(console))
                .addSubcommand("list", new ScheduleListCommand(console))
                .addSubcommand("remove", new Remove(console))
                .addSubcommand("pause", new Pause(console))
                .addSubcommand("resume", new Resume(console))
                .addSubcommand("run", new Run(console));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "schedule: expected one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    /** Something asked of one schedule. */
    private abstract static class One implements Callable<Integer> {
        private final Console console;

        @CommandLine.Mixin
        private DataOptions store = new DataOptions();

        @Parameters(paramLabel = "NAME", description = "Name of the schedule.")
        private String name = "";

        One(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (Database database = store.open()) {
                String done = ask(new ScheduleControl(database, Clock.systemUTC()), name);
                if (console.json()) {
                    console.write(Json.of("schedule", name, "done", done));
                } else {
                    console.say(name + ": " + done);
                }
            }
            return ExitCode.DONE;
        }

        abstract String ask(ScheduleControl control, String schedule);
    }

    @Command(name = "remove", description = "Remove a schedule; campaigns that it has begun stay.")
    static final class Remove extends One {
        Remove(Console console) {
            super(console);
        }

        @Override
        String ask(ScheduleControl control, String schedule) {
            control.remove(schedule);
            return "removed";
        }
    }

    @Command(name = "pause", description = "Have a schedule begin nothing until it is resumed; its campaigns go on.")
    static final class Pause extends One {
        Pause(Console console) {
            super(console);
        }

        @Override
        String ask(ScheduleControl control, String schedule) {
            control.pause(schedule);
            return "paused";
        }
    }

    @Command(name = "resume", description = "Have a schedule go on with its next time.")
    static final class Resume extends One {
        Resume(Console console) {
            super(console);
        }

        @Override
        String ask(ScheduleControl control, String schedule) {
            control.resume(schedule);
            return "resumed";
        }
    }

    @Command(name = "run", description = "Begin a campaign of a schedule now, besides its times.")
    static final class Run extends One {
        Run(Console console) {
            super(console);
        }

        @Override
        String ask(ScheduleControl control, String schedule) {
            return "begun " + control.run(schedule);
        }
    }
}
