package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.tests.PolymorphProcess;

/**
 * A search with its data directory. Immutable.
 *
 * @param directory where its processes run and the folder {@code data} lies
 * @param campaign the campaign's file
 * @param arguments of {@code run}, besides the file and the data directory
 * @param environment of its processes, besides what they inherit
 */
record Search(Path directory, Path campaign, List<String> arguments, Map<String, String> environment) {
    /** Settings that end {@code examples/si8.yaml} within some nine seconds of processor time. */
    private static final List<String> SMALL = List.of(
            "pool.size=24", "label.perRound=10", "stop.topK=1", "calculate.structuresPerJob=4", "surrogate.cutoff=4.2");

    Search {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Makes a search as {@code examples/si8.yaml} says, in a directory that is made if it is missing. */
    static Search silicon(Path directory) throws IOException {
        Path example = PolymorphProcess.checkout().resolve("examples/si8.yaml");
        return new Search(Files.createDirectories(directory), example, List.of(), Map.of());
    }

    /** Makes a search that is too small to find much, and quick. */
    static Search small(Path directory) throws IOException {
        return silicon(directory).with(SMALL.toArray(String[]::new));
    }

    /** Returns this search with other settings. */
    Search with(String... settings) {
        List<String> more = new ArrayList<>(arguments);
        for (String setting : settings) {
            more.addAll(List.of("--set", setting));
        }
        return new Search(directory, campaign, more, environment);
    }

    /** Returns this search with a further argument of {@code run}. */
    Search withArguments(String... further) {
        List<String> more = new ArrayList<>(arguments);
        more.addAll(List.of(further));
        return new Search(directory, campaign, more, environment);
    }

    /** Returns this search on a site of its own, whose file is written beside the data. */
    Search onSite(String name, String yaml) throws IOException {
        Path sites = Files.createDirectories(directory.resolve("sites"));
        Files.writeString(sites.resolve(name + ".yaml"), "site: " + name + "\n" + yaml);
        Map<String, String> more = new TreeMap<>(environment);
        more.put("POLYMORPH_SITES", sites.toString());
        return new Search(directory, campaign, arguments, more).withArguments("--site", name);
    }

    Path data() {
        return directory.resolve("data");
    }

    /** Starts or resumes the search without waiting for it. */
    Process start() throws IOException {
        return process().start(command());
    }

    /** Starts or resumes the search and waits for its end. */
    PolymorphProcess.Ended run() throws IOException, InterruptedException {
        return process().run(command());
    }

    /** Runs another command on the data directory. */
    PolymorphProcess.Ended ask(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--dir", data().toString()));
        // streams of its own: the search may be running
        return PolymorphProcess.in(Files.createDirectories(directory.resolve("asking")))
                .run(words.toArray(String[]::new));
    }

    /** Returns everything that the search has found, to the last digit: the final table and all labels. */
    String findings() throws IOException, InterruptedException {
        return ask("results", "--json").exits(0).out()
                + ask("export", "--what", "labels", "-o", "-").exits(0).out();
    }

    String said() throws IOException {
        return Files.readString(directory.resolve("stderr"));
    }

    private String[] command() {
        List<String> words = new ArrayList<>(List.of("run", campaign.toString(), "--dir", data().toString()));
        words.addAll(arguments);
        return words.toArray(String[]::new);
    }

    private PolymorphProcess process() {
        PolymorphProcess process = PolymorphProcess.in(directory);
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            process = process.withEnvironment(variable.getKey(), variable.getValue());
        }
        assertThat(directory).isDirectory();
        return process;
    }
}
