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
 * @param evidence in words; asked for only where it is written down
 * @param command that brought it about or showed it
 * @param files that went to the machine
 * @param isAnswer whether it is what came of a command about this job alone: that is written down even if nothing has changed
 */
record News(
        TrackedJob job,
        Supplier<String> evidence,
        Optional<CommandRecord> command,
        List<FileDigest> files,
        boolean isAnswer) {

    /** Says no more than the job's own word. */
    static News of(TrackedJob job) {
        return of(job, () -> job.last().schedulerWord(), Optional.empty());
    }

    /** Tells what a look at many jobs shows of one. */
    static News of(TrackedJob job, Supplier<String> evidence, Optional<CommandRecord> command) {
        return new News(job, evidence, command, List.of(), false);
    }

    /** Tells what came of a command about this job. */
    static News answer(TrackedJob job, String evidence, Optional<CommandRecord> command) {
        return new News(job, () -> evidence, command, List.of(), true);
    }
}
