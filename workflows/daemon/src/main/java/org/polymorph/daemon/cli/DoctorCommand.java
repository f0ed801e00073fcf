package org.polymorph.daemon.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.polymorph.components.batch.Schedulers;
import org.polymorph.daemon.loop.SelfCommand;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.diagnosis.MachineDiagnosis;
import org.polymorph.engine.diagnosis.SiteDiagnosis;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.Transports;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.linear.NumericsCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A site, or this machine, looked at for real. */
@Command(
        name = "doctor",
        description = {
            "Check a site for real: log-in, scheduler, partition, codes, pseudopotentials, disk, clock, and the round trip",
            "of a file and of a trivial job. Without SITE, check this machine. Exit code 4 if something fails."
        })
final class DoctorCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "SITE", description = "Name of a site, or its file.")
    private Optional<String> site = Optional.empty();

    @Option(names = "--no-job", description = "Submit no job; codes are then looked for on the log-in machine only.")
    private boolean noJob;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "How long the trivial job may wait and run, such as 90s or 2h; by default ${DEFAULT-VALUE}.")
    private String wait = "10m";

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Settings options = Settings.of(Map.of("--wait", wait));
        Duration patience = options.duration("--wait", Duration.ofMinutes(10));
        options.throwIfProblems();
        SiteSpec spec = SelfCommand.completed(load());
        Collection<DftCode> codes = Providers.of(DftCode.class).all();
        List<Finding> findings;
        try (ProgressView view = ProgressView.of(console);
                Transport transport = Transports.of(spec)) {
            Consumer<String> progress = doing -> view.show(List.of(doing + "…"), doing);
            // findings go to stdout as they come, above what is said of the next one
            PrintStream above = console.terminal() ? view.besides(console.out()) : console.out();
            Consumer<Finding> told = finding -> {
                if (!console.json()) {
                    FindingText.lines(finding).forEach(above::println);
                    above.flush();
                }
            };
            findings = site.isPresent()
                    ? site(spec, transport, codes, noJob ? Optional.empty() : Optional.of(patience), progress, told)
                    : new MachineDiagnosis(transport, spec, codes, System.getenv(), NumericsCheck::look)
                            .run(Path.of("").toAbsolutePath(), progress, told);
        }
        return report(spec.name(), findings);
    }

    private SiteSpec load() {
        ConfigLoader loader = ConfigLoader.ofSystem();
        if (site.isEmpty()) {
            return loader.site("local", Path.of(""));
        }
        String name = site.get();
        boolean file = name.endsWith(".yaml") || name.endsWith(".yml") || name.indexOf('/') >= 0;
        if (file && !Files.isRegularFile(Path.of(name))) {
            throw new UsageException(name + ": expected a site's file, found none");
        }
        return file ? loader.siteFile(Path.of(name)) : UsageException.at("SITE", () -> loader.site(name, Path.of("")));
    }

    private static List<Finding> site(
            SiteSpec spec,
            Transport transport,
            Collection<DftCode> codes,
            Optional<Duration> patience,
            Consumer<String> progress,
            Consumer<Finding> told) {
        SiteDiagnosis.Options options = new SiteDiagnosis.Options(
                codes, Schedulers.dialect(spec), patience, Path.of("").toAbsolutePath());
        AtomicBoolean interrupted = new AtomicBoolean();
        try (SiteDiagnosis diagnosis =
                new SiteDiagnosis(spec, transport, Schedulers::alone, options, Clock.systemUTC(), progress)) {
            // on an interrupt the job is cancelled and what was made there is removed
            Runnable tidyUp = diagnosis::close;
            Thread farewell = new Thread(() -> {
                interrupted.set(true);
                tidyUp.run();
            });
            Runtime.getRuntime().addShutdownHook(farewell);
            return diagnosis.run(told);
        } catch (RuntimeException e) {
            // what was in use is gone then
            if (interrupted.get()) {
                CancellationException cancelled = new CancellationException("interrupted");
                cancelled.initCause(e);
                throw cancelled;
            }
            throw e;
        }
    }

    private int report(String name, List<Finding> findings) {
        boolean fails = findings.stream().anyMatch(finding -> finding.level() == Level.FAILS);
        if (console.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("site", site.isPresent() ? name : "this machine");
            json.put("ok", !fails);
            json.put("findings", findings.stream().map(FindingText::json).toList());
            console.write(json);
        } else {
            console.say("");
            console.say((site.isPresent() ? name : "this machine") + ": " + counts(findings));
        }
        return fails ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static String counts(List<Finding> findings) {
        List<String> parts = new ArrayList<>();
        for (Level level : Level.values()) {
            long count = findings.stream()
                    .filter(finding -> finding.level() == level)
                    .count();
            if (count > 0) {
                parts.add(count + " " + FindingText.word(level));
            }
        }
        return String.join(", ", parts);
    }
}
