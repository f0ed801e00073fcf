package org.polymorph.daemon.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.polymorph.components.batch.Schedulers;
import org.polymorph.components.batch.SiteScheduler;
import org.polymorph.daemon.rest.SiteStatus;
import org.polymorph.daemon.rest.SiteStatus.Breaker;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.store.AlertKind;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.DatabaseLedger;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.spi.BatchScheduler;
import org.polymorph.model.spi.ConfigurationException;

/** One scheduler a site, shared by the campaigns that run there. Thread-safe. */
final class Sites implements AutoCloseable {
    private final Path directory;
    private final Database database;
    private final Map<String, Site> open = new HashMap<>();
    private Map<String, Integer> caps = Map.of();

    private record Site(SiteSpec spec, SiteScheduler scheduler) {}

    Sites(Path directory, Database database) {
        this.directory = directory;
        this.database = database;
    }

    /**
     * Returns the scheduler of a site, opening it on first use.
     *
     * @throws ConfigurationException if a campaign that is under way knows the site as another machine, or it cannot be used
     */
    synchronized BatchScheduler of(SiteSpec spec) {
        @Nullable Site known = open.get(spec.name());
        if (known != null) {
            requireSame(known.spec(), spec);
            return known.scheduler();
        }
        SiteScheduler scheduler = Schedulers.of(spec, directoryOf(spec), DatabaseLedger.in(database, spec.name()));
        open.put(spec.name(), new Site(spec, scheduler));
        @Nullable Integer cap = caps.get(spec.name());
        if (cap != null) {
            scheduler.cap(cap);
        }
        return scheduler;
    }

    // two sites of this machine never share a directory of jobs
    private Path directoryOf(SiteSpec site) {
        return site.isThisMachine() && !site.name().equals(SiteSpec.LOCAL)
                ? directory.resolve("sites").resolve(site.name())
                : directory;
    }

    private static void requireSame(SiteSpec known, SiteSpec wanted) {
        List<String> differences = new ArrayList<>();
        compare(differences, "transport", known.transport(), wanted.transport());
        compare(differences, "scheduler", known.scheduler(), wanted.scheduler());
        compare(differences, "workDir", known.workDir(), wanted.workDir());
        if (!differences.isEmpty()) {
            throw new ConfigurationException("site " + wanted.name()
                    + ": other campaigns run there with other settings: " + String.join("; ", differences)
                    + ". Resume this one when they are done, or name the site differently");
        }
    }

    private static void compare(List<String> differences, String what, Object known, Object wanted) {
        if (!known.equals(wanted)) {
            differences.add(what + " is " + known + ", here " + wanted);
        }
    }

    /** Closes the schedulers of sites that are not used any more. */
    synchronized void retain(List<String> used) {
        open.entrySet().removeIf(entry -> {
            boolean idle = !used.contains(entry.getKey());
            if (idle) {
                entry.getValue().scheduler().close();
            }
            return idle;
        });
    }

    /** Sets the caps that people have changed, and takes back those that they have taken back. */
    synchronized void cap(SortedMap<String, Integer> wanted) {
        if (wanted.equals(caps)) {
            return;
        }
        open.forEach((name, site) -> {
            @Nullable Integer cap = wanted.get(name);
            site.scheduler().cap(cap != null ? cap : ofFile(site.spec()));
        });
        caps = Map.copyOf(wanted);
    }

    private static int ofFile(SiteSpec site) {
        return Schedulers.dialect(site).isPresent()
                ? site.scheduler().maxQueued()
                : site.scheduler().maxRunning();
    }

    /**
     * Returns the sites as they are now.
     *
     * @param open jobs that have not ended, by site and state
     */
    synchronized List<SiteStatus> status(Map<String, Map<JobState, Integer>> open) {
        return this.open.values().stream()
                .sorted(Comparator.comparing(site -> site.spec().name()))
                .map(site -> status(site, open.getOrDefault(site.spec().name(), Map.of())))
                .toList();
    }

    /** Returns what a person has to know of each machine, in words; one that is just being tried is left out. */
    synchronized Map<String, Map<AlertKind, String>> troubles() {
        Map<String, Map<AlertKind, String>> troubles = new TreeMap<>();
        open.forEach((name, site) -> {
            if (!site.scheduler().isBeingTried()) {
                troubles.put(name, site.scheduler().troubles());
            }
        });
        return troubles;
    }

    private SiteStatus status(Site site, Map<JobState, Integer> jobs) {
        int running = jobs.getOrDefault(JobState.RUNNING, 0);
        int all = jobs.values().stream().mapToInt(Integer::intValue).sum();
        SiteScheduler.Cost cost = site.scheduler().cost();
        return new SiteStatus(
                site.spec().name(),
                site.spec().scheduler().type().name().toLowerCase(Locale.ROOT),
                all - running,
                running,
                OptionalInt.of(Objects.requireNonNullElse(caps.get(site.spec().name()), ofFile(site.spec()))),
                Breaker.valueOf(site.scheduler().breaker().name()),
                cost.looks(),
                cost.requests(),
                cost.time());
    }

    @Override
    public synchronized void close() {
        retain(List.of());
    }
}
