package org.polymorph.components.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

/** Sites that are found by their files: a route needs no Java. */
class SiteFileTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final List<JobSnapshot> taken = new CopyOnWriteArrayList<>();

    @BeforeEach
    void write() throws IOException {
        Path sites = Files.createDirectories(directory.resolve("sites"));
        Files.writeString(sites.resolve("lab.yaml"), """
                site: lab
                scheduler: {type: local, maxRunning: 1, pollInterval: 50ms}
                resources: {tasks: 3}
                codes: {potential: {command: /opt/potential, prelude: [module load it]}}
                """);
        Files.writeString(sites.resolve("hpc.yaml"), """
                site: hpc
                transport: {type: local}
                scheduler: {type: slurm}
                workDir: /scratch
                """);
    }

    private CamelContext context(String scheme) {
        CamelContext camel = new DefaultCamelContext();
        BatchComponent component = camel.getComponent(scheme, BatchComponent.class);
        component.setSiteDir(directory.toString());
        component.setDataDir(directory.resolve("data").toString());
        return camel;
    }

    private CamelContext lab(boolean ready) throws Exception {
        CamelContext camel = context("localjob");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("localjob:lab?delay=20&initialDelay=0").process(exchange -> {
                    JobSnapshot snapshot = exchange.getMessage().getBody(JobSnapshot.class);
                    if (!ready) {
                        throw new IllegalStateException("the route is not ready for it");
                    }
                    if (snapshot.state().isTerminal()) {
                        taken.add(snapshot);
                    }
                });
            }
        });
        camel.start();
        return camel;
    }

    private static void submit(CamelContext camel, String token) {
        camel.createProducerTemplate()
                .requestBodyAndHeaders("localjob:lab", "echo hello", Map.of(BatchConstants.TOKEN, token));
    }

    @Test
    void a_job_runs_on_the_site_that_the_file_describes() throws Exception {
        CamelContext camel = lab(true);
        submit(camel, "first");
        await().atMost(PATIENCE).until(() -> !taken.isEmpty());
        Path job = camel.createProducerTemplate().requestBody("localjob:lab?operation=retrieve", "first", Path.class);
        camel.stop();

        assertThat(taken).extracting(JobSnapshot::state).containsExactly(JobState.COMPLETED);
        assertThat(job.resolve("stdout")).hasContent("hello");
        assertThat(job).startsWithRaw(directory.resolve("data/lab"));
    }

    @Test
    void an_end_that_no_route_took_comes_again_after_a_restart_and_only_then() throws Exception {
        CamelContext broken = lab(false);
        submit(broken, "first");
        await().atMost(PATIENCE).until(() -> broken.createProducerTemplate()
                .requestBody("localjob:lab?operation=status", "first", JobSnapshot.class)
                .state()
                .isTerminal());
        broken.stop();

        CamelContext mended = lab(true);
        await().atMost(PATIENCE).until(() -> taken.size() == 1);
        mended.stop();
        CamelContext again = lab(true);
        submit(again, "second");
        await().atMost(PATIENCE).until(() -> taken.size() == 2);
        again.stop();

        assertThat(taken).extracting(JobSnapshot::token).containsExactly("first", "second");
    }

    @Test
    void another_scheme_than_that_of_the_file_is_refused() {
        CamelContext camel = context("pbs");

        assertThatThrownBy(() -> lead(camel, "pbs:hpc"))
                .hasStackTraceContaining("the site file of hpc is for endpoints slurm:hpc, found pbs:hpc");
        assertThat(directory.resolve("data")).doesNotExist();
        camel.stop();
    }

    @Test
    void a_name_that_is_nowhere_lists_beans_and_files() {
        CamelContext camel = context("slurm");

        assertThatThrownBy(() -> lead(camel, "slurm:hcp"))
                .hasStackTraceContaining("no site \"hcp\" in the registry; known: none; nor can its file be used: ")
                .hasStackTraceContaining("there is no site file hcp.yaml (did you mean hpc?); known: hpc, lab, local");
        camel.stop();
    }

    private static void lead(CamelContext camel, String to) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(to);
            }
        });
        camel.start();
    }

    @Test
    void dft_takes_command_and_resources_from_the_file_and_options_go_over_it() throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.getComponent("dft", org.polymorph.components.dft.DftComponent.class)
                .setSiteDir(directory.toString());
        camel.start();
        String cell = "1\nLattice=\"3 0 0 0 3 0 0 0 3\" Properties=species:S:1:pos:R:3 pbc=\"T T T\"\nSi 0 0 0\n";
        Path file = Files.writeString(directory.resolve("si.extxyz"), cell);
        String uri = "dft:potential?siteName=lab&settings.potential=sw";
        JobRequest plain = camel.createProducerTemplate().requestBody(uri, file.toFile(), JobRequest.class);
        JobRequest other = camel.createProducerTemplate()
                .requestBodyAndHeader(
                        uri + "&site.command=/usr/bin/other",
                        file.toFile(),
                        BatchConstants.RESOURCES,
                        new Resources(1, 7, Duration.ofHours(2), 0),
                        JobRequest.class);
        camel.stop();

        assertThat(plain.script()).contains("/opt/potential", "module load it");
        assertThat(plain.resources().tasks()).isEqualTo(3);
        assertThat(other.script()).contains("/usr/bin/other", "module load it").doesNotContain("/opt/potential");
        assertThat(other.resources().tasks()).isEqualTo(7);
    }
}
