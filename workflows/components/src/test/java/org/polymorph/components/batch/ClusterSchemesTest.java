package org.polymorph.components.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.engine.scheduler.local.LocalScheduler;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;

/** A bare context finds the schemes of clusters on the class path; the scheduler behind them is this machine's here. */
class ClusterSchemesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"slurm", "pbs", "gridengine", "lsf"})
    void a_scheme_submits_to_the_scheduler_of_its_site_and_tells_of_its_jobs(String scheme) throws Exception {
        List<JobState> seen = new CopyOnWriteArrayList<>();
        CamelContext camel = new DefaultCamelContext();
        try (LocalScheduler scheduler = new LocalScheduler(directory, 1)) {
            camel.getRegistry().bind("site", scheduler);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(scheme + ":site?delay=20&initialDelay=0")
                            .process(exchange -> seen.add(exchange.getMessage()
                                    .getBody(JobSnapshot.class)
                                    .state()));
                }
            });
            camel.start();
            Object submitted = camel.createProducerTemplate()
                    .requestBodyAndHeaders(scheme + ":site", "exit 0", Map.of(BatchConstants.TOKEN, "pm-" + scheme));
            assertThat(submitted).isInstanceOf(JobSnapshot.class);
            await().atMost(Duration.ofSeconds(60)).until(() -> seen.contains(JobState.COMPLETED));
        } finally {
            camel.stop();
        }
    }
}
