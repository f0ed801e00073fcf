package org.polymorph.engine.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;

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
        Pool pool = pool(root.section("pool"));
        Label label = label(root.section("label"));
        Stop stop = stop(root.section("stop"));
        checkTogether(pool, label, stop);
        return new CampaignSpec(
                name,
                root.integer("seed", 1, 0, Integer.MAX_VALUE),
                search(root.section("search")),
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
                root.section("surrogate"), root.section("relax"), root.section("cluster"), root.section("select"));
    }

    private static Search search(Settings search) {
        Search found =
                new Search(composition(search), search.number("pressure", 0, -MAX_PRESSURE_GPA, MAX_PRESSURE_GPA));
        search.finish();
        return found;
    }

    private static Composition composition(Settings search) {
        if (search.has("elements")) {
            search.reject(
                    "elements", "a variable composition is not possible yet: give one composition, such as Al4O6");
            search.has("composition");
            return NOTHING;
        }
        Object value = search.tree().get("composition");
        if (value == null) {
            search.reject("composition", "expected a formula such as Si8 or Al4O6, found nothing");
            return NOTHING;
        }
        if (value instanceof List || value instanceof Map || value.toString().matches(".*[-,].*")) {
            search.reject(
                    "composition",
                    "several compositions in one campaign are not possible yet: give one, such as Si16, found \""
                            + value + "\"");
            return NOTHING;
        }
        return search.parsed("composition", Composition::parse).orElse(NOTHING);
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
            generators.add(new GeneratorSection("random", 1, Settings.empty()));
        }
        List<Path> seeds = new ArrayList<>();
        for (String seed : pool.texts("seeds")) {
            path(pool, "seeds", seed).ifPresent(seeds::add);
        }
        int perRound = pool.integer("perRound", 0, 0, MAX);
        int parents = pool.integer("parents", 20, 1, CampaignSpec.MOST_PARENTS);
        String shares = pool.choice("shares", "adaptive", List.of("adaptive", "fixed"));
        pool.finish();
        return new Pool(size, generators, seeds, perRound, parents, shares.equals("adaptive"));
    }

    // files of models and molecules are beside the campaign's file, as seeds are
    private Settings model(Settings generator) {
        return generator.tree().get("model") instanceof String file
                ? path(generator, "model", file)
                        .map(path -> generator.with("model", path.toString()))
                        .orElse(generator)
                : generator;
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
                stop.integer("patience", 1, 1, MAX),
                stop.integer("rounds", 15, 1, MAX),
                stop.integer("labels", 3000, 1, MAX),
                stop.duration("walltime", Duration.ofDays(2)),
                stop.has("coreHours") ? stop.positive("coreHours", 1) : Double.POSITIVE_INFINITY);
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
                                + Settings.suggestion(stage, used));
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

    private void checkTogether(Pool pool, Label label, Stop stop) {
        int size = pool.size();
        if (label.perRound() > size && pool.seeds().isEmpty()) {
            root.section("label")
                    .reject("perRound", "expected at most pool.size, which is " + size + ", found " + label.perRound());
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
