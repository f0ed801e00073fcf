package org.polymorph.engine.scheduler.batch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How jobs are run on a cluster.
 *
 * @param workDir where job directories are made on the cluster; {@code ~/} and <code>${NAME}</code> are read there
 * @param journal directory on this machine for what must outlive this process
 * @param results directory on this machine that files of ended jobs are brought to
 * @param queue SLURM's partition; empty for the cluster's default
 * @param account empty for the user's default
 * @param extra further options of the command that submits, such as {@code --constraint=intel}
 * @param pollInterval between two looks at the cluster, however many jobs there are and however often somebody asks
 * @param maxQueued cap on jobs handed over and not yet ended
 * @param arraySize how many jobs that ask for the same go in one submission at most; 1 for each alone
 */
public record ClusterOptions(
        String workDir,
        Path journal,
        Path results,
        String queue,
        String account,
        List<String> extra,
        Duration pollInterval,
        int maxQueued,
        int arraySize,
        Policy policy) {

    public ClusterOptions {
        extra = List.copyOf(extra);
        if (workDir.isBlank() || workDir.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("expected a directory on the cluster, found \"" + workDir + "\"");
        }
        if (pollInterval.toMillis() < 1 || maxQueued < 0 || arraySize < 1) {
            throw new IllegalArgumentException(
                    "pollInterval must be above zero, maxQueued not below it and arraySize at least 1, found "
                            + pollInterval + ", " + maxQueued + " and " + arraySize);
        }
    }

    /** Options without job arrays. */
    public ClusterOptions(
            String workDir,
            Path journal,
            Path results,
            String queue,
            String account,
            List<String> extra,
            Duration pollInterval,
            int maxQueued,
            Policy policy) {
        this(workDir, journal, results, queue, account, extra, pollInterval, maxQueued, 1, policy);
    }

    /**
     * Patience, retries and the site's budget of requests.
     *
     * @param submitDeadline after which the command that submits is ended on the cluster's side
     * @param queryDeadline after which commands that ask and cancel are
     * @param startDeadline within which a submission must have begun there, or it does not begin
     * @param messageTimeout of the cluster; what it says itself counts where it is longer
     * @param markerGrace how long a marker may be late on a network file system
     * @param submissions of one job at most, the answers to which were lost or which the cluster lost
     * @param nodeFailures after which a node is excluded
     * @param nodeMemory how long a failure of a node is remembered
     * @param requestBurst requests to the batch system at once
     * @param requestsPerSecond in the long run
     * @param gracefulStop before the time limit; never more than a tenth of it
     */
    public record Policy(
            Duration submitDeadline,
            Duration queryDeadline,
            Duration startDeadline,
            Duration messageTimeout,
            Duration markerGrace,
            int submissions,
            int nodeFailures,
            Duration nodeMemory,
            int requestBurst,
            double requestsPerSecond,
            Duration gracefulStop) {

        /** What serves most sites. */
        public static final Policy DEFAULT = new Policy(
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                5,
                2,
                Duration.ofHours(12),
                30,
                1,
                Duration.ofSeconds(120));

        public Policy {
            if (submissions < 1 || nodeFailures < 1 || requestBurst < 2 || !(requestsPerSecond > 0)) {
                throw new IllegalArgumentException(
                        "submissions and nodeFailures must be at least 1, requestBurst at least 2 and requestsPerSecond"
                                + " above zero, found " + submissions + ", " + nodeFailures + ", " + requestBurst
                                + ", " + requestsPerSecond);
            }
        }

        /** Returns how long before its limit a job is asked to end. */
        public Duration stopBefore(Duration walltime) {
            return Duration.ofSeconds(Math.min(gracefulStop.toSeconds(), walltime.toSeconds() / 10));
        }
    }
}
