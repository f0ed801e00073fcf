package org.polymorph.engine.scheduler.batch;

import java.time.Duration;

/**
 * What a batch system says of itself and its limits.
 *
 * @param messageTimeout after which a message between its parts is given up
 * @param minJobAge how long it shows jobs that have ended
 * @param maxJobCount of all users together, 0 where it does not say
 * @param maxArraySize one more than the highest index in a job array, 0 where it has none
 * @param accounting whether there is an accounting besides the queue that has anything to tell
 */
public record ClusterFacts(
        String version,
        String cluster,
        Duration messageTimeout,
        Duration minJobAge,
        long maxJobCount,
        long maxArraySize,
        boolean accounting) {}
