package org.polymorph.engine.scheduler.gridengine;

import java.util.regex.Pattern;
import org.polymorph.model.batch.JobState;

/** Grid Engine's letters for where a job stands, several at once (sge_status manual page). */
final class GridEngineState {
    private static final Pattern KNOWN = Pattern.compile("[dERhqwrtsSTNPz]+");
    private static final Pattern WAITS = Pattern.compile("[qw]");
    private static final Pattern RUNS = Pattern.compile("[rtsSTNP]");

    private GridEngineState() {}

    /** Reads letters such as {@code qw}, {@code hqw}, {@code Eqw}, {@code r}, {@code dr}, {@code Rr} or {@code tS}. */
    static JobState of(String letters) {
        // z: it has ended, how is what the accounting tells
        if (!KNOWN.matcher(letters).matches() || letters.contains("z")) {
            return JobState.UNKNOWN;
        }
        // Rq and Rr were started before and wait or run again
        if (WAITS.matcher(letters).find()) {
            return JobState.PENDING;
        }
        return RUNS.matcher(letters).find() ? JobState.RUNNING : JobState.UNKNOWN;
    }
}
