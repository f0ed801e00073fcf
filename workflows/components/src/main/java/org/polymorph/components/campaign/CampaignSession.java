package org.polymorph.components.campaign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.polymorph.components.surrogate.PoolSteps;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.campaign.Wish;
import org.polymorph.engine.config.CampaignSpec;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.engine.store.CampaignBook;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.DatabaseLedger;
import org.polymorph.engine.store.StoredCampaign;
import org.polymorph.engine.timing.Windows;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.model.units.Units;
import org.polymorph.surrogate.select.PoolFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A campaign opened for work: in a data directory of its own, or in one that it shares with others of the same process. Nobody
 * else can open it meanwhile. Put it into the Camel registry under the name that {@code campaign:NAME} endpoints use. Thread-safe.
 */
public final class CampaignSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CampaignSession.class);

    /** Candidates relaxed between two commits. */
    static final int PART_SIZE = 50;

    private static final Set<Wish> GOING_ON = EnumSet.of(Wish.RUN, Wish.STOP);

    /** Settings and sections that change how a campaign runs but not what it finds. */
    private static final Set<String> FREE_KEYS = Set.of("threads", "resources", "window");

    /** Of how a site is reached and how jobs wait there, what a campaign stays with: its jobs are there, in their scheduler's books. */
    private static final Map<String, Set<String>> LASTING =
            Map.of("transport", Set.of("type", "host"), "scheduler", Set.of("type"));

    private final CampaignSpec spec;
    private final SiteSpec site;
    private final Path directory;
    private final Clock clock;
    private final Path training;
    private final Database database;
    private final CampaignBook book;
    private final Workers workers;
    private final Semaphore turns;
    private final Runnable closing;
    private final Activity activity = new Activity();
    private final SiteTrouble siteTrouble;
    private final CompletableFuture<CampaignState> end = new CompletableFuture<>();
    private final CompletableFuture<Void> cancelling = new CompletableFuture<>();

    private CampaignSession(
            CampaignSpec spec,
            SiteSpec site,
            SharedData data,
            Path training,
            Workers workers,
            Semaphore turns,
            Runnable closing) {
        this.spec = spec;
        this.site = site;
        this.directory = data.directory();
        this.training = training;
        this.database = data.database();
        this.clock = data.clock();
        this.book = new CampaignBook(rules(spec, site), database, DataDirectory.objects(directory), clock);
        this.workers = workers;
        this.turns = turns;
        this.siteTrouble = new SiteTrouble(directory);
        this.closing = closing;
    }

    /**
     * A data directory and its database, opened by somebody who closes them after all sessions.
     *
     * @param clock which budgets, windows and histories go by
     */
    public record SharedData(Path directory, Database database, Clock clock) {
        public SharedData(Path directory, Database database) {
            this(directory, database, Clock.systemUTC());
        }
    }

    /**
     * Opens a campaign that shares its directory, and the processors, with others: begins it, or goes on with it where it was
     * left. Closing the session closes nothing of what is shared.
     *
     * @param turns one permit a campaign that may compute at a time; fair, so that each has its turn
     */
    public static CampaignSession share(Loaded loaded, SharedData data, Workers workers, Semaphore turns) {
        CampaignSpec spec = loaded.campaign();
        Path training = data.directory().resolve("training").resolve(spec.name());
        CampaignSession session = new CampaignSession(spec, loaded.site(), data, training, workers, turns, () -> {});
        session.book.start(loaded.tree());
        session.checkEnd();
        return session;
    }

    /**
     * Opens a campaign: begins it in an empty directory, or goes on with it where it was left.
     *
     * @throws ConfigurationException if the directory holds another campaign, or this one with other settings
     * @throws org.polymorph.engine.store.DirectoryInUseException if another process has the directory open
     */
    public static CampaignSession open(Loaded loaded, Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new ConfigurationException(path + ": expected a directory for the campaign, found a file");
        }
        CampaignSpec spec = loaded.campaign();
        DataDirectory directory = DataDirectory.open(path);
        Database database = null;
        try {
            database = Database.open(DataDirectory.database(path));
            requireSameCampaign(database, loaded, path);
            Database own = database;
            Workers workers = new Workers(spec.threads());
            CampaignSession session = new CampaignSession(
                    spec,
                    loaded.site(),
                    new SharedData(directory.path(), own),
                    directory.path().resolve("training"),
                    workers,
                    new Semaphore(1, true),
                    () -> {
                        workers.close();
                        own.close();
                        directory.close();
                    });
            try {
                session.book.start(loaded.tree());
                session.checkEnd();
                return session;
            } catch (RuntimeException e) {
                workers.close();
                throw e;
            }
        } catch (RuntimeException e) {
            if (database != null) {
                database.close();
            }
            directory.close();
            throw e;
        }
    }

    private static CampaignRules rules(CampaignSpec spec, SiteSpec site) {
        int perJob = Math.min(
                spec.calculate().structuresPerJob(),
                Providers.of(DftCode.class).get(spec.calculate().code()).maxStructuresPerJob());
        Settings surrogate = spec.sections().surrogate();
        CampaignMachine machine = new CampaignMachine(
                spec.name(),
                spec.stop().rounds(),
                spec.stop().labels(),
                PoolSteps.surrogate(surrogate).fewestLabels(surrogate),
                PART_SIZE,
                spec.pool().perRound() > 0,
                PoolFilter.of(spec.sections().prefilter())
                        .map(PoolFilter::learns)
                        .orElse(false));
        return new CampaignRules(
                machine,
                spec.label().quorum(),
                perJob,
                spec.calculate().labelStage(),
                spec.calculate().finalStages(),
                spec.stop().topK(),
                spec.stop().walltime(),
                spec.stop().coreHours(),
                site.name(),
                Math.max(site.resources().nodes(), site.resources().tasks()),
                spec.calculate().retries(),
                spec.search().pressure() * Units.GPA);
    }

    private static Map<String, Object> lasting(Map<String, Object> tree) {
        Map<String, Object> lasting = new TreeMap<>(tree);
        lasting.keySet().removeAll(FREE_KEYS);
        LASTING.forEach((name, keys) -> lasting.computeIfPresent(name, (same, section) -> {
            if (!(section instanceof Map<?, ?> values)) {
                return section;
            }
            Map<Object, Object> left = new LinkedHashMap<>(values);
            left.keySet().retainAll(keys);
            return left.isEmpty() ? null : left;
        }));
        return lasting;
    }

    private static void requireSameCampaign(Database database, Loaded loaded, Path path) {
        String name = loaded.campaign().name();
        List<String> others = CampaignReader.campaigns(database);
        if (!others.isEmpty() && !others.contains(name)) {
            throw new ConfigurationException(path + ": holds the campaign " + String.join(", ", others)
                    + ", expected an empty directory or one of " + name + "; name another with --dir");
        }
        CampaignReader.of(name, database, path)
                .campaign()
                .map(StoredCampaign::spec)
                .ifPresent(stored -> {
                    List<String> differences = new ArrayList<>();
                    compare("", lasting(stored), lasting(database.canonical(loaded.tree())), differences);
                    if (!differences.isEmpty()) {
                        throw new ConfigurationException(path + ": the campaign was begun with other settings: "
                                + String.join("; ", differences)
                                + ". Take them back to go on with it, or begin another with --dir");
                    }
                });
    }

    private static void compare(String key, Object stored, Object wanted, List<String> differences) {
        if (stored instanceof Map<?, ?> a && wanted instanceof Map<?, ?> b) {
            TreeSet<String> keys = new TreeSet<>();
            a.keySet().forEach(k -> keys.add(String.valueOf(k)));
            b.keySet().forEach(k -> keys.add(String.valueOf(k)));
            for (String k : keys) {
                Object left = a.get(k);
                Object right = b.get(k);
                compare(
                        key.isEmpty() ? k : key + "." + k,
                        left == null ? "(not set)" : left,
                        right == null ? "(not set)" : right,
                        differences);
            }
        } else if (!Objects.equals(stored, wanted)) {
            differences.add(key + " was " + stored + ", now " + wanted);
        }
    }

    public CampaignSpec spec() {
        return spec;
    }

    public SiteSpec site() {
        return site;
    }

    public CampaignBook book() {
        return book;
    }

    public CampaignReader reader() {
        return book.reader();
    }

    /** Returns what people ask of campaigns with, such as to stop. */
    public CampaignControl control() {
        return new CampaignControl(database, clock);
    }

    public Workers workers() {
        return workers;
    }

    public Activity activity() {
        return activity;
    }

    /** Returns the books for the scheduler of this campaign's jobs; they last as long as the session. */
    public JobLedger ledger() {
        return DatabaseLedger.in(database, site.name());
    }

    SiteTrouble siteTrouble() {
        return siteTrouble;
    }

    public Path directory() {
        return directory;
    }

    /** Waits until this campaign may compute; {@link Semaphore#release} the permit when it has. */
    Semaphore turn() throws InterruptedException {
        turns.acquire();
        return turns;
    }

    /** Returns what a person asks of the campaign now: outside its windows, to begin nothing. */
    Wish wish() {
        Wish wish = book.wish();
        if (wish == Wish.CANCEL) {
            cancelling.complete(null);
        }
        return GOING_ON.contains(wish) && waiting().isPresent() ? Wish.PAUSE : wish;
    }

    /** Returns whether work may be begun now. */
    boolean goesOn() {
        return GOING_ON.contains(wish());
    }

    /** Returns what the campaign waits for, in words, where its window or that of its site is closed. */
    public Optional<String> waiting() {
        return Windows.waiting(List.of(spec.window(), site.scheduler().window()), clock.instant());
    }

    /** Returns what is completed when the campaign is seen to be cancelled: nothing is emitted any more. */
    public CompletableFuture<Void> cancelling() {
        return cancelling;
    }

    /** Returns where a training leaves its state until its model is in the books. */
    Checkpoint trainingState() {
        return state(training);
    }

    /** Returns where the training of a pre-filter leaves its state until what it has filtered is in the books. */
    Checkpoint filterState() {
        return state(training.resolveSibling(training.getFileName() + "-of-filter"));
    }

    private Checkpoint state(Path place) {
        return Checkpoint.in(place, where -> LOG.info("campaign={} training goes on from {}", spec.name(), where));
    }

    /** Returns the campaign's seed. */
    public Seed seed() {
        return new Seed(spec.seed());
    }

    /** Returns what is completed when the campaign has ended, or completed exceptionally when its work failed. */
    public CompletableFuture<CampaignState> end() {
        return end;
    }

    /** Returns whether there is no more to do: ended or failed. */
    boolean isOver() {
        return end.isDone();
    }

    /** Ends the session because work failed; the campaign itself stays as it is and can be gone on with. */
    public void fail(Throwable cause) {
        end.completeExceptionally(cause);
    }

    /** Completes {@link #end} if the campaign is done. */
    public void checkEnd() {
        CampaignState state = reader().campaign().orElseThrow().state();
        if (state.phase() == Phase.DONE) {
            end.complete(state);
        }
    }

    @Override
    public void close() {
        closing.run();
    }
}
