package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.FailureKind;

@ParameterizedClass
@EnumSource(Store.class)
class CollectedJobsTest extends CampaignBookCase {
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
            JobRow single = single();
            book.collectJob(ended(single.token(), JobState.COMPLETED), List.of(noProgram), true);
        }

        assertThat(book.openJobs()).hasSize(2).allMatch(job -> job.attempt() == 1);
        assertThat(book.reader().counts(Purpose.LABEL).failed()).isZero();
    }

    @Test
    void a_fault_of_the_calculation_is_not_tried_anew() {
        generateAndSelect();
        JobRow single = single();
        book.collectJob(
                ended(single.token(), JobState.LOST),
                List.of(new CalculationFailure(FailureKind.SCF_NOT_CONVERGED, "no", "", "")));

        assertThat(book.openJobs()).allMatch(job -> job.attempt() == 1);
        assertThat(book.reader().counts(Purpose.LABEL).failed()).isEqualTo(1);
    }

    @Test
    void failed_calculations_are_counted_and_are_no_labels() {
        generateAndSelect();
        JobRow single = single();
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
