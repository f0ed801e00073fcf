package org.polymorph.components.batch;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.job.JobEvent;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.store.DatabaseLedger;
import org.polymorph.engine.store.DirectoryInUseException;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.spi.BatchScheduler;

/**
 * A site that was found by its file, with a scheduler and books of its own: they say after a restart which jobs' ends no route has
 * taken yet. Thread-safe.
 */
final class OpenSite implements AutoCloseable {
    private final JobLedger ledger;
    private final BatchScheduler scheduler;

    private OpenSite(JobLedger ledger, BatchScheduler scheduler) {
        this.ledger = ledger;
        this.scheduler = scheduler;
    }

    /**
     * Opens a site over a directory, which is made if it is missing.
     *
     * @throws DirectoryInUseException if another process, or another Camel context, has it open
     */
    static OpenSite of(SiteSpec site, Path directory) {
        JobLedger ledger = DatabaseLedger.open(directory);
        boolean ready = false;
        try {
            OpenSite open = new OpenSite(ledger, Schedulers.of(site, directory, ledger));
            ready = true;
            return open;
        } finally {
            if (!ready) {
                ledger.close();
            }
        }
    }

    BatchScheduler scheduler() {
        return scheduler;
    }

    /** Returns the jobs of earlier processes whose ends no route has taken. */
    List<String> untaken() {
        return ledger.stages().entrySet().stream()
                .filter(entry -> entry.getValue() != JobStage.PARSED)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Writes down that a route has taken the end of a job. */
    void taken(JobSnapshot snapshot) {
        ledger.add(JobEvent.of(
                snapshot.token(), Clock.systemUTC().instant(), JobStage.PARSED, "a route has taken its end"));
    }

    @Override
    public void close() {
        try {
            scheduler.close();
        } finally {
            ledger.close();
        }
    }
}
