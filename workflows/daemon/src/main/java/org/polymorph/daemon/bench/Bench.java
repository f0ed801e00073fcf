package org.polymorph.daemon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.store.Directories;
import org.polymorph.model.spi.ConfigurationException;

/**
 * Repeats a campaign over seeds, several at a time, one thread each. What has ended is kept in files and not run again; a
 * campaign that was cut off goes on in its directory. Several processes may work on different seeds of one directory.
 */
public final class Bench {
    /** The campaign as its file has it. */
    public static final String CAMPAIGN = "campaign";

    /** What {@code select} is set to for each other way to select, on the same pools. */
    public static final Map<String, List<String>> SELECTIONS = selections();

    /** Marks the data of a search that has ended and is not to be kept; the first of its names, so that it goes last. */
    private static final String REMOVED = ".to-be-removed";

    private final BiFunction<Integer, List<String>, Loaded> loader;
    private final RecordFiles files;
    private final Place place;
    private final Optional<FirstHit> firstHit;

    /**
     * Where a bench works.
     *
     * @param directory of what its searches find
     * @param base the directory of the campaign's file: searches with another content of a file that the campaign names from
     *     there are not mixed
     * @param keep whether the data of campaigns that have ended stays
     * @param jobs the site whose jobs the searches are; empty where they run in this process
     */
    public record Place(Path directory, Path base, boolean keep, Optional<SiteSpec> jobs) {}

    /**
     * Makes a bench in a directory.
     *
     * @param loader reads the campaign with a seed and further settings
     * @param firstHit what each campaign is asked to end at; empty if each ends by itself
     */
    public Bench(BiFunction<Integer, List<String>, Loaded> loader, Place place, Optional<FirstHit> firstHit) {
        this.loader = loader;
        this.files = new RecordFiles(place.directory());
        this.place = place;
        this.firstHit = firstHit;
    }

    private static Map<String, List<String>> selections() {
        Map<String, List<String>> selections = new LinkedHashMap<>();
        selections.put("greedy", List.of("select.score=lcb", "select.kappa=0"));
        selections.put("uncertainty", List.of("select.score=uncertainty"));
        selections.put("random", List.of("select.score=random"));
        return selections;
    }

    /** Is told of searches, on the thread that waits for them. */
    public interface Listener {
        /** Is called at the beginning, with those that had ended before, and whenever one has ended. */
        void at(int done, int total);

        /** Is told what one has found, as soon as it has ended. */
        void ended(SearchRecord search);

        /** Is told of one that could not be run; the others go on. */
        void failed(String reason);
    }

    /** One search that is to be done. */
    private record Task(String method, int seed) {}

    /**
     * Runs what has not ended yet, and returns all searches by method; those that could not be run are not among them.
     *
     * @param methods ways to select besides the campaign's own, of {@link #SELECTIONS}
     * @param random whether plain random search is run on the same pools
     * @param listener is told of searches that have ended
     * @throws ConfigurationException if the directory is one of a bench with other settings, or another content of files that they name
     * @throws InterruptedException if the calling thread is interrupted; what has ended is kept
     */
    public Map<String, List<SearchRecord>> run(
            List<Integer> seeds, List<String> methods, boolean random, int threads, Listener listener)
            throws InterruptedException {
        Loaded first = loader.apply(seeds.get(0), List.of());
        Map<String, Object> settings = new LinkedHashMap<>(first.tree());
        firstHit.ifPresent(hit -> settings.put("until-hit", hit.settings()));
        files.open(settings, place.base());
        List<String> all = new ArrayList<>();
        all.add(CAMPAIGN);
        all.addAll(methods);
        if (random) {
            all.add(RandomSearch.METHOD);
        }
        Map<String, List<Integer>> missing = new LinkedHashMap<>();
        for (String method : all) {
            missing.put(
                    method,
                    seeds.stream()
                            .filter(seed -> files.load(method, seed).isEmpty())
                            .toList());
        }
        for (String method : all) {
            seeds.stream()
                    .filter(seed -> files.load(method, seed).isPresent())
                    .forEach(seed -> removeMarked(files.campaign(method, seed)));
        }
        int total = all.size() * seeds.size();
        if (place.jobs().isPresent()) {
            new SearchJobs(place.jobs().get(), files, place, this::loaded).work(missing, total, listener);
        } else {
            work(missing, threads, total, listener);
        }
        Map<String, List<SearchRecord>> searches = new LinkedHashMap<>();
        for (String method : all) {
            searches.put(
                    method,
                    seeds.stream()
                            .flatMap(seed -> files.load(method, seed).stream())
                            .toList());
        }
        return searches;
    }

    private Loaded loaded(int seed, String method) {
        return loader.apply(seed, SELECTIONS.getOrDefault(method, List.of()));
    }

    private void work(Map<String, List<Integer>> missing, int threads, int total, Listener listener)
            throws InterruptedException {
        List<Task> left = new ArrayList<>();
        missing.forEach((method, seeds) -> seeds.forEach(seed -> left.add(new Task(method, seed))));
        int done = total - left.size();
        listener.at(done, total);
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "polymorph-bench");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<SearchRecord> service = new ExecutorCompletionService<>(executor);
            left.forEach(task -> service.submit(search(task)));
            for (int i = 0; i < left.size(); i++) {
                try {
                    listener.ended(service.take().get());
                    listener.at(++done, total);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof RuntimeException cause)) {
                        throw new IllegalStateException(e.getCause());
                    }
                    listener.failed(Objects.requireNonNullElse(cause.getMessage(), cause)
                            .toString());
                }
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private Callable<SearchRecord> search(Task task) {
        return () -> {
            try {
                SearchRecord search = record(task);
                if (task.method().equals(RandomSearch.METHOD)) {
                    files.save(search);
                    return search;
                }
                Path campaign = files.campaign(task.method(), task.seed());
                mark(campaign);
                files.save(search);
                removeMarked(campaign);
                return search;
            } catch (RuntimeException e) {
                throw new IllegalStateException(
                        task.method() + ", seed " + task.seed() + ": " + Objects.requireNonNullElse(e.getMessage(), e),
                        e);
            }
        };
    }

    private SearchRecord record(Task task) throws InterruptedException {
        Loaded loaded = loaded(task.seed(), task.method());
        Optional<Oracle> oracle = Oracle.of(loaded.campaign());
        if (task.method().equals(RandomSearch.METHOD)) {
            return RandomSearch.run(loaded.campaign(), oracle.orElseThrow(), task.seed());
        }
        return new CampaignSearch(task.method(), loaded, oracle, firstHit.map(hit -> hit::is))
                .run(files.campaign(task.method(), task.seed()));
    }

    // A kill may come between the record of a search and the end of its data: marked data goes when the bench goes on.
    private void mark(Path campaign) {
        try {
            Path mark = campaign.resolve(REMOVED);
            if (place.keep()) {
                Files.deleteIfExists(mark);
            } else {
                Files.writeString(mark, "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(campaign + ": cannot be written to", e);
        }
    }

    private static void removeMarked(Path campaign) {
        if (Files.exists(campaign.resolve(REMOVED))) {
            try {
                Directories.delete(campaign);
            } catch (IOException e) {
                throw new UncheckedIOException(campaign + ": cannot be removed", e);
            }
        }
    }
}
