package org.polymorph.model.batch;

import java.time.Duration;

/**
 * What a job may use.
 *
 * @param memoryPerTaskMiB 0 where the site's default is meant
 */
public record Resources(int nodes, int tasks, Duration walltime, int memoryPerTaskMiB) {
    public static final Resources DEFAULT = new Resources(1, 1, Duration.ofHours(1), 0);

    public Resources {
        if (nodes < 1 || tasks < 1 || memoryPerTaskMiB < 0) {
            throw new IllegalArgumentException(
                    "nodes and tasks must be at least 1 and memory not negative, found nodes=" + nodes + " tasks="
                            + tasks + " memory=" + memoryPerTaskMiB + " MiB");
        }
        if (walltime.isNegative() || walltime.isZero()) {
            throw new IllegalArgumentException("a walltime must be above zero, found " + walltime);
        }
    }
}
