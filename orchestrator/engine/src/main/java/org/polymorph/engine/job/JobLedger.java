package org.polymorph.engine.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The books of schedulers: the jobs they must not forget, and the story of each job, to which lines are added and from which none
 * is taken. What was written is on the disk when a call returns. Thread-safe.
 */
public interface JobLedger extends AutoCloseable {

    /** A job as it stands from now on, where a scheduler tracks it here, and what happened. */
    record Change(Optional<TrackedJob> job, JobEvent event) {}

    /** Writes changes down, all of them or none. */
    void write(List<Change> changes);

    /** Adds one line to a story. */
    default void add(JobEvent event) {
        write(List.of(new Change(Optional.empty(), event)));
    }

    /** Returns whether stories are kept at all: if not, what would only be evidence need not be gathered. */
    default boolean keepsStories() {
        return true;
    }

    /** Returns the tracked jobs, the first written down first. */
    List<TrackedJob> tracked();

    /** Returns the stage that each job was in last. */
    Map<String, JobStage> stages();

    /** Returns all that happened to a job, in the order it was written down; empty for a job that is not known. */
    List<StoryLine> story(String token);

    @Override
    void close();

    /** Returns a ledger for schedulers whose jobs' stories nobody wants to keep: it holds nothing. */
    static JobLedger forgetful() {
        return new ForgetfulLedger();
    }
}
