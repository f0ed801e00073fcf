package org.polymorph.components.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.polymorph.components.DocumentedPage;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.scheduler.local.LocalScheduler;
import org.polymorph.engine.store.JobRow;
import org.polymorph.engine.store.LoggedEvent;

/** The pages about campaigns say what the sources say, and their routes run a campaign. */
class CampaignPagesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path work;

    private final CamelContext camel = new DefaultCamelContext();
    private LocalScheduler scheduler;
    private CampaignSession session;

    @BeforeEach
    void open() {
        scheduler = new LocalScheduler(work.resolve("jobs"), 2);
        session = CampaignSession.open(TinyCampaign.load(work), work.resolve("data"));
        camel.getRegistry().bind("here", scheduler);
        camel.getRegistry().bind("si2", session);
        var properties = camel.getPropertiesComponent();
        properties.addInitialProperty("work", work.toString());
        properties.addInitialProperty("notes", work.toString());
        properties.addInitialProperty("polymorph.campaign", "si2");
        properties.addInitialProperty("polymorph.code", "potential");
        properties.addInitialProperty("polymorph.site", "here");
        properties.addInitialProperty("polymorph.pollInterval", "50");
    }

    @AfterEach
    void close() {
        camel.stop();
        session.close();
        scheduler.close();
    }

    private void run() throws Exception {
        camel.start();
        assertThat(session.end().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).phase())
                .isEqualTo(Phase.DONE);
    }

    @Test
    void the_changed_routes_of_the_loop_run_a_campaign() throws Exception {
        new DocumentedPage("loop.md").addRoutes(camel);

        run();

        String[] directories = session.reader().jobs().stream()
                .map(JobRow::token)
                .map(token -> work.resolve("jobs").resolve(token).toString())
                .toArray(String[]::new);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readAllLines(work.resolve("ended-jobs.txt")))
                .containsExactlyInAnyOrder(directories));
    }

    @Test
    void the_example_of_campaign_writes_the_history() throws Exception {
        camel.addRoutes(TinyCampaign.routes());
        new DocumentedPage("components/campaign.md").addRoutes(camel);

        run();

        String[] history =
                session.reader().events().stream().map(CampaignPagesTest::line).toArray(String[]::new);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readAllLines(work.resolve("history.txt")))
                .containsExactly(history));
    }

    private static String line(LoggedEvent event) {
        return "round " + event.round() + ": " + event.kind();
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void the_page_has_every_state(Phase phase) {
        String page = new DocumentedPage("loop.md").text();

        assertThat(page).containsPattern("(?m)^    " + phase + " --> ");
        if (phase != Phase.DONE) {
            assertThat(page).contains("| " + phase + " |");
        }
    }

    @ParameterizedTest
    @EnumSource(JobStage.class)
    void the_page_has_every_state_of_a_job(JobStage stage) {
        assertThat(new DocumentedPage("loop.md").text()).contains("| `" + stage + "` |");
    }

    @Test
    void the_page_has_the_defaults_of_the_retry_budgets() {
        assertThat(new DocumentedPage("loop.md").text())
                .contains(
                        "| `calculate.retries.infrastructure` | " + RetryBudgets.DEFAULT.infrastructure() + " |",
                        "| `calculate.retries.dft` | " + RetryBudgets.DEFAULT.dft() + " |");
    }

    @Test
    void the_page_has_every_table() throws Exception {
        Path migrations = Path.of("../../orchestrator/engine/src/main/resources/org/polymorph/engine/store/migration");
        String page = new DocumentedPage("loop.md").text();
        try (Stream<Path> files = Files.list(migrations)) {
            for (Path file : files.toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("CREATE TABLE "))
                        .map(line -> line.split("[ (]+", -1)[2])
                        .forEach(table -> assertThat(page).contains("| `" + table + "` |"));
            }
        }
    }
}
