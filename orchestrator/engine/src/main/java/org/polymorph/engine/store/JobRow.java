package org.polymorph.engine.store;

import java.util.List;
import java.util.OptionalInt;
import org.polymorph.model.batch.JobState;

/**
 * One attempt to run some calculations on a machine.
 *
 * @param attempt 1 for the first
 * @param collected whether its outcomes have been written to its calculations
 */
public record JobRow(
        String token,
        int round,
        int attempt,
        JobState state,
        boolean collected,
        String schedulerId,
        String schedulerWord,
        OptionalInt exitCode,
        long createdAt,
        List<String> calculations) {}
