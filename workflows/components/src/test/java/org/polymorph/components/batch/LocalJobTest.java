package org.polymorph.components.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.polymorph.model.batch.JobState.CANCELLED;
import static org.polymorph.model.batch.JobState.COMPLETED;
import static org.polymorph.model.batch.JobState.PENDING;
import static org.polymorph.model.batch.JobState.RUNNING;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.scheduler.local.LocalScheduler;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

/** The component with the real scheduler of this machine, one job at a time. */
class LocalJobTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final CamelContext camel = new DefaultCamelContext();
    private final List<JobSnapshot> seen = new CopyOnWriteArrayList<>();
    private LocalScheduler scheduler;
    private ProducerTemplate template;
    private final AtomicInteger failures = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        scheduler = new LocalScheduler(directory, 1);
        camel.getRegistry().bind("here", scheduler);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("localjob:here?delay=20&initialDelay=0").process(exchange -> {
                    JobSnapshot snapshot = exchange.getMessage().getBody(JobSnapshot.class);
                    seen.add(snapshot);
                    if (snapshot.state().isTerminal() && failures.getAndDecrement() > 0) {
                        throw new IllegalStateException("the route is not ready for it");
                    }
                });
            }
        });
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
        scheduler.close();
    }

    private JobSnapshot submit(String token, String script, InputFile... files) {
        JobRequest request = new JobRequest(token, List.of(files), script, Resources.DEFAULT);
        return template.requestBody("localjob:here", request, JobSnapshot.class);
    }

    private List<JobState> states(String token) {
        return seen.stream()
                .filter(snapshot -> snapshot.token().equals(token))
                .map(JobSnapshot::state)
                .toList();
    }

    private Path go() {
        return directory.resolve("go");
    }

    /** Text of a job that waits for a file. */
    private String untilGo() {
        return "while ! [ -e '" + go() + "' ]; do sleep 0.05; done\n";
    }

    @Test
    void each_state_of_a_job_is_passed_on_once() throws Exception {
        submit("first", untilGo());
        assertThat(submit("second", "echo done > result").state()).isEqualTo(PENDING);
        await().atMost(PATIENCE)
                .until(() ->
                        states("first").contains(RUNNING) && !states("second").isEmpty());

        Files.createFile(go());

        await().atMost(PATIENCE).until(() -> states("second").contains(COMPLETED));
        submit("third", "exit 3");
        await().atMost(PATIENCE).until(() -> states("third").contains(COMPLETED));
        assertThat(states("first")).doesNotHaveDuplicates().endsWith(RUNNING, COMPLETED);
        assertThat(states("second")).doesNotHaveDuplicates().startsWith(PENDING).endsWith(COMPLETED);
        assertThat(states("third")).doesNotHaveDuplicates();
        assertThat(seen.get(seen.size() - 1).exitCode()).hasValue(3);
    }

    @Test
    void an_end_whose_route_failed_is_passed_on_again() {
        failures.set(2);
        submit("job", "true");

        await().atMost(PATIENCE)
                .until(() -> states("job").stream().filter(COMPLETED::equals).count() == 3);
        submit("later", "true");
        await().atMost(PATIENCE).until(() -> states("later").contains(COMPLETED));
        assertThat(states("job")).filteredOn(COMPLETED::equals).hasSize(3);
    }

    @Test
    void submitting_a_token_twice_runs_one_job() {
        submit("job", "echo once >> " + directory.resolve("runs"));
        submit("job", "echo once >> " + directory.resolve("runs"));

        await().atMost(PATIENCE).until(() -> states("job").contains(COMPLETED));
        assertThat(directory.resolve("runs")).hasContent("once");
    }

    @Test
    void files_are_written_before_and_retrieved_after_a_job() {
        JobSnapshot submitted = submit("job", "tr a-z A-Z < in > out", InputFile.text("in", "silicon"));
        await().atMost(PATIENCE).until(() -> states("job").contains(COMPLETED));

        var answer = template.request("localjob:here?operation=retrieve", exchange -> exchange.getMessage()
                .setBody(submitted));

        assertThat(answer.getMessage().getBody(Path.class).resolve("out")).hasContent("SILICON");
        assertThat(answer.getMessage().getHeader(BatchConstants.TOKEN)).isEqualTo("job");
        assertThat(answer.getMessage().getHeader(BatchConstants.SNAPSHOT)).isEqualTo(submitted);
    }

    @Test
    void the_status_of_several_comes_as_a_map_and_of_one_as_a_snapshot() {
        submit("a", untilGo());
        JobSnapshot b = submit("b", "true");

        Map<?, ?> both = template.requestBody("localjob:here?operation=status", List.of("a", b), Map.class);
        assertThat(both.keySet().stream().map(Object::toString)).containsExactly("a", "b");
        assertThat(template.requestBody("localjob:here?operation=status", "b", JobSnapshot.class)
                        .state())
                .isEqualTo(PENDING);
        template.requestBody("localjob:here?operation=cancel", List.of("a", "b"));
        await().atMost(PATIENCE)
                .until(() -> states("a").contains(CANCELLED) && states("b").contains(CANCELLED));
    }

    @Test
    void a_body_that_is_no_job_is_refused_with_its_type() {
        assertThatThrownBy(() -> template.requestBody("localjob:here?operation=status", 7))
                .hasStackTraceContaining(
                        "expected the token of a job, a JobSnapshot or a JobRequest, found java.lang.Integer");
        assertThatThrownBy(() -> template.requestBody("localjob:here", 7))
                .hasStackTraceContaining(
                        "expected a JobRequest or the text of a shell script, found java.lang.Integer");
        assertThatThrownBy(() -> template.requestBody("localjob:here?operation=retrieve", "nobody"))
                .hasStackTraceContaining("no job nobody");
    }

    @Test
    void a_second_consumer_of_a_site_is_refused() {
        assertThatThrownBy(() -> camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("localjob:here?delay=50").to("mock:other");
                    }
                }))
                .hasStackTraceContaining("have a consumer already");
    }

    @Test
    void an_unknown_state_is_no_news() {
        WatchedJobs watched = new WatchedJobs();
        watched.add("job");
        JobSnapshot running = new JobSnapshot("job", RUNNING, "1", "runs", java.util.OptionalInt.empty());
        JobSnapshot unknown = new JobSnapshot("job", JobState.UNKNOWN, "1", "?", java.util.OptionalInt.empty());

        assertThat(watched.isNews(unknown)).isFalse();
        assertThat(watched.isNews(running)).isTrue();
        watched.passedOn(running);
        assertThat(watched.isNews(running)).isFalse();
    }

    @Test
    void a_text_is_the_script_of_a_job() {
        var answer = template.request(
                "localjob:here", exchange -> exchange.getMessage().setBody("echo hi > out"));

        JobSnapshot snapshot = answer.getMessage().getBody(JobSnapshot.class);
        await().atMost(PATIENCE).until(() -> states(snapshot.token()).contains(COMPLETED));
        assertThat(scheduler.retrieve(snapshot.token()).resolve("out")).hasContent("hi");
    }
}
