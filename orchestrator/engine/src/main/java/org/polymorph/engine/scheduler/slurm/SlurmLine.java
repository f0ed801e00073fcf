package org.polymorph.engine.scheduler.slurm;

import java.util.Optional;
import org.polymorph.engine.scheduler.batch.JobRecord;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/**
 * One line of what SLURM says about jobs.
 *
 * @param cluster empty where the answer does not name it
 * @param word SLURM's word for the state
 * @param reason why it waits or ended; empty where there is none
 * @param nodes where it runs or ran; empty where there is none
 * @param exit status and signal, {@code 0:53}; empty where the command does not tell them
 */
record SlurmLine(String id, String cluster, String name, String word, String reason, String nodes, String exit) {
    private static final String KILLED = "9";
    private static final String LAUNCH = "53";

    /** Returns what it means. */
    JobRecord record() {
        Optional<SlurmState> state = SlurmState.parse(word);
        String story = reason.isEmpty() ? word : word + " (" + reason + ")";
        return new JobRecord(
                id,
                cluster,
                name,
                state.map(SlurmState::state).orElse(JobState.UNKNOWN),
                state.map(this::cause).orElse(JobCause.NONE),
                SlurmReason.of(reason),
                story,
                nodes);
    }

    private JobCause cause(SlurmState state) {
        if (state.state() != JobState.COMPLETED) {
            return state.cause();
        }
        String signal = exit.substring(exit.indexOf(':') + 1);
        if (reason.startsWith("OutOfMemory")) {
            return JobCause.OUT_OF_MEMORY;
        }
        if (reason.equals("BadConstraints")) {
            return JobCause.IMPOSSIBLE_REQUEST;
        }
        // over memory without cgroups it says launch failure too, with the signal that killed the job
        boolean launch = reason.startsWith("JobLaunchFailure") || signal.equals(LAUNCH);
        return launch && !signal.equals(KILLED) ? JobCause.LAUNCH_FAILURE : JobCause.NONE;
    }
}
