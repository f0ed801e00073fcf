package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.polymorph.daemon.rest.BearerToken;
import org.polymorph.daemon.rest.RestOptions;
import org.polymorph.daemon.rest.RestOptions.RestLimits;
import org.polymorph.daemon.service.DaemonOptions;
import org.polymorph.daemon.service.DaemonService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Many campaigns at once, until it is told to end. */
@Command(
        name = "daemon",
        description =
                "Work on all submitted campaigns of a data directory at once, and show them in a browser, until told to end;"
                        + " killed and started again it goes on.")
final class DaemonCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--standby",
            description =
                    "With --database: where another daemon works on the campaigns, wait and take over when it ends.")
    private boolean standby;

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on; by default 127.0.0.1.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of dashboard and REST; by default 8484, 0 for any that is free.")
    private int port = 8484;

    @Option(names = "--no-http", description = "Listen nowhere.")
    private boolean silent;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File with the token that requests must carry; else the environment's POLYMORPH_TOKEN. Needed to listen"
                            + " on anything but a loopback address.")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--trust-uploads",
            description =
                    "Let campaigns that come over HTTP say all that files on this machine may, commands among it.")
    private boolean trustUploads;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Directory of *.camel.yaml files to use in place of the built-in routes.")
    private Optional<Path> routes = Optional.empty();

    @Mixin
    private AlertOptions alerts = new AlertOptions();

    @Mixin
    private StateLogOption stateLog = new StateLogOption();

    DaemonCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (standby && data.server().isEmpty()) {
            throw new UsageException("--standby: expected --database with it: a directory is for one daemon");
        }
        Optional<RestOptions> rest = silent
                ? Optional.empty()
                : Optional.of(new RestOptions(
                        host, port, BearerToken.find(tokenFile, System.getenv()), trustUploads, RestLimits.DEFAULT));
        DaemonOptions options = new DaemonOptions(
                data.directory(),
                data.server(),
                standby,
                routes,
                console.threads(),
                rest,
                alerts.receivers(),
                stateLog.target(console));
        try (Interruption interruption = Interruption.ofThisThread()) {
            try (DaemonService service = DaemonService.start(options, console::note)) {
                service.await();
            } catch (InterruptedException e) {
                var unused = interruption.taken();
                console.note("ended; nothing is lost: the same command goes on in " + data.directory());
            }
        }
        return ExitCode.DONE;
    }
}
