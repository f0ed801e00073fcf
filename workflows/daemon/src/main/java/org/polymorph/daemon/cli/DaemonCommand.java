package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.polymorph.components.campaign.CampaignSession.SharedData;
import org.polymorph.daemon.service.CampaignDaemon;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many campaigns at once, until it is told to end. */
@Command(
        name = "daemon",
        description =
                "Work on all submitted campaigns of a data directory at once, until told to end; killed and started again"
                        + " it goes on.")
final class DaemonCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = {"--data", "--dir"},
            paramLabel = "DIR",
            description = "Directory of the campaigns' data; by default polymorph-data/daemon.")
    private Path directory = CampaignDirectory.DAEMON;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Directory of *.camel.yaml files to use in place of the built-in routes.")
    private Optional<Path> routes = Optional.empty();

    DaemonCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Interruption interruption = Interruption.ofThisThread();
                DataDirectory data = DataDirectory.open(directory);
                Database database = Database.open(DataDirectory.database(directory));
                CampaignDaemon daemon = new CampaignDaemon(
                        new SharedData(data.path(), database), ConfigLoader.ofSystem(), routes, console.threads())) {
            console.note("campaigns of " + directory + " are worked on; end with Ctrl-C: nothing is lost");
            try {
                daemon.await();
            } catch (InterruptedException e) {
                var unused = interruption.taken();
                console.note("ending; nothing is lost: the same command goes on in " + directory);
            }
        }
        return ExitCode.DONE;
    }
}
