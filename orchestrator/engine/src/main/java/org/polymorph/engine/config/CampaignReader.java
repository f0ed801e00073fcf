package org.polymorph.engine.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.config.CampaignSpec.Calculate;
import org.polymorph.engine.config.CampaignSpec.GeneratorSection;
import org.polymorph.engine.config.CampaignSpec.Label;
import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.engine.config.CampaignSpec.Search;
import org.polymorph.engine.config.CampaignSpec.Sections;
import org.polymorph.engine.config.CampaignSpec.Stop;
import org.polymorph.engine.config.PoolPart.Role;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Spelling;

/** Reads the campaign's keys, each with its bounds and its default. */
final class CampaignReader {
    private static final int MAX = 10_000_000;
    private static final int MAX_RETRIES = 1000;
    private static final double MAX_PRESSURE_GPA = 10_000;
    // stands in where the file has none; a problem was told then
    private static final Composition NOTHING = new Composition(Map.of(Element.H, 1));

    private final Settings root;
    private final Path directory;

    CampaignReader(Settings root, Path directory) {
        this.root = root;
        this.directory = directory;
    }

    CampaignSpec read() {
        String name = name("campaign", "a campaign", "");
        Settings poolSection = root.section("pool");
        Pool pool = pool(poolSection);
        Search search = search(root.section("search"), poolSection, pool.size());
        Label label = label(root.section("label"));
        Stop stop = stop(root.section("stop"));
        checkTogether(search.parts(), pool, label, stop);
        return new CampaignSpec(
                name,
                root.integer("seed", 1, 0, Integer.MAX_VALUE),
                search,
                pool,
                label,
                stop,
                calculate(root.section("calculate")),
                sections(),
                name("site", "a site", SiteFiles.LOCAL),
                SiteReader.windows(root),
                root.integer("threads", Runtime.getRuntime().availableProcessors(), 1, 1024));
    }

    private String name(String key, String what, String fallback) {
        if (!root.has(key) && fallback.isEmpty()) {
            root.reject(key, "expected the name of " + what + ", found nothing");
            return fallback;
        }
        return root.text(key).isEmpty()
                ? fallback
                : root.parsed(key, text -> Names.check(what, text)).orElse(fallback);
    }

    private Sections sections() {
        return new Sections(
                root.section("surrogate"),
                root.section("relax"),
                root.section("cluster"),
                model(root.section("select")),
                model(root.section("pool").section("prefilter")));
    }

    private static Search search(Settings search, Settings pool, int size) {
        List<PoolPart> parts = parts(search, size, Role.SEARCH);
        double searchLabels = 0;
        if (pool.has("training")) {
            Settings training = pool.section("training");
            int count = training.integer("size", 500, 1, MAX);
            searchLabels = training.number("searchLabels", 0, 0, 1);
            parts.addAll(parts(training, count, Role.TRAINING));
            training.finish();
        }
        Set<Composition> seen = new HashSet<>();
        for (PoolPart part : parts) {
            if (!seen.add(part.composition())) {
                pool.reject(
                        "training",
                        "expected cells other than those of the search, found " + part.composition() + " in both");
            }
        }
        Search found = new Search(
                new PoolParts(parts, searchLabels), search.number("pressure", 0, -MAX_PRESSURE_GPA, MAX_PRESSURE_GPA));
        search.finish();
        return found;
    }

    private static List<PoolPart> parts(Settings section, int size, Role role) {
        Map<Composition, Double> compositions = new CompositionReader(section).read();
        List<PoolPart> parts = new ArrayList<>();
        if (compositions.isEmpty()) {
            parts.add(new PoolPart(NOTHING, size, role));
            return parts;
        }
        List<Integer> counts = Pool.counts(size, List.copyOf(compositions.values()));
        for (Composition composition : compositions.keySet()) {
            parts.add(new PoolPart(composition, counts.get(parts.size()), role));
        }
        if (counts.contains(0)) {
            section.reject(
                    section.has("elements") ? "elements" : section.has("compositions") ? "compositions" : "composition",
                    "expected a pool with room for each of " + counts.size() + " compositions by its share, found "
                            + size + " structures");
        }
        return parts;
    }

    private Pool pool(Settings pool) {
        int size = pool.integer("size", 500, 1, MAX);
        List<GeneratorSection> generators = new ArrayList<>();
        for (Settings given : pool.sections("generators")) {
            Settings section = molecules(model(given));
            generators.add(
                    new GeneratorSection(section.text("type", "random"), section.number("share", 1, 0, 1e6), section));
        }
        if (!generators.isEmpty() && generators.stream().allMatch(generator -> generator.share() == 0)) {
            pool.reject("generators", "expected at least one share above zero");
        }
        if (generators.isEmpty()) {
            Settings none = pool.with("generators", Map.of()).section("generators");
            generators.add(new GeneratorSection("random", 1, none));
        }
        List<Path> seeds = new ArrayList<>();
        for (String seed : pool.texts("seeds")) {
            path(pool, "seeds", seed).ifPresent(seeds::add);
        }
        int perRound = pool.integer("perRound", 0, 0, MAX);
        int parents = pool.integer("parents", 20, 1, CampaignSpec.MOST_PARENTS);
        String shares = pool.choice("shares", "adaptive", List.of("adaptive", "fixed"));
        pool.has("training"); // read with what is looked for
        pool.has("prefilter"); // read by the learning part
        pool.finish();
        return new Pool(size, generators, seeds, perRound, parents, shares.equals("adaptive"));
    }

    // files of models and molecules are beside the campaign's file, as seeds are
    private Settings model(Settings section) {
        return section.tree().get("model") instanceof String file
                ? path(section, "model", file)
                        .map(path -> section.with("model", path.toString()))
                        .orElse(section)
                : section;
    }

    private Settings molecules(Settings generator) {
        if (!(generator.tree().get("molecules") instanceof List<?> molecules)) {
            return generator;
        }
        List<Object> resolved = new ArrayList<>();
        for (Object molecule : molecules) {
            if (molecule instanceof Map<?, ?> section && section.get("file") instanceof String file) {
                Map<Object, Object> changed = new LinkedHashMap<>(section);
                path(generator, "molecules", file).ifPresent(path -> changed.put("file", path.toString()));
                resolved.add(changed);
            } else {
                resolved.add(molecule);
            }
        }
        return generator.with("molecules", resolved);
    }

    private Optional<Path> path(Settings pool, String key, String text) {
        Supplier<Path> resolve = () -> {
            if (text.isBlank()) {
                throw new IllegalArgumentException("expected the name of a file, found \"" + text + "\"");
            }
            return directory.resolve(Path.of(text));
        };
        try {
            return pool.attempt(key, resolve);
        } catch (InvalidPathException e) {
            pool.reject(key, "expected the name of a file, found \"" + text + "\": " + e.getReason());
            return Optional.empty();
        }
    }

    private static Label label(Settings label) {
        int perRound = label.integer("perRound", 25, 1, MAX);
        Settings displacement = label.section("displacement");
        double start = displacement.number("start", 0.4, 0, 5);
        double factor = displacement.number("factor", 0.6, 0, 1);
        displacement.finish();
        double quorum = label.number("quorum", 1, 0.01, 1);
        label.finish();
        return new Label(perRound, start, factor, quorum);
    }

    private static Stop stop(Settings stop) {
        Stop found = new Stop(
                stop.integer("topK", 10, 1, MAX),
                stop.positive("tolerance", 0.01),
                stop.number("apart", 0, 0, 100),
                stop.integer("patience", 1, 1, MAX),
                stop.integer("rounds", 15, 1, MAX),
                stop.integer("labels", 3000, 1, MAX),
                stop.duration("walltime", Duration.ofDays(2)),
                stop.has("coreHours") ? stop.positive("coreHours", 1) : Double.POSITIVE_INFINITY,
                stop.has("improvement") ? Optional.of(stop.positive("improvement", 0.001)) : Optional.empty());
        if (found.walltime().isZero()) {
            stop.reject("walltime", "expected a duration above zero");
        }
        stop.finish();
        return found;
    }

    private static Calculate calculate(Settings calculate) {
        if (!calculate.has("code")) {
            calculate.reject("code", "expected the name of a code, such as potential or espresso, found nothing");
        }
        String code = calculate.text("code", "");
        Settings stages = calculate.section("stages");
        String label = stages.text("label", "static");
        List<String> last = stages.has("final") ? stages.texts("final") : List.of("coarse", "fine");
        stages.finish();
        Settings settings = calculate.section("settings");
        int perJob = calculate.integer("structuresPerJob", 10, 1, 100_000);
        RetryBudgets retries = retries(calculate.section("retries"));
        Map<String, Settings> stageSettings = stageSettings(calculate.section("stageSettings"), label, last);
        calculate.finish();
        return new Calculate(code, label, last, settings, perJob, retries, stageSettings);
    }

    private static Map<String, Settings> stageSettings(Settings section, String label, List<String> last) {
        Set<String> used = new TreeSet<>(last);
        used.add(label);
        Map<String, Settings> stages = new TreeMap<>();
        for (String stage : section.keys()) {
            if (used.contains(stage)) {
                stages.put(stage, section.section(stage));
            } else {
                section.reject(
                        stage,
                        "expected one of the stages in use, " + String.join(", ", used) + ", found \"" + stage + "\""
                                + Spelling.suggestion(stage, used));
            }
        }
        return stages;
    }

    private static RetryBudgets retries(Settings retries) {
        RetryBudgets found = new RetryBudgets(
                retries.integer("infrastructure", RetryBudgets.DEFAULT.infrastructure(), 0, MAX_RETRIES),
                retries.integer("dft", RetryBudgets.DEFAULT.dft(), 0, MAX_RETRIES),
                retries.integer("repairs", RetryBudgets.DEFAULT.repairs(), 0, MAX_RETRIES));
        retries.finish();
        return found;
    }

    private void checkTogether(PoolParts parts, Pool pool, Label label, Stop stop) {
        int size = pool.size();
        int learned = parts.hasTraining()
                ? parts.of(Role.TRAINING).stream().mapToInt(PoolPart::size).sum()
                : size;
        if (label.perRound() > learned && pool.seeds().isEmpty()) {
            root.section("label")
                    .reject(
                            "perRound",
                            "expected at most " + (parts.hasTraining() ? "pool.training.size" : "pool.size")
                                    + ", which is " + learned + ", found " + label.perRound());
        }
        if (label.perRound() > stop.labels()) {
            root.section("stop")
                    .reject(
                            "labels",
                            "expected at least label.perRound, which is " + label.perRound() + ", found "
                                    + stop.labels());
        }
        if (stop.topK() > size && pool.seeds().isEmpty()) {
            root.section("stop")
                    .reject("topK", "expected at most pool.size, which is " + size + ", found " + stop.topK());
        }
    }
}
