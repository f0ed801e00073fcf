package org.polymorph.daemon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.polymorph.components.batch.Schedulers;
import org.polymorph.daemon.bench.Bench.Listener;
import org.polymorph.daemon.loop.SelfCommand;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.spi.BatchScheduler;
import org.polymorph.model.spi.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches of a bench as jobs of a site, one processor each: the job is {@code bench} with one seed, by the program that the site
 * names in {@code codes.potential}, and what it leaves is what a search leaves here. Jobs outlive this process; begun again, it
 * finds them. One that ended without a record is tried anew the next time, under another name.
 */
final class SearchJobs {
    private static final Logger LOG = LoggerFactory.getLogger(SearchJobs.class);
    private static final String FILE = "campaign.yaml";
    private static final String KNOWN = "known.json";
    private static final long LONGEST_PAUSE_MILLIS = 2000;
    private static final int TOLD = 300;

    private final SiteSpec site;
    private final RecordFiles files;
    private final Bench.Place place;
    private final Loader loader;

    /** Reads the campaign of a search. */
    @FunctionalInterface
    interface Loader {
        Loaded load(int seed, String method);
    }

    /**
     * One job.
     *
     * @param random whether the pool of its seed is relaxed whole as well
     */
    private record Job(String method, int seed, boolean random) {}

    SearchJobs(SiteSpec site, RecordFiles files, Bench.Place place, Loader loader) {
        this.site = SelfCommand.completed(site);
        this.files = files;
        this.place = place;
        this.loader = loader;
    }

    /**
     * Has all searches done that are missing, and waits for them.
     *
     * @param missing seeds by method
     * @throws InterruptedException if the calling thread is interrupted; the jobs go on
     */
    void work(Map<String, List<Integer>> missing, int total, Listener listener) throws InterruptedException {
        int done = total - missing.values().stream().mapToInt(List::size).sum();
        listener.at(done, total);
        if (done == total) {
            return;
        }
        Path directory = place.directory().resolve("jobs");
        try (BatchScheduler scheduler = Schedulers.alone(site, directory)) {
            Map<String, Job> open = new LinkedHashMap<>();
            for (Job job : jobs(missing)) {
                open.put(submit(scheduler, job), job);
            }
            long pause = Math.min(site.scheduler().pollInterval().toMillis(), LONGEST_PAUSE_MILLIS);
            while (!open.isEmpty()) {
                for (JobSnapshot snapshot :
                        scheduler.status(List.copyOf(open.keySet())).values()) {
                    Job job = Objects.requireNonNull(open.get(snapshot.token()));
                    OptionalInt found = snapshot.state().isTerminal()
                            ? end(scheduler, job, snapshot, listener)
                            : OptionalInt.empty();
                    if (found.isPresent()) {
                        open.remove(snapshot.token());
                        done += found.getAsInt();
                        listener.at(done, total);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(open.isEmpty() ? 0 : pause);
            }
        }
    }

    // random search goes with the campaign of the same seed
    private List<Job> jobs(Map<String, List<Integer>> missing) {
        List<Integer> random = new ArrayList<>(missing.getOrDefault(RandomSearch.METHOD, List.of()));
        List<Job> jobs = new ArrayList<>();
        missing.forEach((method, seeds) -> {
            if (!method.equals(RandomSearch.METHOD)) {
                for (Integer seed : seeds) {
                    jobs.add(new Job(method, seed, method.equals(Bench.CAMPAIGN) && random.remove(seed)));
                }
            }
        });
        random.forEach(seed -> jobs.add(new Job(Bench.CAMPAIGN, seed, true)));
        return jobs;
    }

    // under the first name that no failed job has had
    private String submit(BatchScheduler scheduler, Job job) {
        for (int attempt = 1; ; attempt++) {
            String token = String.join(
                    "-",
                    "pm-bench",
                    files.identity(),
                    job.method(),
                    Integer.toString(job.seed()),
                    Integer.toString(attempt));
            if (!scheduler.knows(token)) {
                var unused = scheduler.submit(request(token, job));
                return token;
            }
            JobSnapshot known =
                    Objects.requireNonNull(scheduler.status(List.of(token)).get(token));
            if (!known.state().isTerminal() || mayHaveLeft(scheduler, job, known)) {
                return token;
            }
        }
    }

    private boolean mayHaveLeft(BatchScheduler scheduler, Job job, JobSnapshot ended) {
        try {
            return !records(scheduler, job, ended).isEmpty();
        } catch (UnknownOutcomeException e) {
            return true;
        } catch (UncheckedIOException e) {
            LOG.debug("job={} has left a record that cannot be read", ended.token(), e);
            return false;
        }
    }

    private JobRequest request(String token, Job job) {
        Loaded loaded = loader.load(job.seed(), job.method());
        List<InputFile> inputs = new ArrayList<>();
        Map<String, String> shipped = new LinkedHashMap<>();
        NamedFiles.paths(loaded.tree(), place.base()).forEach((name, file) -> {
            String there = "input-" + (shipped.size() + 1) + suffix(file);
            shipped.put(name, there);
            inputs.add(new InputFile(there, bytes(file)));
        });
        inputs.add(InputFile.text(FILE, RecordFiles.text(NamedFiles.renamed(ofItself(loaded.tree()), shipped))));
        Optional<Path> known = job.random() ? files.record(job.method(), job.seed()) : Optional.empty();
        known.ifPresent(file -> inputs.add(new InputFile(KNOWN, bytes(file))));
        return new JobRequest(
                token,
                inputs,
                script(job, known.isPresent()),
                new Resources(
                        1, 1, site.resources().walltime(), site.resources().memoryPerTaskMiB()));
    }

    // Directories of a job stay where they are, and the records lie in some.
    private String script(Job job, boolean known) {
        Settings program = site.code("potential");
        String record = RecordFiles.name(job.seed()) + ".json";
        List<String> lines = new ArrayList<>(program.texts("prelude"));
        if (known) {
            lines.add("mkdir -p bench/campaign && cp " + KNOWN + " bench/campaign/" + record + " || exit 74");
        }
        lines.add(program.text("command", "polymorph") + " bench " + FILE + " --from " + job.seed()
                + " --repeat 1 --threads 1 --dir bench" + (job.random() ? "" : " --no-random-search")
                + " --json > report.json");
        lines.add("ended=$?");
        lines.add("for method in " + Bench.CAMPAIGN + " " + RandomSearch.METHOD + "; do");
        lines.add(
                "    [ ! -f bench/$method/" + record + " ] || cp bench/$method/" + record + " $method.json || exit 74");
        lines.add("done");
        lines.add("exit $ended");
        return String.join("\n", lines) + "\n";
    }

    // on the machine of the job, which is all the site that it needs
    private static Map<String, Object> ofItself(Map<String, Object> tree) {
        Map<String, Object> own = new LinkedHashMap<>(tree);
        own.keySet()
                .removeAll(
                        List.of("site", "transport", "scheduler", "workDir", "resources", "window", "seed", "threads"));
        return own;
    }

    private static String suffix(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot >= 0 && name.substring(dot).matches("\\.[A-Za-z0-9]+") ? name.substring(dot) : "";
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    // how many records a job has left; empty where the site does not answer, and is to be asked again
    private OptionalInt end(BatchScheduler scheduler, Job job, JobSnapshot snapshot, Listener listener) {
        int wanted = (files.record(job.method(), job.seed()).isEmpty() ? 1 : 0) + (job.random() ? 1 : 0);
        String search = job.method() + ", seed " + job.seed() + ": ";
        try {
            List<SearchRecord> found = records(scheduler, job, snapshot);
            Optional<String> problem =
                    found.size() < wanted ? Optional.of(reason(scheduler, snapshot)) : Optional.empty();
            found.forEach(record -> {
                files.save(record);
                listener.ended(record);
            });
            problem.ifPresent(words -> listener.failed(search + words));
            return OptionalInt.of(found.size());
        } catch (UnknownOutcomeException e) {
            LOG.debug("job={} has ended, and its files are not here yet: {}", snapshot.token(), e.getMessage());
            return OptionalInt.empty();
        } catch (UncheckedIOException e) {
            listener.failed(search + e.getMessage());
            return OptionalInt.of(0);
        }
    }

    // those that are missing here; none where the job did not end by itself
    private List<SearchRecord> records(BatchScheduler scheduler, Job job, JobSnapshot snapshot) {
        if (snapshot.state() != JobState.COMPLETED) {
            return List.of();
        }
        Path there = scheduler.retrieve(snapshot.token());
        List<SearchRecord> found = new ArrayList<>();
        if (files.load(job.method(), job.seed()).isEmpty()) {
            record(there, Bench.CAMPAIGN, job)
                    .map(search -> search.as(job.method()))
                    .ifPresent(found::add);
        }
        if (job.random()) {
            record(there, RandomSearch.METHOD, job).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<SearchRecord> record(Path directory, String method, Job job) {
        return Optional.of(directory.resolve(method + ".json"))
                .filter(Files::isRegularFile)
                .map(file -> RecordFiles.read(file, method, job.seed()));
    }

    private static String reason(BatchScheduler scheduler, JobSnapshot snapshot) {
        String words = "job " + snapshot.token() + " "
                + snapshot.state().name().toLowerCase(Locale.ROOT)
                + (snapshot.schedulerWord().isBlank() ? "" : " (" + snapshot.schedulerWord() + ")");
        if (snapshot.state() != JobState.COMPLETED) {
            return words;
        }
        Path said = scheduler.retrieve(snapshot.token()).resolve("stderr");
        String text = Files.isRegularFile(said) ? new String(bytes(said), StandardCharsets.UTF_8).strip() : "";
        return words + ", without a record"
                + (text.isEmpty()
                        ? ""
                        : "; it said: "
                                + text.substring(Math.max(0, text.length() - TOLD))
                                        .replace('\n', ' '));
    }
}
