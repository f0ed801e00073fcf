package org.polymorph.daemon.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.polymorph.components.campaign.CampaignSession;
import org.polymorph.components.campaign.CampaignSession.SharedData;
import org.polymorph.daemon.alert.Alerts;
import org.polymorph.daemon.loop.CampaignRunner;
import org.polymorph.daemon.loop.SelfCommand;
import org.polymorph.daemon.rest.SiteStatus;
import org.polymorph.engine.campaign.Wish;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.scheduler.local.WorkDirectoryInUseException;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.DatabaseAwayException;
import org.polymorph.engine.store.ScheduleControl;
import org.polymorph.engine.store.StoredCampaign;
import org.polymorph.engine.timing.ScheduleTicks;
import org.polymorph.model.spi.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on all campaigns of a database at once. Twice a second it looks at the rows: what is to run is started, what is done or
 * has met trouble is let go of. Campaigns share the processors, one computing at a time, and the places on each site. All that
 * it knows stands in the database, so that a kill at any moment loses nothing.
 */
public final class CampaignDaemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CampaignDaemon.class);
    private static final long LOOK_MILLIS = 500;

    private final SharedData data;
    private final CampaignControl control;
    private final ConfigLoader loader;
    private final Optional<Path> routes;
    private final Sites sites;
    private final SiteAlerts siteAlerts;
    private final Workers workers;
    private final Semaphore turns = new Semaphore(1, true);
    private final Map<String, CampaignRunner> runners = new LinkedHashMap<>();
    private final ScheduleTicks ticks;
    private final ScheduledExecutorService supervisor;
    private final CountDownLatch closed = new CountDownLatch(1);
    private String lookProblem = "";
    private String passing = "";

    /**
     * Takes over a directory and its database, and begins to look after the campaigns.
     *
     * @param data opened, locked against others and closed by the caller; schedules, windows, budgets and histories go by its clock,
     *     while looks at the rows and at jobs go by that of the machine
     * @param routes directory of route files to use in place of the built-in ones
     * @param threads for numerical work
     * @param alerts where what needs a person is told
     */
    public CampaignDaemon(SharedData data, ConfigLoader loader, Optional<Path> routes, int threads, Alerts alerts) {
        this.data = data;
        this.loader = loader;
        this.routes = routes;
        // whoever looks again soon does not wait for a server: that would hold up the end of this process
        Database prompt = data.database().prompt();
        control = new CampaignControl(prompt, data.clock());
        sites = new Sites(data.directory(), data.database());
        siteAlerts = new SiteAlerts(data.directory(), alerts, data.clock());
        workers = new Workers(threads);
        supervisor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "supervisor");
            thread.setDaemon(true);
            return thread;
        });
        ticks = new ScheduleTicks(new ScheduleControl(prompt, data.clock()), data.clock());
        var unused = supervisor.scheduleWithFixedDelay(this::lookOnce, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    public CampaignControl control() {
        return control;
    }

    /** Returns the campaigns that are worked on at this moment, by name. */
    public synchronized List<String> running() {
        return List.copyOf(runners.keySet());
    }

    /** Returns the sites that campaigns run on at this moment. */
    public List<SiteStatus> sites() {
        return sites.status(control.openJobs());
    }

    // an exception would end all later looks
    private void lookOnce() {
        try {
            look();
            lookProblem = "";
        } catch (RuntimeException e) {
            siteAlerts.failed(e);
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(lookProblem)) {
                LOG.warn("looking after the campaigns failed, it is tried again: {}", problem, e);
            }
            lookProblem = problem;
        }
    }

    private synchronized void look() {
        sites.cap(control.siteCaps());
        letGo();
        List<String> used = new ArrayList<>();
        List<StoredCampaign> unfinished = control.unfinished();
        Set<String> names = unfinished.stream().map(StoredCampaign::id).collect(Collectors.toSet());
        for (StoredCampaign campaign : unfinished) {
            // one that is to be cancelled has waited long enough
            boolean waits = campaign.wish() != Wish.CANCEL
                    && campaign.waitsFor().filter(names::contains).isPresent();
            if (!waits
                    && !runners.containsKey(campaign.id())
                    && campaign.trouble().isEmpty()) {
                start(campaign);
            }
        }
        runners.values().forEach(runner -> used.add(runner.session().site().name()));
        sites.retain(used);
        siteAlerts.look(sites.troubles());
    }

    private void start(StoredCampaign campaign) {
        try {
            Loaded loaded = loader.stored(campaign.spec(), Path.of(campaign.base()), "campaign " + campaign.id());
            Loaded complete = loaded.on(SelfCommand.completed(loaded.site()));
            var scheduler = sites.of(complete.site());
            CampaignSession session = CampaignSession.share(complete, data, workers, turns);
            runners.put(campaign.id(), CampaignRunner.start(session, scheduler, routes));
            LOG.info("campaign={} is worked on", campaign.id());
        } catch (RuntimeException e) {
            trouble(campaign.id(), e);
        }
    }

    private void letGo() {
        for (String id : List.copyOf(runners.keySet())) {
            CampaignRunner runner = runners.get(id);
            if (runner == null || !runner.session().end().isDone()) {
                continue;
            }
            try {
                var state = runner.session().end().get();
                LOG.info("campaign={} is done: {}", id, state.exit());
            } catch (ExecutionException e) {
                trouble(id, Objects.requireNonNullElse(e.getCause(), e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            runners.remove(id);
            runner.close();
        }
    }

    // a person has to look: the campaign stays as it is until it is resumed
    private void trouble(String id, Throwable failure) {
        Throwable problem = CampaignRunner.cause(failure);
        if (passes(problem)) {
            String told = id + ": " + problem.getMessage();
            if (!told.equals(passing)) {
                LOG.warn("campaign={} is let go of for now, and gone on with by itself: {}", id, problem.getMessage());
            }
            passing = told;
            return;
        }
        String message =
                String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
        // what the project throws itself is said in words for a person
        boolean words = problem.getClass().getPackageName().startsWith("org.polymorph.");
        String what = words ? message : problem.getClass().getSimpleName() + ": " + message;
        LOG.warn("campaign={} met trouble, nobody works on it before it is resumed: {}", id, what, problem);
        control.trouble(id, what);
    }

    // the server comes back; a daemon whose lease this one has taken over lets go of the jobs on this machine when it
    // ends
    private boolean passes(Throwable problem) {
        return problem instanceof DatabaseAwayException
                || (problem instanceof WorkDirectoryInUseException
                        && data.database().isShared());
    }

    /** Waits until it is closed, or the calling thread is interrupted. */
    public void await() throws InterruptedException {
        closed.await();
    }

    /** Stops working; campaigns and their jobs stay as they are, and jobs run on. */
    @Override
    public void close() {
        closed.countDown();
        ticks.close();
        supervisor.shutdownNow();
        try {
            var unused = supervisor.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            runners.values().forEach(CampaignRunner::close);
            runners.clear();
            sites.close();
            workers.close();
        }
    }
}
