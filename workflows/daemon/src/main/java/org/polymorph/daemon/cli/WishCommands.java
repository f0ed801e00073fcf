package org.polymorph.daemon.cli;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.StoredCampaign;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a person asks of a campaign that a daemon, or `run`, works on. */
final class WishCommands {
    private WishCommands() {}

    /** One wish: written down, whether or not anybody works on the campaign at the time. */
    private abstract static class WishCommand implements Callable<Integer> {
        final Console console;

        @Mixin
        private CampaignOption campaign = new CampaignOption();

        WishCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws InterruptedException {
            try (CampaignDirectory directory = campaign.openForWishes()) {
                ask(directory.control(), directory.campaign());
                followUp(directory);
                StoredCampaign now = directory.control().campaign(directory.campaign());
                if (console.json()) {
                    console.write(
                            Map.of("campaign", now.id(), "wish", now.wish().name(), "state", ListCommand.state(now)));
                } else {
                    console.say(now.id() + ": " + ListCommand.state(now));
                }
            }
            return ExitCode.DONE;
        }

        abstract void ask(CampaignControl control, String id);

        void followUp(CampaignDirectory directory) throws InterruptedException {}
    }

    @Command(
            name = "pause",
            description = "Have a campaign begin nothing more until it is resumed; jobs that are on their way go on.")
    static final class Pause extends WishCommand {
        Pause(Console console) {
            super(console);
        }

        @Override
        void ask(CampaignControl control, String id) {
            control.pause(id);
        }
    }

    @Command(name = "resume", description = "Have a campaign go on that was paused, or that met trouble.")
    static final class Resume extends WishCommand {
        Resume(Console console) {
            super(console);
        }

        @Override
        void ask(CampaignControl control, String id) {
            control.resume(id);
        }
    }

    @Command(
            name = "stop",
            description =
                    "Have a campaign finish its round, relax the best structures, and be done; or, with --hard, cancel its"
                            + " jobs at once.")
    static final class Stop extends WishCommand {
        private static final long LOOK_MILLIS = 200;

        @Option(
                names = "--hard",
                description =
                        "Cancel all jobs, on the cluster too, and wait until none is left; there is no result then.")
        private boolean hard;

        @Option(
                names = "--wait",
                paramLabel = "SECONDS",
                description = "How long to wait for that; by default 60. What is asked holds all the same.")
        private int patience = 60;

        Stop(Console console) {
            super(console);
        }

        @Override
        void ask(CampaignControl control, String id) {
            if (hard) {
                control.cancel(id);
            } else {
                control.stop(id);
            }
        }

        @Override
        void followUp(CampaignDirectory directory) throws InterruptedException {
            if (!hard) {
                return;
            }
            long end = System.nanoTime() + Duration.ofSeconds(patience).toNanos();
            String last = "";
            while (true) {
                StoredCampaign now = directory.control().campaign(directory.campaign());
                boolean done = now.state().exit() != null;
                String words = directory.reader().unendedJobs() + " jobs left";
                if (!console.json() && !words.equals(last)) {
                    console.note(words);
                    last = words;
                }
                if (done) {
                    return;
                }
                if (System.nanoTime() > end) {
                    console.note("nobody has ended all jobs yet; that is done as soon as a daemon, or run, works on the"
                            + " campaign");
                    return;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }
}
