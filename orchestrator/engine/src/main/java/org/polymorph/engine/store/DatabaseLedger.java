package org.polymorph.engine.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.job.StoryLine;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.model.spi.ConfigurationException;

/**
 * Keeps the books of schedulers in a database: that of a campaign, or one of their own where there is no campaign. Thread-safe.
 */
public final class DatabaseLedger implements JobLedger {
    private final Database database;
    private final String site;
    private final Runnable closing;

    private DatabaseLedger(Database database, String site, Runnable closing) {
        this.database = database;
        this.site = site;
        this.closing = closing;
    }

    /** Keeps the books of a site's scheduler in a database that somebody else opens and closes. */
    public static JobLedger in(Database database, String site) {
        return new DatabaseLedger(database, site, () -> {});
    }

    /**
     * Takes over a directory with a database for nothing but these books; both are made if they are missing. Closing the ledger
     * lets go of them.
     *
     * @throws DirectoryInUseException if another process, or another ledger of this one, has the directory
     * @throws ConfigurationException if it cannot be used, or what lies there is no database of this program
     */
    public static JobLedger open(Path path) {
        DataDirectory directory = DataDirectory.open(path);
        boolean ready = false;
        try {
            Database database = Database.open(DataDirectory.database(path));
            ready = true;
            return new DatabaseLedger(database, "", () -> {
                database.close();
                directory.close();
            });
        } finally {
            if (!ready) {
                directory.close();
            }
        }
    }

    @Override
    public void write(List<Change> changes) {
        if (!changes.isEmpty()) {
            database.jdbi().useTransaction(db -> {
                JobTable.track(
                        db,
                        site,
                        changes.stream()
                                .map(Change::job)
                                .flatMap(Optional::stream)
                                .toList());
                JobTable.add(db, changes.stream().map(Change::event).toList());
            });
        }
    }

    /**
     * Returns the tracked jobs.
     *
     * @throws ConfigurationException if what stands there cannot be read; the message names the file
     */
    @Override
    public List<TrackedJob> tracked() {
        try {
            return database.jdbi().withHandle(db -> JobTable.tracked(db, site));
        } catch (RuntimeException e) {
            throw database.explained(e);
        }
    }

    @Override
    public Map<String, JobStage> stages() {
        return database.reading().withHandle(JobTable::stages);
    }

    @Override
    public List<StoryLine> story(String token) {
        return database.reading().inTransaction(db -> JobTable.story(db, token));
    }

    @Override
    public void close() {
        closing.run();
    }
}
