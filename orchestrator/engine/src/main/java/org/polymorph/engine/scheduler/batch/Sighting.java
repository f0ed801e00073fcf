package org.polymorph.engine.scheduler.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polymorph.engine.job.CommandRecord;

/**
 * All that one look at the cluster brought about a job.
 *
 * @param records of that name, those of the queue first
 * @param asked whether every source that could know the job answered: only then absence means something
 * @param files what its directory says; empty where that could not be read or was not asked for
 * @param command that was asked last about the job
 */
record Sighting(List<JobRecord> records, boolean asked, Optional<JobFiles> files, Optional<CommandRecord> command) {
    Sighting {
        records = List.copyOf(records);
    }

    /** Tells all of it in words, for the job's story. */
    String words() {
        List<String> words = new ArrayList<>();
        for (JobRecord record : records) {
            words.add("record " + record.id() + " " + record.story()
                    + (record.nodes().isBlank() ? "" : " on " + record.nodes()));
        }
        if (records.isEmpty()) {
            words.add(asked ? "no record" : "no answer");
        }
        files.ifPresent(said -> words.add("directory: " + said.words()));
        return String.join("; ", words);
    }

    /** Returns whether the cluster surely knows nothing of the job. */
    boolean isNegative() {
        return asked
                && records.isEmpty()
                && files.isPresent()
                && files.get().answer().isEmpty();
    }
}
