package org.polymorph.engine.scheduler.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.polymorph.engine.scheduler.batch.ScriptedCluster.queued;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.engine.store.DatabaseLedger;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.Resources;

/** The site's budget of requests, shared by looks at the queue and submissions. */
class FairBudgetTest {
    private static final int JOBS = 60;
    /** More than the burst that the policy allows, and than one request a second would bring on in the time below. */
    private static final int SECONDS = 180;

    @TempDir
    Path directory;

    @Test
    void looks_at_short_intervals_leave_requests_for_submissions() {
        ScriptedCluster cluster = new ScriptedCluster();
        MovableClock clock = new MovableClock();
        cluster.clock = clock;
        ClusterOptions options = new ClusterOptions(
                "/scratch/jobs",
                directory.resolve("journal"),
                directory.resolve("results"),
                "",
                "",
                List.of(),
                Duration.ofSeconds(1),
                1000,
                ClusterOptions.Policy.DEFAULT);
        List<String> tokens = new ArrayList<>();
        StringBuilder queue = new StringBuilder();
        for (int i = 0; i < JOBS; i++) {
            tokens.add("pm-fair-" + i);
            queue.append(queued("17", "PENDING", "Priority", "", "pm-fair-" + i));
        }
        cluster.queue = queue.toString();
        try (ClusterScheduler scheduler = new ClusterScheduler(
                cluster, new Slurm(), options, DatabaseLedger.open(directory.resolve("journal")), clock)) {
            tokens.forEach(token -> scheduler.submit(new JobRequest(token, List.of(), "true", Resources.DEFAULT)));
            for (int second = 0; second < SECONDS; second++) {
                clock.move(Duration.ofSeconds(1));
                var unused = scheduler.status(tokens);
            }
            assertThat(scheduler.status(tokens).values())
                    .allSatisfy(job -> assertThat(job.schedulerId()).isEqualTo("17"));
            assertThat(scheduler.requests()).isLessThanOrEqualTo(SECONDS + 30);
        }
    }
}
