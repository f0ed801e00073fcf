package org.polymorph.engine.scheduler.batch;

import java.util.List;
import java.util.Optional;

/**
 * All that one look at the cluster brought about a job.
 *
 * @param records of that name, those of the queue first
 * @param asked whether every source that could know the job answered: only then absence means something
 * @param files what its directory says; empty where that could not be read or was not asked for
 */
record Sighting(List<JobRecord> records, boolean asked, Optional<JobFiles> files) {
    Sighting {
        records = List.copyOf(records);
    }

    /** Returns whether the cluster surely knows nothing of the job. */
    boolean isNegative() {
        return asked
                && records.isEmpty()
                && files.isPresent()
                && files.get().answer().isEmpty();
    }
}
