package org.polymorph.engine.scheduler.batch;

import java.util.List;

/**
 * What a job's script finds in its environment, as words of the shell to be put between double quotes.
 *
 * @param id of the job, as submission and queue print it
 * @param restart how often it was started before, a number
 * @param node where it runs
 * @param stopSignals by which it is asked to end
 * @param warned whether the batch system sends one of them some time before the limit; where not, the script does it itself
 * @param overMemory what the batch system's log of the job says where memory was exceeded: patterns of grep
 * @param overTime the same for the time limit
 */
public record StartWords(
        String id,
        String restart,
        String node,
        List<String> stopSignals,
        boolean warned,
        List<String> overMemory,
        List<String> overTime) {
    public StartWords {
        stopSignals = List.copyOf(stopSignals);
        overMemory = List.copyOf(overMemory);
        overTime = List.copyOf(overTime);
    }
}
