package org.polymorph.components.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.components.surrogate.SurrogateConstants;
import org.polymorph.components.surrogate.WorkContext;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.scheduler.local.LocalScheduler;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.LoggedEvent;
import org.polymorph.engine.store.RankedResult;
import org.polymorph.model.spi.ConfigurationException;

/** A whole campaign through the components, with real jobs, by routes in Java. */
class CampaignRoutesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private CamelContext camel = new DefaultCamelContext();

    @AfterEach
    void close() throws Exception {
        camel.stop();
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private CampaignSession open(String... sets) {
        CampaignSession session = CampaignSession.open(TinyCampaign.load(directory, sets), directory.resolve("data"));
        open.add(session);
        camel.getRegistry().bind("si2", session);
        return session;
    }

    private void scheduler() {
        LocalScheduler scheduler = new LocalScheduler(directory.resolve("jobs"), 2);
        open.add(scheduler);
        camel.getRegistry().bind("here", scheduler);
    }

    private static CampaignState end(CampaignSession session) throws Exception {
        return session.end().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void events(List<LoggedEvent> seen) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("campaign:si2?emit=events&initialDelay=0&delay=20").process(exchange -> {
                    LoggedEvent event = exchange.getMessage().getBody(LoggedEvent.class);
                    seen.add(event);
                    if (event.kind().equals("PoolGenerated")
                            && seen.stream().filter(event::equals).count() == 1) {
                        throw new IllegalStateException("the mail server is away");
                    }
                });
            }
        });
    }

    @Test
    void a_campaign_runs_to_its_end_by_routes_in_java() throws Exception {
        List<LoggedEvent> seen = new CopyOnWriteArrayList<>();
        CampaignSession session = open();
        scheduler();
        camel.addRoutes(TinyCampaign.routes());
        events(seen);
        camel.start();

        CampaignState state = end(session);

        assertThat(state.phase()).isEqualTo(Phase.DONE);
        List<RankedResult> results = session.reader().results();
        assertThat(results.get(0).enthalpy()).isLessThan(-4.0);
        assertThat(results).extracting(RankedResult::rank).startsWith(1);
        assertThat(session.reader().counts(Purpose.LABEL).failed()).isZero();
        // 4 and 2 of 6 labels a round share a job
        assertThat(session.reader().jobs())
                .filteredOn(job -> job.round() == 0 && job.calculations().size() > 1)
                .hasSize(2);
        await().atMost(PATIENCE)
                .until(() -> seen.stream().anyMatch(event -> event.kind().equals("Ranked")));
        List<LoggedEvent> history = session.reader().events();
        assertThat(seen)
                .filteredOn(event -> event.kind().equals("PoolGenerated"))
                .hasSize(2);
        assertThat(seen.stream().distinct()).containsExactlyElementsOf(history);
        assertThat(results.get(0).volume()).isCloseTo(20, within(8.0));
    }

    private RouteBuilder commands(String to) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("campaign:si2?emit=commands&initialDelay=0&delay=20").to(to);
            }
        };
    }

    @Test
    void a_route_that_forgets_to_complete_a_command_ends_the_session_with_a_hint() throws Exception {
        CampaignSession session = open();
        camel.addRoutes(commands("mock:forgetful"));
        camel.start();

        assertThatThrownBy(() -> end(session))
                .hasMessageContaining("without completing si2/generate/0/0")
                .hasMessageContaining("campaign:si2?operation=complete");
    }

    @Test
    void a_route_that_fails_ends_the_session_and_the_campaign_can_be_gone_on_with() throws Exception {
        CampaignSession session = open();
        camel.addRoutes(commands("surrogate:si2?operation=rank"));
        camel.start();
        assertThatThrownBy(() -> end(session)).hasMessageContaining("RankWork");
        camel.stop();
        session.close();
        open.clear();

        camel = new DefaultCamelContext();
        CampaignSession again = open();
        scheduler();
        camel.addRoutes(TinyCampaign.routes());
        camel.start();
        assertThat(end(again).phase()).isEqualTo(Phase.DONE);
    }

    // Camel leaves an exchange with an Error unfinished, and who waits for it waiting
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_error_of_the_machine_ends_the_session_too(boolean handled) throws Exception {
        CampaignSession session = open();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                if (handled) {
                    onException(Throwable.class).handled(true).to("campaign:si2?operation=fail");
                }
                from("campaign:si2?emit=commands&initialDelay=0&delay=20")
                        .setHeader(
                                SurrogateConstants.CONTEXT,
                                () -> new WorkContext(session.workers(), (done, of) -> {
                                    throw new OutOfMemoryError("Java heap space");
                                }))
                        .to("surrogate:si2?operation=generate");
            }
        });
        camel.start();

        assertThatThrownBy(() -> session.end().get(60, TimeUnit.SECONDS)).hasStackTraceContaining("Java heap space");
    }

    @Test
    void books_that_cannot_be_read_end_the_session_in_place_of_an_endless_loop() throws Exception {
        CampaignSession session = open();
        scheduler();
        session.book()
                .completeGenerate(
                        session.book().pendingCommands().get(0),
                        List.of(new org.polymorph.engine.store.CampaignBook.Proposal(
                                org.polymorph.components.fake.Silicon.diamond(5.4), "x")));
        session.close();
        open.clear();
        try (Stream<Path> files = Files.walk(directory.resolve("data/objects"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, "1\nbroken\n");
            }
        }
        camel.getRegistry().unbind("si2");
        CampaignSession again = open();
        camel.addRoutes(TinyCampaign.routes());
        camel.start();

        assertThatThrownBy(() -> end(again)).hasMessageContaining("SHA-256");
    }

    @Test
    void a_failure_told_without_an_exception_says_so() throws Exception {
        CampaignSession session = open();
        camel.start();
        camel.createProducerTemplate().sendBody("campaign:si2?operation=fail", "enough");

        assertThatThrownBy(() -> end(session))
                .hasMessageContaining("without an exception")
                .hasMessageContaining("enough");
    }

    @Test
    void a_result_without_its_command_is_refused() throws Exception {
        open();
        camel.start();
        assertThatThrownBy(
                        () -> camel.createProducerTemplate().requestBody("campaign:si2?operation=complete", List.of()))
                .hasStackTraceContaining("expected a command in the header CamelCampaignCommand");
        assertThatThrownBy(() ->
                        camel.createProducerTemplate().requestBody("campaign:si2?operation=collectJob", List.of()))
                .hasStackTraceContaining("expected the job's snapshot in the header CamelJobSnapshot");
    }

    @Test
    void a_campaign_begun_with_other_settings_is_refused_with_the_difference() throws Exception {
        open().close();
        open.clear();

        assertThatThrownBy(() -> CampaignSession.open(
                        TinyCampaign.load(directory, "seed=6", "threads=1"), directory.resolve("data")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("seed was 5, now 6")
                .hasMessageNotContaining("threads");
        open("threads=1");
    }

    @Test
    void how_jobs_wait_and_what_they_ask_for_can_be_changed_on_the_way() throws Exception {
        open().close();
        open.clear();
        open("scheduler.maxRunning=1", "scheduler.pollInterval=50ms", "resources.walltime=2h")
                .close();
        open.clear();

        assertThatThrownBy(() -> CampaignSession.open(
                        TinyCampaign.load(directory, "scheduler.maxRunning=1", "workDir=elsewhere"),
                        directory.resolve("data")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("workDir was")
                .hasMessageNotContaining("maxRunning");
    }
}
