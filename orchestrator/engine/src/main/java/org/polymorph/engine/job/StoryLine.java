package org.polymorph.engine.job;

import java.util.Optional;

/**
 * A line of a job's story, as it stands in a ledger.
 *
 * @param seq 1 for the first line of a job
 * @param from the stage before; empty for the first line
 */
public record StoryLine(int seq, Optional<JobStage> from, JobEvent event) {}
