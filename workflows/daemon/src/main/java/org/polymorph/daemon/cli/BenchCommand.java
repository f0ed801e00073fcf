package org.polymorph.daemon.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.polymorph.components.campaign.CampaignCheck;
import org.polymorph.daemon.bench.Bench;
import org.polymorph.daemon.bench.BenchReport;
import org.polymorph.daemon.bench.FirstHit;
import org.polymorph.daemon.bench.Recognition;
import org.polymorph.daemon.bench.SearchRecord;
import org.polymorph.daemon.bench.Target;
import org.polymorph.daemon.plot.BenchPlot;
import org.polymorph.engine.config.CampaignSpec;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How often, and at what price, a campaign finds its target. */
@Command(
        name = "bench",
        description =
                "Repeat a campaign over seeds: how often it finds a target, and at what price against random search."
                        + " Started again on the same directory it goes on.")
final class BenchCommand implements Callable<Integer> {
    private static final int MOST_SEEDS = 10_000;

    private final Console console;

    @Parameters(paramLabel = "CAMPAIGN.yaml", description = "The campaign's file.")
    private Path file = Path.of("");

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "20",
            description = "Seeds to run; by default ${DEFAULT-VALUE}. --threads of them run at a time.")
    private int repeat;

    @Option(
            names = "--from",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "The first seed; by default ${DEFAULT-VALUE}. Others may run at the same time elsewhere.")
    private int from;

    @Mixin
    private final BenchTarget target = new BenchTarget();

    @Option(
            names = "--select",
            paramLabel = "NAME",
            split = ",",
            description = "Also with another way to select, on the same pools: greedy, uncertainty or random;"
                    + " may be given several times.")
    private List<String> selections = List.of();

    @Option(
            names = "--until-hit",
            description =
                    "End each search at its first hit, of a --target or --enthalpy. What it costs in all, and what its"
                            + " stopping rule is worth, is not told then. Not with --minima.")
    private boolean untilHit;

    @Option(names = "--no-random-search", description = "Do not relax the pools with the oracle itself.")
    private boolean withoutRandom;

    @Option(
            names = "--minima",
            paramLabel = "K",
            description = "Also what it costs to find all K lowest minima; by default stop.topK of the campaign.")
    private Optional<Integer> minima = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Another value for a setting of the campaign.")
    private List<String> sets = List.of();

    @Option(names = "--site", paramLabel = "NAME", description = "The site to calculate on, in place of the file's.")
    private Optional<String> site = Optional.empty();

    @Option(
            names = "--as-jobs",
            description = "Each search is a job of the site, with one processor, in place of its calculations. The site"
                    + " names its own Polymorph in codes.potential.command.")
    private boolean asJobs;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Directory of the bench; by default polymorph-data/bench-NAME.")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = "--keep",
            description = "Keep the data of each campaign; else only what it found and spent is kept.")
    private boolean keep;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Draw the share of searches that have found the target: .png or .svg.")
    private Optional<String> picture = Optional.empty();

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        picture.ifPresent(PictureFile::check);
        List<Integer> seeds = seeds();
        Loaded loaded = checked(from, List.of());
        CampaignSpec spec = loaded.campaign();
        int topK = minima.orElse(spec.stop().topK());
        if (topK < 1) {
            throw new UsageException("--minima: expected a whole number of at least 1, found " + topK);
        }
        selections.forEach(BenchCommand::requireSelection);
        selections = selections.stream().distinct().toList();
        boolean random = !withoutRandom;
        if (random && !spec.calculate().code().equals("potential")) {
            console.note("without random search: the code is "
                    + spec.calculate().code() + ", and pools are relaxed whole with calculate.code: potential only");
            random = false;
        }
        Path data = directory.orElseGet(() -> CampaignDirectory.of("bench-" + spec.name()));
        if (Files.exists(data) && !Files.isDirectory(data)) {
            throw new UsageException("--dir " + data + ": expected a directory, found a file");
        }
        Optional<Target> wanted = target.read(spec, console);
        requireHits(spec, wanted);
        requireJobs(spec);
        try (Workers workers = new Workers(console.threads())) {
            Recognition.Means means = new Recognition.Means(target.match(), workers);
            Optional<FirstHit> firstHit =
                    untilHit ? wanted.map(hit -> new FirstHit(hit, means, BenchTexts.target(hit))) : Optional.empty();
            List<String> failed = new ArrayList<>();
            Map<String, List<SearchRecord>> searches =
                    run(failed, seeds, new Bench(this::load, place(data, loaded), firstHit), data, random);
            if (searches.values().stream().flatMap(List::stream).allMatch(search -> search.finds()
                    .isEmpty())) {
                failed.forEach(console::note);
                console.note(BenchTexts.nothing(searches));
                return ExitCode.FAILED;
            }
            BenchReport report = BenchReport.of(searches, wanted, target.tolerance(), topK, means);
            report(spec.name(), data, searches, report);
            BenchTexts.notes(report, untilHit, spec.stop().topK()).forEach(console::note);
            if (!failed.isEmpty()) {
                failed.forEach(console::note);
                console.note(failed.size() + " of " + searchesOf(seeds, random)
                        + " searches could not be run; the same command tries these again");
                return ExitCode.FAILED;
            }
        }
        return ExitCode.DONE;
    }

    private void requireHits(CampaignSpec spec, Optional<Target> wanted) {
        if (untilHit && minima.isPresent()) {
            throw new UsageException("--minima " + minima.get() + ": expected without --until-hit;"
                    + " searches that end at a hit do not look for the other minima");
        }
        if (untilHit && wanted.isEmpty()) {
            throw new UsageException("--until-hit: expected with --target or --enthalpy;"
                    + " the lowest of all searches is known at their end only");
        }
        if (untilHit && !spec.calculate().code().equals("potential")) {
            throw new UsageException(
                    "--until-hit: expected calculate.code: potential, which relaxes the lowest after each"
                            + " round to see; found " + spec.calculate().code());
        }
    }

    private Bench.Place place(Path data, Loaded loaded) {
        return new Bench.Place(data, base(), keep, asJobs ? Optional.of(loaded.site()) : Optional.empty());
    }

    private void requireJobs(CampaignSpec spec) {
        if (asJobs && (untilHit || keep)) {
            throw new UsageException("--as-jobs: expected without " + (keep ? "--keep" : "--until-hit")
                    + "; of a search that is a job only what it found and spent comes back, when it has ended");
        }
        if (asJobs && !spec.calculate().code().equals("potential")) {
            throw new UsageException("--as-jobs: expected calculate.code: potential, found "
                    + spec.calculate().code() + ", whose calculations are jobs of the site themselves");
        }
    }

    private List<Integer> seeds() {
        if (repeat < 1 || repeat > MOST_SEEDS) {
            throw new UsageException("--repeat: expected a whole number of 1 to " + MOST_SEEDS + ", found " + repeat);
        }
        if (from < 0 || from > Integer.MAX_VALUE - repeat) {
            throw new UsageException("--from: expected a seed of zero or above, found " + from);
        }
        for (String set : sets) {
            if (set.startsWith("seed=")
                    || set.startsWith("threads=")
                    || (set.startsWith("select.score=") && !selections.isEmpty())) {
                throw new UsageException("--set " + set + ": expected a setting that is the same for all searches;"
                        + " the seeds are --from and --repeat, the processors --threads, the ways to select --select");
            }
        }
        return IntStream.range(from, from + repeat).boxed().toList();
    }

    private static void requireSelection(String name) {
        if (!Bench.SELECTIONS.containsKey(name)) {
            throw new UsageException(
                    "--select: expected " + String.join(", ", Bench.SELECTIONS.keySet()) + ", found \"" + name + "\"");
        }
    }

    private Loaded checked(int seed, List<String> further) {
        Loaded loaded = load(seed, further);
        List<String> problems = CampaignCheck.problems(loaded);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return loaded;
    }

    private Loaded load(int seed, List<String> further) {
        List<String> layered = new ArrayList<>(sets);
        layered.addAll(further);
        layered.add("seed=" + seed);
        layered.add("threads=1"); // the searches run side by side
        return ConfigLoader.ofSystem().campaign(file, layered, site);
    }

    private Path base() {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private int searchesOf(List<Integer> seeds, boolean random) {
        return seeds.size() * (1 + selections.size() + (random ? 1 : 0));
    }

    private Map<String, List<SearchRecord>> run(
            List<String> failed, List<Integer> seeds, Bench bench, Path data, boolean random)
            throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!ended.get()) {
                console.note("interrupted; nothing is lost: the same command goes on in " + data);
            }
        }));
        try (ProgressView view = ProgressView.of(console)) {
            int total = searchesOf(seeds, random);
            view.remark(total + " searches in " + data);
            return bench.run(seeds, selections, random, console.threads(), listener(view, total, failed));
        } finally {
            ended.set(true);
        }
    }

    private static Bench.Listener listener(ProgressView view, int total, List<String> failed) {
        Progress progress = view.task("searches ended", total);
        return new Bench.Listener() {
            @Override
            public void at(int done, int all) {
                progress.at(done, all);
            }

            @Override
            public void ended(SearchRecord search) {
                view.remark(BenchTexts.line(search));
            }

            @Override
            public void failed(String reason) {
                view.remark(reason);
                failed.add(reason);
            }
        };
    }

    private void report(String campaign, Path data, Map<String, List<SearchRecord>> searches, BenchReport report) {
        picture.ifPresent(name -> BenchPlot.of(campaign, report).write(Path.of(name)));
        if (console.json()) {
            console.write(BenchJson.of(campaign, data, searches, report));
        } else {
            BenchTexts.lines(report).forEach(console::say);
            picture.ifPresent(console::say);
        }
    }
}
