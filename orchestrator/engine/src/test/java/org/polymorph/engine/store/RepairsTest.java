package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.calculation.InputChange;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.calculation.Remedy.Action;
import org.polymorph.model.calculation.Remedy.Start;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;

/** What becomes of calculations that fail, in the books; two labels in one job, two repairs a candidate. */
@ParameterizedClass
@EnumSource(Store.class)
class RepairsTest {
    private static final CalculationFailure FAILURE = new CalculationFailure(
            FailureKind.SCF_NOT_CONVERGED, "no self-consistency", "NOT achieved", "", "scf", Optional.empty());
    private static final Remedy REMEDY = new Remedy(
            "scf",
            0,
            Action.RETRY,
            "mix less",
            List.of(
                    new InputChange("beta", Optional.of("0.7"), Optional.of("0.56")),
                    new InputChange("old", Optional.of("1"), Optional.empty())),
            Start.LAST,
            false,
            List.of("WAVECAR"));
    private static final Remedy RESTART =
            new Remedy("time", 0, Action.RETRY, "go on", List.of(), Start.GIVEN, true, List.of());

    @TempDir
    Path directory;

    @Parameter
    Store store = Store.SQLITE;

    private Database database;
    private CampaignBook book;

    @BeforeEach
    void open() {
        database = store.open(directory);
        CampaignRules rules = new CampaignRules(
                new CampaignMachine("si1", 5, 100, 1, 100),
                1,
                2,
                "static",
                List.of("coarse"),
                2,
                Duration.ofHours(1),
                new RetryBudgets(2, 0, 2));
        book = new CampaignBook(rules, database, DataDirectory.objects(directory), Clock.systemUTC());
        book.start(Map.of());
        book.completeGenerate(
                book.pendingCommands().get(0),
                List.of(new Proposal(structure(3), "random"), new Proposal(structure(4), "random")));
        book.completeSelect(
                book.pendingCommands().get(0),
                List.of(new Choice("c0000", structure(3)), new Choice("c0001", structure(4))));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Structure structure(double a) {
        return Structure.of(Lattice.cubic(a), List.of(Element.Si), new double[3]);
    }

    private static CalculationOutcome result() {
        return new CalculationResult(structure(3), new Evaluation(-1, new double[3], Stress.ZERO), true, 1, Map.of());
    }

    private JobRow end(JobState state, Map<String, Remedy> remedies, CalculationOutcome... outcomes) {
        JobRow job = book.openJobs().get(0);
        book.collectJob(
                new JobSnapshot(job.token(), state, "1", "ended", OptionalInt.of(0)),
                List.of(outcomes),
                false,
                remedies);
        return job;
    }

    private Calculation calculation(String id) {
        return book.reader().calculation(id).orElseThrow();
    }

    @Test
    void a_failure_with_a_remedy_is_another_attempt_with_the_difference_written_down() {
        JobRow failed = end(
                JobState.COMPLETED, Map.of("r00-c0001", REMEDY), result(), FAILURE.after(Optional.of(structure(4.5))));

        assertThat(calculation("r00-c0001").state()).isEqualTo(State.PLANNED);
        JobRow next = book.openJobs().get(0);
        assertThat(next.calculations()).containsExactly("r00-c0001");
        assertThat(next.attempt()).isEqualTo(1);
        assertThat(next.token()).isNotEqualTo(failed.token());
        Repair repair = book.reader().repairs("r00-c0001").get(0);
        assertThat(repair.attempt()).isEqualTo(1);
        assertThat(repair.job()).isEqualTo(failed.token());
        assertThat(repair.failure()).isEqualTo("SCF_NOT_CONVERGED");
        assertThat(repair.detail()).contains("NOT achieved");
        assertThat(repair.remedy()).isEqualTo(REMEDY);
        assertThat(repair.structure()).contains(structure(4.5));

        end(JobState.COMPLETED, Map.of(), result());
        assertThat(calculation("r00-c0001").state()).isEqualTo(State.DONE);
        assertThat(book.reader().counts(Purpose.LABEL).failed()).isZero();
    }

    @Test
    void the_same_again_where_no_better_geometry_is_known() {
        end(JobState.COMPLETED, Map.of("r00-c0001", REMEDY), result(), FAILURE);
        assertThat(book.reader().repairs("r00-c0001").get(0).structure()).isEmpty();
    }

    @Test
    void a_candidate_has_so_many_repairs_and_then_its_calculation_has_failed() {
        end(JobState.COMPLETED, Map.of("r00-c0001", REMEDY), result(), FAILURE);
        end(JobState.COMPLETED, Map.of("r00-c0001", REMEDY), FAILURE);
        end(JobState.COMPLETED, Map.of("r00-c0001", REMEDY), FAILURE);
        assertThat(calculation("r00-c0001").state()).isEqualTo(State.FAILED);
        assertThat(book.reader().repairs("r00-c0001")).hasSize(2);
        assertThat(book.openJobs()).isEmpty();
        assertThat(book.reader().rejected()).isEmpty();
    }

    @Test
    void going_on_after_a_clean_stop_is_no_repair() {
        CalculationFailure stop = new CalculationFailure(FailureKind.OUT_OF_WALLTIME, "stopped", "", "");
        end(JobState.COMPLETED, Map.of("r00-c0001", RESTART), result(), stop);
        for (int i = 0; i < 4; i++) {
            end(JobState.COMPLETED, Map.of("r00-c0001", RESTART), stop);
        }
        assertThat(calculation("r00-c0001").state()).isEqualTo(State.PLANNED);
        assertThat(book.reader().repairs("r00-c0001")).hasSize(5);
    }

    @Test
    void a_lost_machine_takes_nothing_from_the_budget_of_repairs() {
        CalculationFailure cut = new CalculationFailure(FailureKind.TRUNCATED_OUTPUT, "ends early", "", "");
        end(JobState.COMPLETED, Map.of("r00-c0001", REMEDY), result(), FAILURE);
        end(JobState.LOST, Map.of(), cut);
        assertThat(book.openJobs().get(0).attempt()).isEqualTo(2);
        end(JobState.LOST, Map.of(), cut);
        end(JobState.COMPLETED, Map.of("r00-c0001", REMEDY), FAILURE);
        assertThat(calculation("r00-c0001").state()).isEqualTo(State.PLANNED);
        assertThat(book.reader().repairs("r00-c0001")).hasSize(2);
        assertThat(book.openJobs().get(0).attempt()).isEqualTo(1);
    }

    @Test
    void a_candidate_at_fault_is_rejected_with_its_reason() {
        CalculationFailure close = new CalculationFailure(FailureKind.BAD_STRUCTURE, "too close", "0.1 Å", "");
        end(JobState.COMPLETED, Map.of(), result(), close);
        assertThat(book.reader().rejected()).containsExactly(Map.entry("c0001", "too close | 0.1 Å"));
        assertThat(calculation("r00-c0001").state()).isEqualTo(State.FAILED);
    }

    @Test
    void telling_a_failure_twice_repairs_once() {
        JobRow job = end(JobState.COMPLETED, Map.of("r00-c0001", REMEDY), result(), FAILURE);
        book.collectJob(
                new JobSnapshot(job.token(), JobState.COMPLETED, "1", "ended", OptionalInt.of(0)),
                List.of(result(), FAILURE),
                false,
                Map.of("r00-c0001", REMEDY));
        assertThat(book.reader().repairs("r00-c0001")).hasSize(1);
        assertThat(book.openJobs()).hasSize(1);
    }
}
