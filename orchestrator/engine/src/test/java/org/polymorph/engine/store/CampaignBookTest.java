package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.Command;
import org.polymorph.engine.campaign.CommandKind;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.ClusterReport;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.model.batch.JobCause;
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

@ParameterizedClass
@EnumSource(Store.class)
class CampaignBookTest {
    @TempDir
    Path directory;

    @Parameter
    Store store = Store.SQLITE;

    private Database database;
    private CampaignBook book;

    @BeforeEach
    void open() {
        database = store.open(directory);
        book = book();
        book.start(Map.of("campaign", "si2"));
    }

    private CampaignBook book() {
        return book(new CampaignMachine("si2", 5, 100, 2, 2));
    }

    private CampaignBook book(CampaignMachine machine) {
        CampaignRules rules = new CampaignRules(
                machine, 1, 2, "static", List.of("coarse", "fine"), 2, Duration.ofHours(1), new RetryBudgets(1, 2));
        return new CampaignBook(rules, database, DataDirectory.objects(directory), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Structure structure(double a) {
        return Structure.of(
                Lattice.cubic(a), List.of(Element.Si, Element.Si), new double[] {0, 0, 0, 1.0 / 3, 0.1, 0.7});
    }

    private static CalculationOutcome result(double a) {
        return new CalculationResult(
                structure(a), new Evaluation(-a, new double[] {0.1, 0, 0, -0.1, 0, 0}, Stress.ZERO), true, 3, Map.of());
    }

    private static JobSnapshot ended(String token, JobState state) {
        return new JobSnapshot(token, state, "42", "done", OptionalInt.of(0));
    }

    private Command next() {
        return book.pendingCommands().get(0);
    }

    private void generateAndSelect() {
        book.completeGenerate(
                next(),
                List.of(
                        new Proposal(structure(3.1), "random"),
                        new Proposal(structure(3.2), "random"),
                        new Proposal(structure(3.3), "random")));
        book.completeSelect(
                next(),
                List.of(
                        new Choice("c0000", structure(3.1)),
                        new Choice("c0001", structure(3.2)),
                        new Choice("c0002", structure(3.3))));
    }

    private void labelAll() {
        List<JobRow> jobs = book.openJobs();
        for (int i = jobs.size() - 1; i >= 0; i--) {
            List<CalculationOutcome> outcomes = new ArrayList<>();
            jobs.get(i).calculations().forEach(id -> outcomes.add(result(4)));
            book.collectJob(ended(jobs.get(i).token(), JobState.COMPLETED), outcomes);
        }
    }

    @Test
    void packs_the_labels_of_a_round_into_jobs() {
        generateAndSelect();

        assertThat(book.openJobs())
                .extracting(JobRow::calculations)
                .containsExactlyInAnyOrder(List.of("r00-c0000", "r00-c0001"), List.of("r00-c0002"));
        assertThat(book.openJobs()).allMatch(job -> job.token().matches("pm-si2-[a-z2-7]{26}"));
    }

    @Test
    void trains_when_the_last_job_of_a_round_has_ended() {
        generateAndSelect();
        assertThat(book.pendingCommands()).isEmpty();

        labelAll();

        assertThat(next().kind()).isEqualTo(CommandKind.TRAIN);
        assertThat(book.reader().labels()).extracting("id").containsExactly("r00-c0000", "r00-c0001", "r00-c0002");
    }

    @Test
    void structures_and_energies_come_back_to_the_last_bit() {
        generateAndSelect();
        labelAll();

        assertThat(book.reader().frames(-1).get(1).structure().cartesian())
                .containsExactly(structure(3.2).cartesian());
        assertThat(book.reader().labels().get(0).evaluation().energy()).isEqualTo(-4.0);
    }

    @Test
    void what_is_left_out_stays_in_the_books_and_is_no_more_in_the_pool() {
        book = book(new CampaignMachine("si2", 5, 100, 2, 2, false, true));
        book.completeGenerate(
                next(),
                List.of(
                        new Proposal(structure(3.1), "random"),
                        new Proposal(structure(3.2), "random").leftOut("too high"),
                        new Proposal(structure(3.3), "random")));
        assertThat(book.reader().frames(-1)).extracting("candidate").containsExactly("c0000", "c0002");
        assertThat(book.reader().campaign().orElseThrow().state().candidates()).isEqualTo(2);

        book.completeSelect(next(), List.of(new Choice("c0000", structure(3.1)), new Choice("c0002", structure(3.3))));
        labelAll();
        book.completeTrain(next(), file -> Files.writeString(file, "model"), Map.of(), Map.of());
        Command propose = next();
        PoolChange change = new PoolChange(
                List.of(
                        new Proposal(structure(3.4), "random"),
                        new Proposal(structure(3.5), "random").leftOut("higher")),
                Map.of("c0002", "high"),
                "",
                "2 of 4 left out");
        book.completePropose(propose, change);
        book.completePropose(propose, change);

        assertThat(book.reader().frames(-1)).extracting("candidate").containsExactly("c0000", "c0003");
        assertThat(book.reader().campaign().orElseThrow().state().candidates()).isEqualTo(2);
        assertThat(book.reader().labels()).hasSize(2);
        assertThat(book.reader().rejected())
                .containsExactly(
                        Map.entry("c0001", "too high"), Map.entry("c0002", "high"), Map.entry("c0004", "higher"));
        assertThat(book.reader().history("c0001"))
                .singleElement()
                .extracting("outcome")
                .isEqualTo("left-out");
        assertThat(book.reader().events())
                .filteredOn(event -> event.kind().equals("PoolFiltered"))
                .extracting("detail")
                .containsExactly("1 of 3 left out", "2 of 4 left out");
    }

    @Test
    void telling_the_same_twice_changes_nothing() {
        Command generate = next();
        book.completeGenerate(generate, List.of(new Proposal(structure(3), "random")));
        book.completeGenerate(generate, List.of(new Proposal(structure(3), "random"), new Proposal(structure(4), "x")));
        assertThat(book.reader().frames(-1)).hasSize(1);

        book.completeSelect(next(), List.of(new Choice("c0000", structure(3))));
        String token = book.openJobs().get(0).token();
        book.collectJob(ended(token, JobState.LOST), List.of(failure()));
        book.collectJob(ended(token, JobState.COMPLETED), List.of(result(4)));
        assertThat(book.reader().jobs()).hasSize(2);
    }

    private static CalculationFailure failure() {
        return new CalculationFailure(FailureKind.CRASHED, "killed", "", "");
    }

    @Test
    void a_lost_job_is_planned_anew_until_its_attempts_are_used_up() {
        generateAndSelect();
        JobRow first = book.openJobs().stream()
                .filter(job -> job.calculations().size() == 1)
                .findFirst()
                .orElseThrow();
        book.collectJob(ended(first.token(), JobState.LOST), List.of(failure()));

        JobRow second = book.openJobs().stream()
                .filter(job -> job.attempt() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(second.calculations()).isEqualTo(first.calculations());
        assertThat(second.token()).isNotEqualTo(first.token());
        book.collectJob(ended(second.token(), JobState.LOST), List.of(failure()));
        assertThat(book.reader().counts(Purpose.LABEL).failed()).isEqualTo(1);
    }

    private JobRow single() {
        return book.openJobs().stream()
                .filter(job -> job.calculations().equals(List.of("r00-c0002")))
                .findFirst()
                .orElseThrow();
    }

    private static JobSnapshot killed(String token) {
        return new JobSnapshot(token, JobState.COMPLETED, "", "", OptionalInt.of(137));
    }

    private static JobSnapshot nodeFailed(String token) {
        return new JobSnapshot(token, JobState.LOST, "7", "NODE_FAIL", OptionalInt.empty(), JobCause.NODE_FAILURE);
    }

    // the rules allow one retry for the machine's sake and two for the calculation's own
    @Test
    void retries_for_a_lost_machine_take_nothing_from_those_for_a_killed_calculation() {
        generateAndSelect();
        book.collectJob(killed(single().token()), List.of(failure()));
        book.collectJob(nodeFailed(single().token()), List.of(failure()));
        book.collectJob(killed(single().token()), List.of(failure()));
        assertThat(single().attempt()).isEqualTo(4);
        assertThat(book.reader().counts(Purpose.LABEL).failed()).isZero();

        book.collectJob(killed(single().token()), List.of(failure()));
        assertThat(book.reader().counts(Purpose.LABEL).failed()).isEqualTo(1);
    }

    @Test
    void a_used_up_budget_for_lost_machines_ends_a_calculation_that_was_never_killed_itself() {
        generateAndSelect();
        book.collectJob(nodeFailed(single().token()), List.of(failure()));
        book.collectJob(nodeFailed(single().token()), List.of(failure()));

        assertThat(book.reader().counts(Purpose.LABEL).failed()).isEqualTo(1);
    }

    @Test
    void a_job_out_of_memory_is_charged_to_the_calculation() {
        generateAndSelect();
        for (int i = 0; i < 2; i++) {
            JobSnapshot overMemory = new JobSnapshot(
                    single().token(), JobState.LOST, "", "", OptionalInt.empty(), JobCause.OUT_OF_MEMORY);
            book.collectJob(overMemory, List.of(failure()));
        }
        assertThat(single().attempt()).isEqualTo(3);
    }

    @Test
    void the_story_of_a_job_tells_what_it_was_for_and_what_came_of_it() {
        generateAndSelect();
        JobRow lost = single();
        book.collectJob(nodeFailed(lost.token()), List.of(failure()));
        JobRow again = single();

        assertThat(book.reader().story(lost.token()))
                .extracting(line -> line.event().stage())
                .containsExactly(JobStage.PLANNED, JobStage.PARSED, JobStage.FAILED);
        assertThat(book.reader().story(lost.token()).get(0).event().evidence()).isEqualTo("r00-c0002; attempt 1");
        assertThat(book.reader().story(lost.token()).get(1).event().evidence())
                .isEqualTo("0 results; 1 CRASHED; r00-c0002 goes on to " + again.token()
                        + ", out of the budget infrastructure");
        assertThat(book.reader().story(lost.token()).get(2).event().cause()).isEqualTo("NODE_FAILURE");
        assertThat(book.reader().story(again.token()).get(0).event().evidence())
                .contains("attempt 2", lost.token(), "NODE_FAILURE");
        assertThat(book.reader().jobs("c0002"))
                .extracting(JobRow::token)
                .containsExactlyInAnyOrder(lost.token(), again.token());
        assertThat(book.reader().jobs("c0000")).hasSize(1);
    }

    @Test
    void the_story_of_a_job_with_results_ends_with_their_number() {
        generateAndSelect();
        book.collectJob(ended(single().token(), JobState.COMPLETED), List.of(result(3)));

        List<JobRow> jobs = book.reader().jobs("c0002");
        assertThat(book.reader().story(jobs.get(0).token()))
                .last()
                .satisfies(line -> assertThat(line.event().stage()).isEqualTo(JobStage.PARSED))
                .satisfies(line -> assertThat(line.event().evidence()).isEqualTo("1 result"));
    }

    @Test
    void what_a_killed_job_had_done_counts_and_the_rest_is_planned_anew() {
        generateAndSelect();
        JobRow first = book.openJobs().stream()
                .filter(job -> job.calculations().size() == 2)
                .findFirst()
                .orElseThrow();
        JobSnapshot killed = new JobSnapshot(first.token(), JobState.COMPLETED, "", "", OptionalInt.of(137));
        book.collectJob(
                killed, List.of(result(3), new CalculationFailure(FailureKind.TRUNCATED_OUTPUT, "ends early", "", "")));

        JobRow second = book.openJobs().stream()
                .filter(job -> job.attempt() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(second.calculations()).isEqualTo(first.calculations().subList(1, 2));
        assertThat(book.reader().counts(Purpose.LABEL).done()).isEqualTo(1);
        assertThat(book.reader().counts(Purpose.LABEL).failed()).isZero();
    }

    @Test
    void what_failed_for_want_of_something_on_the_site_is_planned_anew_however_often() {
        generateAndSelect();
        CalculationFailure noProgram = new CalculationFailure(FailureKind.NO_PROGRAM, "pw.x: not found", "", "");
        for (int i = 0; i < 5; i++) {
            JobRow single = book.openJobs().stream()
                    .filter(job -> job.calculations().size() == 1)
                    .findFirst()
                    .orElseThrow();
            book.collectJob(ended(single.token(), JobState.COMPLETED), List.of(noProgram), true);
        }

        assertThat(book.openJobs()).hasSize(2).allMatch(job -> job.attempt() == 1);
        assertThat(book.reader().counts(Purpose.LABEL).failed()).isZero();
    }

    @Test
    void a_fault_of_the_calculation_is_not_tried_anew() {
        generateAndSelect();
        JobRow single = book.openJobs().stream()
                .filter(job -> job.calculations().size() == 1)
                .findFirst()
                .orElseThrow();
        book.collectJob(
                ended(single.token(), JobState.LOST),
                List.of(new CalculationFailure(FailureKind.SCF_NOT_CONVERGED, "no", "", "")));

        assertThat(book.openJobs()).allMatch(job -> job.attempt() == 1);
        assertThat(book.reader().counts(Purpose.LABEL).failed()).isEqualTo(1);
    }

    @Test
    void failed_calculations_are_counted_and_are_no_labels() {
        generateAndSelect();
        JobRow single = book.openJobs().stream()
                .filter(job -> job.calculations().size() == 1)
                .findFirst()
                .orElseThrow();
        book.collectJob(
                ended(single.token(), JobState.COMPLETED),
                List.of(new CalculationFailure(FailureKind.SCF_NOT_CONVERGED, "no", "", "")));
        labelAll();

        assertThat(book.reader().labels()).hasSize(2);
        assertThat(book.reader().failures(Purpose.LABEL)).containsExactly(Map.entry("SCF_NOT_CONVERGED", 1));
        assertThat(book.reader().campaign().orElseThrow().state().failedLabels())
                .isEqualTo(1);
    }

    @Test
    void a_reopened_book_goes_on_where_it_was() {
        generateAndSelect();
        database.close();
        database = store.open(directory);
        book = book();
        book.start(Map.of("campaign", "other"));

        assertThat(book.reader().campaign().orElseThrow().spec()).containsEntry("campaign", "si2");
        assertThat(book.openJobs()).hasSize(2);
        labelAll();
        assertThat(next().kind()).isEqualTo(CommandKind.TRAIN);
    }

    @Test
    void goes_through_to_the_final_table_with_chained_stages() {
        generateAndSelect();
        labelAll();
        book.completeTrain(next(), file -> Files.writeString(file, "model"), Map.of("labels", "3"), Map.of("mae", 0.5));
        assertThat(book.model(0)).hasContent("model");
        assertThat(book.reader().heldOut()).containsExactly(Map.entry(0, Map.of("mae", 0.5)));
        relaxAndStop();

        assertThat(book.openJobs())
                .extracting(job -> job.calculations().get(0))
                .containsExactlyInAnyOrder("final-c0001-0", "final-c0000-0");
        labelAll();
        assertThat(book.openJobs())
                .extracting(job -> job.calculations().get(0))
                .containsExactlyInAnyOrder("final-c0001-1", "final-c0000-1");
        labelAll();
        Command rank = next();
        assertThat(rank.kind()).isEqualTo(CommandKind.RANK);
        book.completeRank(
                rank, List.of(new RankedResult(1, "c0001", "final-c0001-1", structure(4), -2, 32, 0.01, true, 1)));

        assertThat(book.reader().results()).hasSize(1);
        assertThat(book.reader().campaign().orElseThrow().state().phase()).isEqualTo(Phase.DONE);
        assertThat(book.reader().campaign().orElseThrow().state().exit()).isEqualTo(ExitReason.CONVERGED);
        assertThat(book.reader().evaluations(Purpose.FINAL)).isEqualTo(12);
    }

    @Test
    void a_label_below_all_that_the_surrogate_has_is_relaxed_too() {
        generateAndSelect();
        labelWithOneLow("c0002");
        book.completeTrain(next(), file -> Files.writeString(file, "model"), Map.of(), Map.of());
        relaxAndStop(Map.of("c0000", "k1", "c0001", "k2", "c0002", "k3"));

        assertThat(book.openJobs())
                .extracting(job -> job.calculations().get(0))
                .containsExactlyInAnyOrder("final-c0001-0", "final-c0000-0", "final-c0002-0");
        labelAll();
        assertThat(book.openJobs()).extracting(job -> job.calculations().get(0)).contains("final-c0002-1");
        labelAll();
        assertThat(next().kind()).isEqualTo(CommandKind.RANK);
        assertThat(book.reader().campaign().orElseThrow().state().phase()).isEqualTo(Phase.RANKING);
    }

    @Test
    void a_low_label_of_one_of_the_lowest_clusters_is_relaxed_as_that() {
        generateAndSelect();
        labelWithOneLow("c0002");
        book.completeTrain(next(), file -> Files.writeString(file, "model"), Map.of(), Map.of());
        relaxAndStop();

        assertThat(book.openJobs())
                .extracting(job -> job.calculations().get(0))
                .containsExactlyInAnyOrder("final-c0001-0", "final-c0000-0");
    }

    private void labelWithOneLow(String candidate) {
        for (JobRow job : book.openJobs()) {
            List<CalculationOutcome> outcomes = new ArrayList<>();
            job.calculations().forEach(id -> outcomes.add(result(id.endsWith(candidate) ? 9 : 4)));
            book.collectJob(ended(job.token(), JobState.COMPLETED), outcomes);
        }
    }

    private void relaxAndStop() {
        relaxAndStop(Map.of("c0000", "k1", "c0001", "k2", "c0002", "k1"));
    }

    private void relaxAndStop(Map<String, String> assignment) {
        List<CandidateFrame> pool = book.reader().frames(-1);
        book.completeRelax(
                next(),
                pool.subList(0, 2).stream().map(CampaignBookTest::relaxed).toList());
        book.completeRelax(
                next(),
                pool.subList(2, 3).stream().map(CampaignBookTest::relaxed).toList());
        book.completeCluster(
                next(),
                new ClusterReport(
                        assignment,
                        List.of(new ClusterRow(1, "k2", "c0001", -4.1, 1), new ClusterRow(2, "k1", "c0000", -4.0, 2)),
                        true,
                        "held"));
        assertThat(book.reader().frames(0))
                .extracting(frame -> frame.cluster().orElseThrow())
                .containsExactly(assignment.get("c0000"), assignment.get("c0001"), assignment.get("c0002"));
    }

    private static CandidateFrame relaxed(CandidateFrame frame) {
        return new CandidateFrame(
                frame.candidate(), 0, frame.structure(), -4, 0.01, 0.001, 0.02, "converged", 7, Optional.empty());
    }

    // all of the pool, by parts
    private void relax(Map<String, String> outcomes) {
        relax(outcomes, Map.of());
    }

    private void relax(Map<String, String> outcomes, Map<String, Double> enthalpies) {
        book.completeTrain(next(), file -> Files.writeString(file, "model"), Map.of(), Map.of());
        int round = next().round();
        List<CandidateFrame> pool = book.reader().frames(-1);
        for (List<CandidateFrame> part : List.of(pool.subList(0, 2), pool.subList(2, 3))) {
            book.completeRelax(
                    next(),
                    part.stream()
                            .map(frame -> new CandidateFrame(
                                    frame.candidate(),
                                    round,
                                    frame.structure(),
                                    enthalpies.getOrDefault(frame.candidate(), -4.0),
                                    0.01,
                                    0.001,
                                    0.02,
                                    outcomes.getOrDefault(frame.candidate(), "converged"),
                                    0,
                                    Optional.empty()))
                            .toList());
        }
    }

    @Test
    void a_candidate_that_falls_in_spite_of_a_label_where_it_fell_is_rejected() {
        generateAndSelect();
        labelAll();
        relax(Map.of("c0000", "collapsed", "c0001", "exploded"));
        assertThat(book.reader().rejected()).isEmpty(); // the labels are of the structures as generated
        book.completeCluster(
                next(), new ClusterReport(Map.of(), List.of(new ClusterRow(1, "k", "c0000", -4, 3)), false, "no"));
        book.completeSelect(next(), List.of(new Choice("c0000", structure(3.1)), new Choice("c0002", structure(3.3))));
        labelAll();

        relax(Map.of("c0000", "collapsed", "c0001", "exploded", "c0002", "not-finite"));

        assertThat(book.reader().rejected()).containsExactly(Map.entry("c0000", "collapsed in spite of a label there"));
        assertThat(book.reader().events())
                .filteredOn(event -> event.kind().equals("Rejected"))
                .extracting(LoggedEvent::detail)
                .containsExactly("c0000: collapsed in spite of a label there");
    }

    @Test
    void a_candidate_is_rejected_where_the_surrogate_contradicts_the_label_of_the_very_place() {
        generateAndSelect();
        labelAll(); // -2 eV/atom each

        relax(Map.of("c0000", "uncertain"), Map.of("c0000", -140.0, "c0001", -4.9, "c0002", Double.NaN));

        String reason = "the surrogate has -140.00 eV/atom in spite of a label of -2.00 eV/atom there";
        assertThat(book.reader().rejected()).containsExactly(Map.entry("c0000", reason));
        assertThat(book.reader().events())
                .filteredOn(event -> event.kind().equals("Rejected"))
                .extracting(LoggedEvent::detail)
                .containsExactly("c0000: " + reason);
    }

    @Test
    void a_directory_is_opened_by_one_at_a_time() {
        try (DataDirectory held = DataDirectory.open(directory)) {
            assertThat(held.path()).isEqualTo(directory);
            assertThatThrownBy(() -> DataDirectory.open(directory))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        DataDirectory.open(directory).close();
    }

    @Test
    void an_object_whose_content_has_changed_is_refused() throws Exception {
        ObjectStore objects = DataDirectory.objects(directory);
        String hash = objects.put(file -> Files.writeString(file, "abc"));
        assertThat(hash).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); // FIPS 180-2
        Files.writeString(objects.get(hash), "abd");

        assertThatThrownBy(() -> objects.get(hash)).hasMessageContaining("expected content");
    }

    @Test
    void jobs_that_fail_one_after_the_other_are_told_once() {
        AlertBook alerts = new AlertBook(database, Clock.systemUTC());
        generateAndSelect();
        for (int ended = 0; ended < AlertTable.FAILING_JOBS + 2; ended++) {
            assertThat(alerts.standing("campaign/si2/jobs")).hasSize(ended < AlertTable.FAILING_JOBS ? 0 : 1);
            // what its machine takes away is done again, and the site's fault is charged to nobody
            JobRow job = book.openJobs().get(0);
            List<CalculationOutcome> outcomes = new ArrayList<>();
            job.calculations()
                    .forEach(id -> outcomes.add(
                            new CalculationFailure(FailureKind.NO_PROGRAM, "pw.x: not found", "", "install it")));
            book.collectJob(ended(job.token(), JobState.COMPLETED), outcomes, true);
        }
        assertThat(alerts.newest(10)).singleElement().satisfies(listed -> {
            assertThat(listed.alert().kind()).isEqualTo(AlertKind.JOBS);
            assertThat(listed.alert().message()).contains("NO_PROGRAM");
        });
        labelAll();
        assertThat(alerts.standing("campaign/si2/jobs")).isEmpty();
    }
}
