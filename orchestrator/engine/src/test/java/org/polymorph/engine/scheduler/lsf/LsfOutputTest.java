package org.polymorph.engine.scheduler.lsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.engine.scheduler.batch.ClusterAnswerException;
import org.polymorph.engine.scheduler.batch.ClusterFacts;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.JobRecord;
import org.polymorph.engine.scheduler.batch.PendingReason;
import org.polymorph.engine.scheduler.batch.SavedOutput;
import org.polymorph.engine.scheduler.batch.SubmitAnswer;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

/** Outputs in the form that LSF 10.1 prints, written after IBM's command reference. */
class LsfOutputTest {
    private static ClusterOptions options(String queue, String account, List<String> extra) {
        return new ClusterOptions(
                "/work",
                Path.of("j"),
                Path.of("r"),
                queue,
                account,
                extra,
                Duration.ofSeconds(60),
                10,
                ClusterOptions.Policy.DEFAULT);
    }

    @Test
    void every_state_and_every_reason_for_an_end_has_its_meaning() throws ClusterAnswerException {
        List<JobRecord> records = LsfOutput.bjobs(SavedOutput.of(getClass(), "bjobs.txt"));
        assertThat(records)
                .extracting(JobRecord::name, JobRecord::state, JobRecord::cause, JobRecord::nodes)
                .containsExactly(
                        tuple("pm-waits", JobState.PENDING, JobCause.NONE, ""),
                        tuple("pm-limited", JobState.PENDING, JobCause.NONE, ""),
                        tuple("pm-never", JobState.PENDING, JobCause.NONE, ""),
                        tuple("pm-held", JobState.PENDING, JobCause.NONE, ""),
                        tuple("pm-runs", JobState.RUNNING, JobCause.NONE, "n1"),
                        tuple("pm-stopped", JobState.RUNNING, JobCause.NONE, "n1"),
                        tuple("pm-unreachable", JobState.UNKNOWN, JobCause.NONE, "n9"),
                        tuple("pm-zombie", JobState.UNKNOWN, JobCause.NONE, "n9"),
                        tuple("pm-fine", JobState.COMPLETED, JobCause.NONE, "n3"),
                        tuple("pm-failed", JobState.COMPLETED, JobCause.NONE, "n3"),
                        tuple("pm-deleted", JobState.CANCELLED, JobCause.NONE, "n3"),
                        tuple("pm-deleted-early", JobState.CANCELLED, JobCause.NONE, ""),
                        tuple("pm-late", JobState.TIMEOUT, JobCause.TIME_LIMIT, "n4"),
                        tuple("pm-large", JobState.LOST, JobCause.OUT_OF_MEMORY, "n4"),
                        tuple("pm-launch", JobState.COMPLETED, JobCause.LAUNCH_FAILURE, "n5"),
                        tuple("pm-node", JobState.LOST, JobCause.NODE_FAILURE, "n5"),
                        tuple("pm-preempted", JobState.LOST, JobCause.PREEMPTED, "n5"),
                        tuple("pm-requeued", JobState.LOST, JobCause.REQUEUED, "n5"),
                        tuple("pm-many-reasons", JobState.PENDING, JobCause.NONE, ""),
                        tuple("pm-new-word", JobState.UNKNOWN, JobCause.NONE, "n6"));
        assertThat(records)
                .extracting(JobRecord::waiting)
                .startsWith(PendingReason.WAITS, PendingReason.LIMITED, PendingReason.IMPOSSIBLE, PendingReason.WAITS);
        assertThat(records.get(0).story()).isEqualTo("PEND (New job is waiting for scheduling;)");
        assertThat(records.get(12).story())
                .isEqualTo("EXIT (TERM_RUNLIMIT: job killed after reaching LSF run time limit)");
    }

    @Test
    void the_accounting_tells_how_jobs_ended() throws ClusterAnswerException {
        assertThat(LsfOutput.bacct(SavedOutput.of(getClass(), "bacct.txt")))
                .extracting(JobRecord::id, JobRecord::name, JobRecord::state, JobRecord::cause, JobRecord::nodes)
                .containsExactly(
                        tuple("409", "pm-fine", JobState.COMPLETED, JobCause.NONE, "n3"),
                        tuple("413", "pm-late", JobState.TIMEOUT, JobCause.TIME_LIMIT, "n4"),
                        tuple("412", "pm-deleted-early", JobState.CANCELLED, JobCause.NONE, ""));
    }

    @Test
    void the_cluster_tells_its_name_and_limits() throws ClusterAnswerException {
        assertThat(LsfOutput.configuration(SavedOutput.of(getClass(), "lsid.txt")))
                .isEqualTo(new ClusterFacts(
                        "10.1.0.9", "vesta", Duration.ZERO, Duration.ofMinutes(30), 10_000, 5001, true));
        assertThatThrownBy(() -> LsfOutput.configuration("LSF is down"))
                .isInstanceOf(ClusterAnswerException.class)
                .hasMessageContaining("My cluster name is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "401^PEND^-^-^a^-^-\n", "401^PEND^-^-\npm-end\n"})
    void an_answer_that_is_not_whole_proves_nothing(String text) {
        assertThatThrownBy(() -> LsfOutput.bjobs(text)).isInstanceOf(ClusterAnswerException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0   | Job <123> is submitted to default queue <normal>. |                                    | ACCEPTED
            0   | Job <123> is submitted to queue <short>.          | a site's own greeting              | ACCEPTED
            0   | submitted                                         |                                    | UNKNOWN
            255 |                         | nosuch: No such queue. Job not submitted.                    | REFUSED
            255 |                         | RUNLIMIT: Cannot exceed queue's hard limit(s). Job not submitted. | REFUSED
            255 |                         | Request aborted by esub. Job not submitted.                  | REFUSED
            124 |                         | Pending job threshold reached. Retrying in 60 seconds...     | LIMITED
            255 |                         | LSF is down. Please wait ...                                 | UNKNOWN
            124 |                         | batch system daemon not responding ... still trying          | UNKNOWN
            """)
    void answers_to_submissions_are_told_apart(int exit, String out, String err, SubmitAnswer.Kind kind) {
        SubmitAnswer answer = BsubOutput.parse(exit, out == null ? "" : out, err == null ? "" : err);
        assertThat(answer.kind()).isEqualTo(kind);
        assertThat(answer.id()).isEqualTo(kind == SubmitAnswer.Kind.ACCEPTED ? "123" : "");
    }

    @Test
    void a_job_asks_for_what_it_needs() {
        Resources resources = new Resources(2, 5, Duration.ofSeconds(5401), 1000);
        assertThat(new Lsf().directives(options("short", "chem", List.of("-app md")), resources))
                .containsExactly(
                        "#BSUB -rn",
                        "#BSUB -o lsf.log",
                        "#BSUB -n 5",
                        "#BSUB -R \"span[ptile=3]\"",
                        "#BSUB -W 91",
                        "#BSUB -M 1000MB",
                        "#BSUB -R \"rusage[mem=1000MB]\"",
                        "#BSUB -q short",
                        "#BSUB -P chem",
                        "#BSUB -app md");
        assertThat(new Lsf().submit("pm-a", List.of("n1", "n2")))
                .isEqualTo("bsub -J pm-a -R 'select[hname!=n1 && hname!=n2]' < job.sh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-J other", "#BSUB -oo x", "-K", "-r", "-W 5"})
    void options_that_would_break_the_books_are_refused(String option) {
        assertThatThrownBy(() -> new Lsf().check(options("", "", List.of(option))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scheduler.extra")
                .hasMessageContaining(option);
    }
}
