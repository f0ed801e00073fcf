package org.polymorph.engine.store;

import java.util.List;
import java.util.OptionalInt;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/**
 * One attempt to run some calculations on a machine.
 *
 * @param attempt 1 for the first
 * @param cause why it ended so, where the scheduler tells
 * @param site where it runs; empty in books of an earlier version
 * @param collected whether its outcomes have been written to its calculations
 * @param calculations handed to it, in its order; some of them may have gone on to a later job
 */
public record JobRow(
        String token,
        String site,
        int round,
        int attempt,
        JobState state,
        boolean collected,
        String schedulerId,
        String schedulerWord,
        OptionalInt exitCode,
        JobCause cause,
        long createdAt,
        List<String> calculations) {}
