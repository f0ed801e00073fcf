package org.polymorph.daemon.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.loop.Schedulers;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.DatabaseLedger;
import org.polymorph.model.spi.BatchScheduler;
import org.polymorph.model.spi.ConfigurationException;

/** One scheduler a site, shared by the campaigns that run there. Thread-safe. */
final class Sites implements AutoCloseable {
    private final Path directory;
    private final Database database;
    private final Map<String, Site> open = new HashMap<>();
    private Map<String, Integer> caps = Map.of();

    private record Site(SiteSpec spec, BatchScheduler scheduler) {}

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
        BatchScheduler scheduler = Schedulers.of(spec, directory, DatabaseLedger.in(database, spec.name()));
        open.put(spec.name(), new Site(spec, scheduler));
        @Nullable Integer cap = caps.get(spec.name());
        if (cap != null) {
            scheduler.cap(cap);
        }
        return scheduler;
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

    @Override
    public synchronized void close() {
        retain(List.of());
    }
}
