package org.polymorph.engine.scheduler.batch;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.polymorph.engine.job.CommandRecord;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.TrackedJob;

/**
 * A job as it stands now, and what shows it.
 *
 * @param evidence in words; asked for only where something has changed
 * @param command that brought it about or showed it
 * @param files that went to the machine
 */
record News(TrackedJob job, Supplier<String> evidence, Optional<CommandRecord> command, List<FileDigest> files) {

    /** Says no more than the job's own word. */
    static News of(TrackedJob job) {
        return new News(job, () -> job.last().schedulerWord(), Optional.empty(), List.of());
    }

    static News of(TrackedJob job, Supplier<String> evidence, Optional<CommandRecord> command) {
        return new News(job, evidence, command, List.of());
    }
}
