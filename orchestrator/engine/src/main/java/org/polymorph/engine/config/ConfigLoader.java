package org.polymorph.engine.config;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.timing.Windows;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Settings.Places;

/**
 * Reads campaign and site files. Layers, the later one wins: built-in defaults, the site's file, the campaign's file,
 * {@code --set key=value}, environment variables {@code POLYMORPH_SET_…}. Sections merge key by key; lists and single values
 * are replaced whole. <code>${env:NAME}</code> in a value is replaced by the environment variable.
 *
 * <p>Site files are looked for in {@code sites} beside the campaign's file, then in the directories of the environment
 * variable {@code POLYMORPH_SITES} (separated as in {@code PATH}), then in {@code ~/.config/polymorph/sites}, then on the class
 * path. Immutable.
 */
public final class ConfigLoader {
    private final Map<String, String> environment;
    private final Path home;

    /**
     * Makes a loader.
     *
     * @param environment environment variables
     * @param home the user's home directory
     */
    public ConfigLoader(Map<String, String> environment, Path home) {
        this.environment = Map.copyOf(environment);
        this.home = home;
    }

    /** Makes a loader with this process's environment. */
    public static ConfigLoader ofSystem() {
        return new ConfigLoader(System.getenv(), Path.of(System.getProperty("user.home", ".")));
    }

    /**
     * A campaign and the site it runs on.
     *
     * @param tree all settings in force, as merged from the layers; secrets stay <code>${env:NAME}</code>, so that it may be
     *     written down
     * @param places where each of them stands, for whoever checks them further
     */
    public record Loaded(CampaignSpec campaign, SiteSpec site, Map<String, Object> tree, Places places) {
        /** Returns all settings in force, to tell problems in their places; nothing read yet. */
        public Settings settings() {
            return Settings.of(tree, places);
        }

        /** Returns the same campaign on another form of its site. */
        public Loaded on(SiteSpec other) {
            return new Loaded(campaign, other, tree, places);
        }
    }

    /**
     * Reads a campaign's file together with that of its site.
     *
     * @param sets {@code key=value} each
     * @param siteName the site to use in place of the one in the file
     * @throws ConfigurationException with all problems of all layers
     */
    public Loaded campaign(Path file, List<String> sets, Optional<String> siteName) {
        return campaign(
                new Source(file.toString(), directoryOf(file), () -> YamlReader.file(file), false), sets, siteName);
    }

    /**
     * Reads the text of a campaign's file that lies in no file.
     *
     * @param name what problems call it
     * @param base directory that relative paths in it start from
     * @throws ConfigurationException with all problems of all layers
     */
    public Loaded campaignText(String text, String name, Path base, List<String> sets, Optional<String> siteName) {
        return campaign(new Source(name, base, () -> YamlReader.text(text, name), false), sets, siteName);
    }

    /**
     * Reads the text of a campaign's file that came over the network from somebody who may not read files or environment
     * variables of this machine, nor have it run commands.
     *
     * @param name what problems call it
     * @param base directory that stands for the one its file lies in
     * @throws ConfigurationException with all problems of all layers; where something is not for a stranger to say, with those
     *     alone
     */
    public Loaded campaignFromAfar(String text, String name, Path base, List<String> sets, Optional<String> siteName) {
        return campaign(new Source(name, base, () -> YamlReader.text(text, name), true), sets, siteName);
    }

    /**
     * Reads the settings of a campaign and its site once more, as they were written down.
     *
     * @param tree as {@link Loaded#tree} had it
     * @param base directory that relative paths in it start from
     * @param name what problems call it
     * @throws ConfigurationException with all problems, such as a variable of the environment that is not set any more
     */
    public Loaded stored(Map<String, Object> tree, Path base, String name) {
        List<String> problems = new ArrayList<>();
        Loaded loaded = read(ConfigNodes.tree(tree, name), base, problems);
        return new Loaded(loaded.campaign(), loaded.site(), tree, loaded.places());
    }

    /** Where a campaign's settings come from. */
    private record Source(String name, Path base, Supplier<ImmutableNode> reader, boolean isFromAfar) {}

    private Loaded campaign(Source source, List<String> sets, Optional<String> siteName) {
        List<String> problems = new ArrayList<>();
        List<SetValue> values = new ArrayList<>();
        sets.forEach(text -> collect(problems, () -> values.add(SetValue.option(text))));
        siteName.ifPresent(
                name -> values.add(new SetValue(List.of("site"), ConfigNodes.value(name, "--site"), "--site")));

        List<ImmutableNode> layers = new ArrayList<>();
        collect(problems, () -> layers.add(source.reader().get()));
        if (layers.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        ImmutableNode own = layers.get(0);
        if (source.isFromAfar()) {
            RemoteRules.check(own, values);
        }
        values.addAll(SetValue.environment(environment, problems));
        collect(problems, () -> layers.add(siteTree(siteNode(own, values), source)));
        ImmutableNode merged = layers.size() > 1 ? ConfigNodes.overlay(own, layers.get(1)) : own;
        for (SetValue value : values) {
            List<ImmutableNode> changed = new ArrayList<>();
            ImmutableNode before = merged;
            collect(problems, () -> changed.add(value.apply(before)));
            merged = changed.isEmpty() ? before : changed.get(0);
        }
        return read(merged, source.base(), problems);
    }

    private Loaded read(ImmutableNode merged, Path base, List<String> problems) {
        Interpolation variables = new Interpolation(environment, problems);
        MergedConfig config = new MergedConfig(variables.apply(merged));
        Settings settings = config.settings();
        CampaignSpec campaign = CampaignSpec.read(settings, base);
        SiteSpec site = SiteSpec.read(settings, home);
        site.checkCode(campaign.calculate().code(), settings);
        if (Windows.allOpenAt(List.of(campaign.window(), site.scheduler().window()), Instant.now())
                .isEmpty()) {
            settings.reject(
                    "window", "expected hours in which the window of site " + site.name() + " is open too, found none");
        }
        settings.finish();
        problems.addAll(variables.withoutUnset(settings.problems()));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems.stream().distinct().toList());
        }
        Settings shown = new MergedConfig(Interpolation.withoutSecrets(environment, merged)).settings();
        return new Loaded(campaign, site, shown.tree(), config::place);
    }

    /**
     * Reads a site's file alone.
     *
     * @throws ConfigurationException with all problems
     */
    public SiteSpec siteFile(Path file) {
        return site(YamlReader.file(file));
    }

    /**
     * Reads the file of a site by the site's name.
     *
     * @param directory where a folder {@code sites} is looked in first
     * @throws ConfigurationException with all problems
     */
    public SiteSpec site(String name, Path directory) {
        return site(named(siteFiles(directory).read(name, "--site"), name));
    }

    /**
     * Returns the sites that are found by name and where the file of each lies, in alphabetical order.
     *
     * @param directory where a folder {@code sites} is looked in first
     */
    public SortedMap<String, String> sites(Path directory) {
        return siteFiles(directory).all();
    }

    /**
     * Returns the text of a site's file, with its comments.
     *
     * @param directory where a folder {@code sites} is looked in first
     * @throws ConfigurationException if there is no such site
     */
    public String siteText(String name, Path directory) {
        return siteFiles(directory).text(name, "site show");
    }

    private SiteSpec site(ImmutableNode tree) {
        List<String> problems = new ArrayList<>();
        Interpolation variables = new Interpolation(environment, problems);
        Settings settings = new MergedConfig(variables.apply(tree)).settings();
        SiteSpec site = SiteSpec.read(settings, home);
        // a site may bring defaults for its campaigns; they are checked together with a campaign
        CampaignSpec.SECTIONS.forEach(settings::has);
        settings.finish();
        problems.addAll(variables.withoutUnset(settings.problems()));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return site;
    }

    /** Returns whether a file is a campaign's (it has the key {@code campaign} or {@code search}) and not a site's. */
    public static boolean isCampaign(Path file) {
        ImmutableNode root = YamlReader.file(file);
        return ConfigNodes.child(root, "campaign") != null || ConfigNodes.child(root, "search") != null;
    }

    /**
     * Checks campaign and site files.
     *
     * @return every problem of every file, each with its place; empty if all is well
     */
    public List<String> validate(List<Path> files, List<String> sets, Optional<String> siteName) {
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            collect(problems, () -> {
                if (isCampaign(file)) {
                    campaign(file, sets, siteName);
                } else {
                    siteFile(file);
                }
            });
        }
        return List.copyOf(problems);
    }

    private ImmutableNode siteTree(@Nullable ImmutableNode node, Source campaign) {
        String place = node == null ? campaign.name() : ConfigNodes.place(node);
        String name = node == null || node.getValue() == null
                ? SiteFiles.LOCAL
                : node.getValue().toString();
        try {
            return named(siteFiles(campaign.base()).read(name, place), name);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(place + ": site: " + e.getMessage());
        }
    }

    private static ImmutableNode named(ImmutableNode tree, String name) {
        ImmutableNode own = ConfigNodes.child(tree, "site");
        if (own != null && !name.equals(String.valueOf(own.getValue()))) {
            throw new ConfigurationException(ConfigNodes.place(own) + ": site: expected \"" + name
                    + "\", as the file is named, found \"" + own.getValue() + "\"");
        }
        return tree;
    }

    private static @Nullable ImmutableNode siteNode(ImmutableNode campaign, List<SetValue> values) {
        ImmutableNode node = ConfigNodes.child(campaign, "site");
        for (SetValue value : values) {
            node = value.path().equals(List.of("site")) ? value.value() : node;
        }
        return node;
    }

    private SiteFiles siteFiles(Path directory) {
        List<Path> directories = new ArrayList<>();
        directories.add(directory.resolve("sites"));
        Arrays.stream(environment.getOrDefault("POLYMORPH_SITES", "").split(":", -1))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .forEach(directories::add);
        directories.add(home.resolve(".config/polymorph/sites"));
        return new SiteFiles(directories);
    }

    private static Path directoryOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    /** Runs something whose problems are to be told together with others. */
    static void collect(List<String> problems, Runnable action) {
        try {
            action.run();
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
        }
    }
}
