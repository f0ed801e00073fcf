package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.ClusterReport;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;

/** When a round and a search go on: before their slowest jobs have ended, and past those that failed. One label a job, four a round. */
@ParameterizedClass
@EnumSource(Store.class)
class QuorumTest {
    private static final int LABELS = 4;

    @TempDir
    Path directory;

    @Parameter
    Store store = Store.SQLITE;

    private Database database;

    @BeforeEach
    void open() {
        database = store.open(directory);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private CampaignBook book(double quorum, int maxLabels) {
        CampaignRules rules = new CampaignRules(
                new CampaignMachine("si1", 5, maxLabels, 2, 100),
                quorum,
                1,
                "static",
                List.of("relax"),
                1,
                Duration.ofHours(1),
                RetryBudgets.DEFAULT);
        CampaignBook book = new CampaignBook(rules, database, DataDirectory.objects(directory), Clock.systemUTC());
        book.start(Map.of());
        book.completeGenerate(
                book.pendingCommands().get(0),
                IntStream.range(0, 50)
                        .mapToObj(i -> new Proposal(structure(3 + 0.1 * i), "random"))
                        .toList());
        return book;
    }

    private static Structure structure(double a) {
        return Structure.of(Lattice.cubic(a), List.of(Element.Si), new double[3]);
    }

    private static void select(CampaignBook book) {
        book.completeSelect(
                book.pendingCommands().get(0),
                IntStream.range(0, LABELS)
                        .mapToObj(i -> new Choice("c000" + i, structure(3)))
                        .toList());
    }

    private static void end(CampaignBook book, JobRow job, boolean good) {
        CalculationOutcome outcome = good
                ? new CalculationResult(structure(3), new Evaluation(-1, new double[3], Stress.ZERO), true, 1, Map.of())
                : new CalculationFailure(FailureKind.CRASHED, "x", "", "");
        book.collectJob(
                new JobSnapshot(job.token(), JobState.COMPLETED, "1", "ended", OptionalInt.of(0)), List.of(outcome));
    }

    private static CampaignState state(CampaignBook book) {
        return book.reader().campaign().orElseThrow().state();
    }

    private static void finishRound(CampaignBook book, boolean stop, List<ClusterRow> lowest) {
        book.completeTrain(book.pendingCommands().get(0), file -> Files.writeString(file, "m"), Map.of(), Map.of());
        int round = state(book).round();
        book.completeRelax(
                book.pendingCommands().get(0),
                book.reader().frames(-1).stream()
                        .map(f -> new CandidateFrame(
                                f.candidate(), round, f.structure(), -1, 0, 0, 0, "converged", 1, Optional.empty()))
                        .toList());
        book.completeCluster(book.pendingCommands().get(0), new ClusterReport(Map.of(), lowest, stop, "verdict"));
    }

    private static final List<ClusterRow> ONE = List.of(new ClusterRow(1, "k", "c0000", -1, 10));
    private static final List<ClusterRow> CLUSTERS = IntStream.range(0, 6)
            .mapToObj(i -> new ClusterRow(i + 1, "k" + i, "c000" + i, -1 + 0.1 * i, 10))
            .toList();

    @Test
    void training_begins_when_the_quorum_has_ended_whatever_came_of_it() {
        CampaignBook book = book(0.75, 100);
        select(book);
        List<JobRow> jobs = book.openJobs();
        end(book, jobs.get(0), true);
        end(book, jobs.get(1), false);
        assertThat(state(book).phase()).isEqualTo(Phase.LABELLING);

        end(book, jobs.get(2), true);

        assertThat(state(book).phase()).isEqualTo(Phase.TRAINING);
        assertThat(state(book).labels()).isEqualTo(2);
        assertThat(state(book).failedLabels()).isEqualTo(1);
    }

    @Test
    void late_labels_change_nothing_at_once_and_count_in_a_later_round() {
        CampaignBook book = book(0.5, 100);
        select(book);
        List<JobRow> jobs = book.openJobs();
        end(book, jobs.get(0), true);
        end(book, jobs.get(1), true);
        end(book, jobs.get(2), true);
        assertThat(state(book).phase()).isEqualTo(Phase.TRAINING);
        assertThat(state(book).labels()).isEqualTo(2);
        finishRound(book, false, ONE);
        end(book, jobs.get(3), true);

        select(book);
        List<JobRow> second = book.openJobs();
        assertThat(second).hasSize(LABELS);
        end(book, second.get(0), true);
        end(book, second.get(1), true);

        assertThat(state(book).round()).isEqualTo(1);
        assertThat(state(book).labels()).isEqualTo(6);
        assertThat(book.reader().labels()).hasSize(6);
    }

    @Test
    void a_late_job_of_an_earlier_round_does_not_settle_the_next_one() {
        CampaignBook book = book(0.5, 100);
        select(book);
        List<JobRow> first = book.openJobs();
        end(book, first.get(0), true);
        end(book, first.get(1), true);
        finishRound(book, false, ONE);
        select(book);
        end(book, first.get(2), true);
        end(book, first.get(3), true);

        assertThat(state(book).phase()).isEqualTo(Phase.LABELLING);
    }

    @Test
    void labels_under_way_count_into_the_budget() {
        CampaignBook book = book(0.5, LABELS);
        select(book);
        List<JobRow> jobs = book.openJobs();
        end(book, jobs.get(0), true);
        end(book, jobs.get(1), true);

        finishRound(book, false, ONE);

        assertThat(state(book).exit()).isEqualTo(ExitReason.LABELS);
    }

    @Test
    void a_quorum_is_a_share_of_the_jobs_in_decimal() {
        // 0.14 · 50 is 7.000000000000001 in binary
        CampaignBook book = book(0.14, 100);
        book.completeSelect(
                book.pendingCommands().get(0),
                IntStream.range(0, 50)
                        .mapToObj(i -> new Choice(String.format("c%04d", i), structure(3)))
                        .toList());
        List<JobRow> jobs = book.openJobs();
        for (int i = 0; i < 6; i++) {
            end(book, jobs.get(i), true);
        }
        assertThat(state(book).phase()).isEqualTo(Phase.LABELLING);
        end(book, jobs.get(6), true);
        assertThat(state(book).phase()).isEqualTo(Phase.TRAINING);
    }

    @Test
    void a_late_label_does_not_disturb_the_final_relaxations() {
        CampaignBook book = book(0.5, 100);
        select(book);
        List<JobRow> jobs = book.openJobs();
        end(book, jobs.get(0), true);
        end(book, jobs.get(1), true);
        finishRound(book, true, ONE);
        assertThat(state(book).phase()).isEqualTo(Phase.FINISHING);

        end(book, jobs.get(2), true);
        assertThat(state(book).phase()).isEqualTo(Phase.FINISHING);
        JobRow last = book.openJobs().stream()
                .filter(job -> job.calculations().get(0).startsWith("final-"))
                .findFirst()
                .orElseThrow();
        end(book, last, true);
        assertThat(state(book).phase()).isEqualTo(Phase.RANKING);
        assertThat(book.reader().counts(Purpose.LABEL).planned()).isEqualTo(1);
    }

    @Test
    void a_search_whose_clusters_have_no_energy_ends_in_place_of_waiting() {
        CampaignBook book = book(1, 100);
        select(book);
        book.openJobs().forEach(job -> end(book, job, true));

        finishRound(book, true, List.of());

        assertThat(state(book).phase()).isEqualTo(Phase.DONE);
        assertThat(state(book).exit()).isEqualTo(ExitReason.NO_RESULT);
    }

    @Test
    void the_next_cluster_takes_the_place_of_one_whose_final_relaxation_failed() {
        CampaignBook book = book(1, 100);
        select(book);
        book.openJobs().forEach(job -> end(book, job, true));
        finishRound(book, true, CLUSTERS);
        assertThat(finals(book)).containsExactly("final-c0000-0");

        end(book, book.openJobs().get(0), false);
        assertThat(state(book).phase()).isEqualTo(Phase.FINISHING);
        assertThat(finals(book)).containsExactly("final-c0000-0", "final-c0001-0");

        end(book, book.openJobs().get(0), true);
        assertThat(state(book).phase()).isEqualTo(Phase.RANKING);
    }

    @Test
    void a_limited_number_of_clusters_is_tried_in_the_end() {
        CampaignBook book = book(1, 100);
        select(book);
        book.openJobs().forEach(job -> end(book, job, true));
        finishRound(book, true, CLUSTERS);

        while (!book.openJobs().isEmpty()) {
            end(book, book.openJobs().get(0), false);
        }

        assertThat(finals(book)).hasSize(4);
        assertThat(state(book).exit()).isEqualTo(ExitReason.NO_RESULT);
    }

    @Test
    void all_clusters_on_the_hull_are_relaxed_in_the_end() {
        CampaignBook book = book(1, 100);
        select(book);
        book.openJobs().forEach(job -> end(book, job, true));
        List<ClusterRow> rows = IntStream.range(0, 4)
                .mapToObj(i -> new ClusterRow(i + 1, "k" + i, "c000" + i, -1, 10, Optional.of(i < 3 ? 0 : 0.1)))
                .toList();
        finishRound(book, true, rows);

        assertThat(finals(book)).containsExactly("final-c0000-0", "final-c0001-0", "final-c0002-0");
        assertThat(book.reader().clusters(0)).isEqualTo(rows);
    }

    private static List<String> finals(CampaignBook book) {
        return book.reader().calculations(Purpose.FINAL).stream()
                .map(Calculation::id)
                .toList();
    }
}
