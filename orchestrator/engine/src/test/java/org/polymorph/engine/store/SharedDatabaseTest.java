package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.job.JobEvent;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.job.StoryLine;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.engine.store.CampaignControl.Submission;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;

/** Several processes write to one database of a server at the same time; here each has connections of its own. */
class SharedDatabaseTest {
    private static final int WRITERS = 4;
    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
    private static final Structure SILICON = Structure.of(Lattice.cubic(3), List.of(Element.Si), new double[3]);

    @TempDir
    private Path directory;

    private Database open() {
        return Store.POSTGRESQL.open(directory);
    }

    private CampaignBook book(Database database, String campaign) {
        CampaignRules rules = new CampaignRules(
                new CampaignMachine(campaign, 5, 1000, 2, 100),
                1,
                1,
                "static",
                List.of("relax"),
                1,
                Duration.ofHours(1),
                RetryBudgets.DEFAULT);
        return new CampaignBook(rules, database, DataDirectory.objects(directory), Clock.systemUTC());
    }

    /** Runs the same work in several threads, each with a database of its own, all at once. */
    private void together(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        CountDownLatch ready = new CountDownLatch(WRITERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                Callable<Void> task = () -> {
                    try (Database database = open()) {
                        ready.countDown();
                        ready.await();
                        work.run(database, writer);
                    }
                    return null;
                };
                running.add(threads.submit(task));
            }
            for (Future<?> one : running) {
                one.get(2, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface Work {
        void run(Database database, int writer) throws Exception;
    }

    @Test
    void the_same_campaign_begun_by_all_at_once_begins_once() throws Exception {
        together((database, writer) -> {
            for (int i = 0; i < 10; i++) {
                book(database, "si" + i).start(Map.of("campaign", "si" + i));
            }
        });

        try (Database database = open()) {
            for (int i = 0; i < 10; i++) {
                assertThat(book(database, "si" + i).pendingCommands()).hasSize(1);
                assertThat(book(database, "si" + i).reader().events())
                        .extracting(LoggedEvent::kind)
                        .containsExactly("Started");
            }
        }
    }

    @Test
    void outcomes_told_by_all_at_once_count_once_and_end_the_round_once() throws Exception {
        List<JobRow> jobs;
        try (Database database = open()) {
            CampaignBook book = book(database, "si");
            book.start(Map.of());
            book.completeGenerate(
                    book.pendingCommands().get(0),
                    IntStream.range(0, 40)
                            .mapToObj(i -> new Proposal(SILICON, "random"))
                            .toList());
            book.completeSelect(
                    book.pendingCommands().get(0),
                    book.reader().frames(-1).stream()
                            .map(frame -> new Choice(frame.candidate(), frame.structure()))
                            .toList());
            jobs = book.openJobs();
        }
        CalculationOutcome outcome =
                new CalculationResult(SILICON, new Evaluation(-1, new double[3], Stress.ZERO), true, 1, Map.of());

        together((database, writer) -> {
            CampaignBook book = book(database, "si");
            for (int i = 0; i < jobs.size(); i++) {
                // each in another order
                JobRow job = jobs.get((i * 7 + writer * 11) % jobs.size());
                book.updateJob(new JobSnapshot(job.token(), JobState.RUNNING, "1", "R", OptionalInt.empty()));
                book.collectJob(
                        new JobSnapshot(job.token(), JobState.COMPLETED, "1", "ended", OptionalInt.of(0)),
                        List.of(outcome));
            }
        });

        try (Database database = open()) {
            CampaignBook book = book(database, "si");
            var state = book.reader().campaign().orElseThrow().state();
            assertThat(state.phase()).isEqualTo(Phase.TRAINING);
            assertThat(state.labels()).isEqualTo(40);
            assertThat(book.pendingCommands()).hasSize(1);
            assertThat(book.reader().events())
                    .filteredOn(event -> event.kind().equals("LabelsSettled"))
                    .hasSize(1);
            assertThat(jobs).allSatisfy(job -> assertThat(book.reader().story(job.token()))
                    .extracting(line -> line.event().stage())
                    .containsExactly(JobStage.PLANNED, JobStage.PARSED));
        }
    }

    @Test
    void stories_and_events_are_numbered_without_gaps_whoever_writes() throws Exception {
        try (Database database = open()) {
            new CampaignControl(database, Clock.systemUTC())
                    .submit(new Submission("si", Map.of(), "/base", Optional.empty()));
        }
        together((database, writer) -> {
            JobLedger ledger = DatabaseLedger.in(database, "hpc1");
            CampaignControl control = new CampaignControl(database, Clock.systemUTC());
            for (int i = 0; i < 25; i++) {
                // two jobs in one transaction, in either order
                List<JobLedger.Change> changes = new ArrayList<>(List.of(planned("a"), planned("b")));
                if (writer % 2 == 1) {
                    java.util.Collections.reverse(changes);
                }
                ledger.write(changes);
                control.trouble("si", "writer " + writer + " " + i);
            }
        });

        try (Database database = open()) {
            JobLedger ledger = DatabaseLedger.in(database, "hpc1");
            for (String job : List.of("a", "b")) {
                assertThat(ledger.story(job))
                        .extracting(StoryLine::seq)
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, 25 * WRITERS).boxed().toList());
            }
            assertThat(CampaignReader.of("si", database, directory).events())
                    .hasSize(1 + 25 * WRITERS)
                    .extracting(LoggedEvent::seq)
                    .doesNotHaveDuplicates();
        }
    }

    private static JobLedger.Change planned(String token) {
        return new JobLedger.Change(
                Optional.of(TrackedJob.planned(token, Resources.DEFAULT, NOW)),
                JobEvent.of(token, NOW, JobStage.PENDING, "seen"));
    }

    @Test
    void the_same_submission_from_all_at_once_is_one_campaign() throws Exception {
        List<Boolean> fresh = java.util.Collections.synchronizedList(new ArrayList<>());
        together((database, writer) -> {
            CampaignControl control = new CampaignControl(database, Clock.systemUTC());
            for (int i = 0; i < 10; i++) {
                fresh.add(control.submit(new Submission("si" + i, Map.of("seed", i), "/base", Optional.of("key" + i))));
            }
        });

        assertThat(fresh).hasSize(10 * WRITERS);
        assertThat(fresh.stream().filter(one -> one)).hasSize(10);
    }

    @Test
    void texts_are_in_the_same_order_as_in_a_file_and_of_any_length() {
        String origin = "x".repeat(5000);
        try (Database database = open()) {
            for (String name : List.of("si-B", "si_a", "si-a", "siA", "Si-A", "si0", "é")) {
                book(database, name).start(Map.of());
            }
            assertThat(CampaignReader.campaigns(database))
                    .containsExactly("Si-A", "si-B", "si-a", "si0", "siA", "si_a", "é");
            CampaignBook book = book(database, "si-a");
            book.completeGenerate(book.pendingCommands().get(0), List.of(new Proposal(SILICON, origin)));
            assertThat(book.reader().origin("c0000")).contains(origin);
        }
    }

    @Test
    void a_server_database_of_another_program_or_version_is_refused_and_named() {
        PostgresServer server = Store.server(directory);
        OwnPostgres.require().sql(server.url(), "CREATE TABLE recipe (name TEXT)");
        assertThatThrownBy(() -> Database.openForWriting(server))
                .hasMessageContaining(server.place())
                .hasMessageContaining("another program");
        assertThatThrownBy(() -> Database.openReadOnly(server)).hasMessageContaining("without its tables");
        OwnPostgres.require().sql(server.url(), "DROP TABLE recipe");
        open().close();
        OwnPostgres.require()
                .sql(
                        server.url(),
                        "INSERT INTO flyway_schema_history SELECT 99, '99', 'later', 'SQL', 'V99__later.sql', 1,"
                                + " installed_by, installed_on, 1, true FROM flyway_schema_history WHERE"
                                + " installed_rank = 1");
        assertThatThrownBy(() -> Database.openForWriting(server)).hasMessageContaining("another version");
    }
}
