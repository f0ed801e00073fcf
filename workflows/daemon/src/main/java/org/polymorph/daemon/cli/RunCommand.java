package org.polymorph.daemon.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.polymorph.components.campaign.CampaignCheck;
import org.polymorph.daemon.loop.CampaignRunner;
import org.polymorph.daemon.service.StateLog;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.DiskFull;
import org.polymorph.model.spi.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The whole loop in the foreground. */
@Command(
        name = "run",
        description = "Search for the stable structures of a campaign; started again on the same directory it goes on.")
final class RunCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 200;

    private final Console console;

    @Parameters(paramLabel = "CAMPAIGN.yaml", description = "The campaign's file.")
    private Path file = Path.of("");

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Directory of the campaign's data; by default polymorph-data/NAME.")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Another value for a setting, such as seed=2 or pool.size=200; may be given several times.")
    private List<String> sets = List.of();

    @Option(names = "--site", paramLabel = "NAME", description = "The site to run on, in place of the file's.")
    private Optional<String> site = Optional.empty();

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Directory of *.camel.yaml files to use in place of the built-in routes.")
    private Optional<Path> routes = Optional.empty();

    @Mixin
    private StateLogOption stateLog = new StateLogOption();

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (stateLog.toStdout() && !console.json()) {
            throw new UsageException("--log-json -: expected --json with it, or a file: results go to stdout too");
        }
        List<String> layered = new ArrayList<>(sets);
        if (sets.stream().noneMatch(set -> set.startsWith("threads="))) {
            console.chosenThreads().ifPresent(threads -> layered.add("threads=" + threads));
        }
        Loaded loaded = ConfigLoader.ofSystem().campaign(file, layered, site);
        List<String> problems = CampaignCheck.problems(loaded);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        Path data =
                directory.orElseGet(() -> CampaignDirectory.of(loaded.campaign().name()));
        AtomicBoolean ended = new AtomicBoolean();
        Thread farewell = new Thread(() -> {
            if (!ended.get()) {
                console.note("interrupted; nothing is lost: the same command goes on in " + data);
            }
        });
        Runtime.getRuntime().addShutdownHook(farewell);
        Instant begin = Instant.now();
        try (CampaignRunner runner = CampaignRunner.start(loaded, data, routes)) {
            CampaignState state = awaitLogged(runner, data, begin);
            report(runner.session().reader(), loaded.campaign().name(), state, data);
            ExitReason exit = state.exit();
            return exit == null ? ExitCode.FAILED : exit.exitCode();
        } catch (RuntimeException e) {
            throw explained(e, data);
        } finally {
            ended.set(true);
        }
    }

    private static RuntimeException explained(RuntimeException failure, Path data) {
        if (failure instanceof ConfigurationException || !DiskFull.isCauseOf(failure, data)) {
            return failure;
        }
        String message =
                data + ": the disk or a quota is full; nothing is lost: make room there and give the same command"
                        + " again";
        return new UncheckedIOException(message, new IOException(failure));
    }

    private CampaignState awaitLogged(CampaignRunner runner, Path data, Instant begin) throws InterruptedException {
        Optional<StateLog.Target> target = stateLog.target(console);
        if (target.isEmpty()) {
            return await(runner);
        }
        try (Database reading = Database.openReadOnly(DataDirectory.database(data))) {
            StateLog log = StateLog.to(target.get(), reading, Clock.systemUTC(), begin);
            try (log) {
                return await(runner);
            }
        }
    }

    private CampaignState await(CampaignRunner runner) throws InterruptedException {
        try (ProgressView view = ProgressView.of(console)) {
            CampaignProgress progress = new CampaignProgress(runner.session(), view);
            while (true) {
                progress.update();
                try {
                    CampaignState state = runner.session().end().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    progress.update();
                    return state;
                } catch (TimeoutException e) {
                    // not yet: look again
                }
            }
        } catch (ExecutionException e) {
            throw unwrapped(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private static RuntimeException unwrapped(Throwable failure) {
        Throwable cause = CampaignRunner.cause(failure);
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    private void report(CampaignReader reader, String campaign, CampaignState state, Path data) {
        if (console.json()) {
            ExitReason exit = state.exit();
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("campaign", campaign);
            json.put("directory", data.toString());
            json.put("exit", exit == null ? null : exit.name());
            json.put("rounds", state.round() + 1);
            json.put("labels", state.labels());
            json.put("failedLabels", state.failedLabels());
            json.put("results", CampaignTexts.results(reader));
            console.write(json);
            return;
        }
        console.say(CampaignTexts.headline(campaign, state));
        console.say(CampaignTexts.counted(state.round() + 1, "round") + ", " + CampaignTexts.cost(reader));
        console.say("");
        CampaignTexts.results(reader.results()).lines().forEach(console::say);
    }
}
