package org.polymorph.engine.scheduler.pbs;

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

/** Outputs in the form that OpenPBS 20 prints, written after its manual pages and outputs in public trackers. */
class PbsOutputTest {
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
    void every_state_and_every_end_has_its_meaning() throws ClusterAnswerException {
        List<JobRecord> records = PbsOutput.jobs(SavedOutput.of(getClass(), "qstat-x-f.txt"));
        assertThat(records)
                .extracting(JobRecord::name, JobRecord::state, JobRecord::cause, JobRecord::nodes)
                .containsExactly(
                        tuple("pm-waits", JobState.PENDING, JobCause.NONE, ""),
                        tuple("pm-limited", JobState.PENDING, JobCause.NONE, ""),
                        tuple("pm-never", JobState.PENDING, JobCause.NONE, ""),
                        tuple("pm-held", JobState.PENDING, JobCause.NONE, ""),
                        tuple("pm-runs", JobState.RUNNING, JobCause.NONE, "n1"),
                        tuple("pm-ends", JobState.RUNNING, JobCause.NONE, "n1"),
                        tuple("pm-moved", JobState.UNKNOWN, JobCause.NONE, ""),
                        tuple("pm-fine", JobState.COMPLETED, JobCause.NONE, "n3"),
                        tuple("pm-failed", JobState.COMPLETED, JobCause.NONE, "n3"),
                        tuple("pm-deleted", JobState.CANCELLED, JobCause.NONE, "n3"),
                        tuple("pm-deleted-early", JobState.CANCELLED, JobCause.NONE, ""),
                        tuple("pm-late", JobState.TIMEOUT, JobCause.TIME_LIMIT, "n4"),
                        tuple("pm-large", JobState.LOST, JobCause.OUT_OF_MEMORY, "n4"),
                        tuple("pm-launch", JobState.COMPLETED, JobCause.LAUNCH_FAILURE, "n4"),
                        tuple("pm-node", JobState.LOST, JobCause.NODE_FAILURE, "n5"),
                        tuple("pm-preempted", JobState.LOST, JobCause.PREEMPTED, "n5"),
                        tuple("pm-signal", JobState.COMPLETED, JobCause.NONE, "n5"),
                        tuple(
                                "pm-a-name-that-does-not-fit-on-one-line-of-the-output-"
                                        + "01234567890123456789-01234567890123456789",
                                JobState.RUNNING,
                                JobCause.NONE,
                                "n1"));
        assertThat(records)
                .extracting(JobRecord::waiting)
                .startsWith(PendingReason.WAITS, PendingReason.LIMITED, PendingReason.IMPOSSIBLE, PendingReason.WAITS);
        assertThat(records.get(0).id()).isEqualTo("301.pbs01");
        assertThat(records.get(2).story()).startsWith("Q (Can Never Run: ");
        assertThat(records.get(9).story()).startsWith("F exit 271 (");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Job Id: 1.s\n    Job_Name = a\n    job_state = Q\npm-exit 0\n",
                "qstat: cannot connect to server s (errno=111)\npm-exit 111\npm-end\n",
                "pm-exit 124\npm-end\n",
                "Job Id: 1.s\n    job_state = Q\npm-exit 0\npm-end\n",
                ""
            })
    void an_answer_that_is_not_whole_proves_nothing(String text) {
        assertThatThrownBy(() -> PbsOutput.jobs(text)).isInstanceOf(ClusterAnswerException.class);
    }

    @Test
    void a_user_without_jobs_has_none() throws ClusterAnswerException {
        assertThat(PbsOutput.jobs("pm-end\n")).isEmpty();
    }

    @Test
    void the_server_tells_its_name_and_its_history() throws ClusterAnswerException {
        assertThat(PbsOutput.server(SavedOutput.of(getClass(), "qstat-B-f.txt")))
                .isEqualTo(new ClusterFacts("20.0.1", "pbs01", Duration.ZERO, Duration.ofDays(3), 0, 10_001, false));
        assertThatThrownBy(() -> PbsOutput.server("qstat: cannot connect"))
                .isInstanceOf(ClusterAnswerException.class)
                .hasMessageContaining("Server: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0   | 123.pbs01              |                                                     | ACCEPTED
            0   | 123.pbs01.cluster.example |                                                  | ACCEPTED
            0   | welcome                |                                                     | UNKNOWN
            0   |                        |                                                     | UNKNOWN
            170 |                        | qsub: Unknown queue                                 | REFUSED
            188 |                        | qsub: Job exceeds queue and/or server resource limits | REFUSED
            78  |                        | qsub: Maximum number of jobs already in queue       | LIMITED
            38  |                        | qsub: would exceed queue generic's per-user limit   | LIMITED
            111 |                        | qsub: cannot connect to server pbs01 (errno=111)    | UNKNOWN
            124 |                        |                                                     | UNKNOWN
            """)
    void answers_to_submissions_are_told_apart(int exit, String out, String err, SubmitAnswer.Kind kind) {
        assertThat(QsubOutput.parse(exit, out == null ? "" : out, err == null ? "" : err)
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void a_job_asks_for_what_it_needs() {
        Resources resources = new Resources(2, 5, Duration.ofMinutes(90), 1000);
        assertThat(new Pbs().directives(options("short", "chem", List.of("-l software=vasp", "#PBS -P p")), resources))
                .containsExactly(
                        "#PBS -S /bin/sh",
                        "#PBS -r n",
                        "#PBS -j oe",
                        "#PBS -o pbs.log",
                        "#PBS -l select=1:ncpus=3:mpiprocs=3:mem=3000mb+1:ncpus=2:mpiprocs=2:mem=2000mb",
                        "#PBS -l place=scatter",
                        "#PBS -l walltime=1:30:00",
                        "#PBS -q short",
                        "#PBS -A chem",
                        "#PBS -l software=vasp",
                        "#PBS -P p");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-N other",
                "#PBS -o x",
                "-l select=4",
                "-l walltime=9:00:00",
                "-W block=true",
                "select=4",
                "-J 1-3"
            })
    void options_that_would_break_the_books_are_refused(String option) {
        assertThatThrownBy(() -> new Pbs().check(options("", "", List.of(option))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scheduler.extra")
                .hasMessageContaining(option);
    }

    @Test
    void queues_and_accounts_are_words() {
        assertThatThrownBy(() -> new Pbs().check(options("a b", "", List.of())))
                .hasMessageContaining("scheduler.queue: expected letters");
        assertThatThrownBy(() -> new Pbs().check(options("", "$(x)", List.of())))
                .hasMessageContaining("scheduler.account: expected letters");
    }
}
