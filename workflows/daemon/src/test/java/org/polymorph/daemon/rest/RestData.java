package org.polymorph.daemon.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.polymorph.daemon.loop.CampaignRunner;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;

/**
 * A data directory with a real search, run by the engine to its end, and a campaign with {@link LargePool}. Made once for all
 * tests of a process, which copy what they change.
 */
final class RestData {
    /** The real search. */
    static final String SEARCH = "si8";

    static final String YAML = """
            campaign: si8
            seed: 1
            search: {composition: Si8}
            pool:
              size: 24
              generators: [{type: random, minDistance: {Si-Si: 1.8}, volumePerAtom: [15, 28]}]
            label: {perRound: 10}
            surrogate: {type: ace, cutoff: 4.2}
            stop: {topK: 1, tolerance: 0.01, rounds: 15, labels: 300, walltime: 1h}
            calculate:
              code: potential
              stages: {label: static, final: [fine]}
              structuresPerJob: 4
              settings: {potential: sw, fmax: 0.0001}
            """;

    private RestData() {}

    private static final class Once {
        private static final Path DIRECTORY = make();
    }

    /** Returns the directory, to be read only. */
    static Path shared() {
        return Once.DIRECTORY;
    }

    /** Copies it into a directory that may be changed. */
    static Path copy(Path to) {
        try (Stream<Path> files = Files.walk(shared())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(shared().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path make() {
        try {
            Path directory = Files.createTempDirectory("rest-data");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            Path data = directory.resolve("data");
            run(YAML, data);
            try (Database database = Database.open(DataDirectory.database(data))) {
                LargePool.make(database, data);
            }
            return data;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a campaign to its end with its data in a directory. */
    static void run(String yaml, Path data) throws Exception {
        Loaded loaded =
                new ConfigLoader(Map.of(), data).campaignText(yaml, "campaign.yaml", data, List.of(), Optional.empty());
        try (CampaignRunner runner = CampaignRunner.start(loaded, data, Optional.empty())) {
            var unused = runner.session().end().get(5, TimeUnit.MINUTES);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // left for the system to clear away
        }
    }
}
