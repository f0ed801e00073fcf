package org.polymorph.engine.scheduler.gridengine;

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

/**
 * Outputs of Grid Engine 8.1.9: that of qacct was printed by Debian's qacct from a made-up accounting file, the others are written
 * after the manual pages.
 */
class GridEngineOutputTest {
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
    void every_letter_has_its_meaning() throws ClusterAnswerException {
        List<JobRecord> records = GridEngineOutput.qstat(SavedOutput.of(getClass(), "qstat.xml"));
        assertThat(records)
                .extracting(JobRecord::id, JobRecord::name, JobRecord::state, JobRecord::nodes)
                .containsExactly(
                        tuple("501", "pm-runs", JobState.RUNNING, "n1.cluster.example"),
                        tuple("502", "R&D <odd> name", JobState.RUNNING, "n2.cluster.example"),
                        tuple("503", "pm-stopped", JobState.RUNNING, "n2.cluster.example"),
                        tuple("504", "pm-waits", JobState.PENDING, ""),
                        tuple("505", "pm-held", JobState.PENDING, ""),
                        tuple("506", "pm-never", JobState.PENDING, ""),
                        tuple("507", "pm-new-word", JobState.UNKNOWN, ""),
                        tuple("508", "pm-ended", JobState.UNKNOWN, ""));
        assertThat(records.get(5).waiting()).isEqualTo(PendingReason.IMPOSSIBLE);
        assertThat(records.get(4).waiting()).isEqualTo(PendingReason.WAITS);
    }

    @ParameterizedTest
    @CsvSource({
        "qw,PENDING", "hqw,PENDING", "hRwq,PENDING", "Rq,PENDING", "Eqw,PENDING", "EhRqw,PENDING", "r,RUNNING",
                "t,RUNNING",
        "hr,RUNNING", "Rr,RUNNING", "Rt,RUNNING", "s,RUNNING", "ts,RUNNING", "S,RUNNING", "tS,RUNNING", "T,RUNNING",
        "RtT,RUNNING", "dr,RUNNING", "dRS,RUNNING", "z,UNKNOWN", "'',UNKNOWN", "?,UNKNOWN"
    })
    void combinations_of_letters_of_the_manual_are_known(String letters, JobState state) {
        assertThat(GridEngineState.of(letters)).isEqualTo(state);
    }

    @Test
    void the_accounting_tells_how_jobs_ended() throws ClusterAnswerException {
        assertThat(GridEngineOutput.qacct(SavedOutput.of(getClass(), "qacct.txt")))
                .extracting(JobRecord::name, JobRecord::state, JobRecord::cause)
                .containsExactly(
                        tuple("pm-fine", JobState.COMPLETED, JobCause.NONE),
                        tuple("pm-failed", JobState.COMPLETED, JobCause.NONE),
                        tuple("pm-late", JobState.TIMEOUT, JobCause.TIME_LIMIT),
                        tuple("pm-large", JobState.LOST, JobCause.OUT_OF_MEMORY),
                        tuple("pm-killed", JobState.COMPLETED, JobCause.NONE),
                        tuple("pm-enforced", JobState.TIMEOUT, JobCause.TIME_LIMIT),
                        tuple("pm-launch", JobState.COMPLETED, JobCause.LAUNCH_FAILURE),
                        tuple("pm-node", JobState.LOST, JobCause.NODE_FAILURE),
                        tuple("pm-requeued", JobState.LOST, JobCause.REQUEUED));
    }

    @Test
    void a_job_that_somebody_deleted_is_told_where_the_accounting_says_so() throws ClusterAnswerException {
        String said = """
                ====
                jobname a
                jobnumber 1
                failed 100 : assumedly after job
                exit_status 137
                deleted_by ada@login1
                pm-end
                """;
        assertThat(GridEngineOutput.qacct(said)).extracting(JobRecord::state).containsExactly(JobState.CANCELLED);
    }

    @Test
    void the_cluster_tells_its_name_and_limits() throws ClusterAnswerException {
        assertThat(GridEngineOutput.configuration(SavedOutput.of(getClass(), "qconf.txt")))
                .isEqualTo(new ClusterFacts("SGE 8.1.9", "vesta", Duration.ZERO, Duration.ZERO, 20_000, 75_001, true));
        assertThatThrownBy(() -> GridEngineOutput.configuration("SGE 8.1.9\nerror: commlib error"))
                .isInstanceOf(ClusterAnswerException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<job_info></job_info>\n",
                "<job_info><queue_info>\npm-end\n",
                "<job_info><job_list><JB_job_number>1</JB_job_number></job_list></job_info>\npm-end\n",
                "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><job_info>&b;</job_info>\npm-end\n"
            })
    void an_answer_that_is_not_whole_proves_nothing(String text) {
        assertThatThrownBy(() -> GridEngineOutput.qstat(text)).isInstanceOf(ClusterAnswerException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0  | 123 |                                                                                     | ACCEPTED
            0  |     |                                                                                     | UNKNOWN
            25 |     | Unable to run job: job rejected: Only 500 jobs are allowed per user.                | LIMITED
            1  |     | Unable to run job: Job was rejected because job requests unknown queue "nosuch".    | REFUSED
            1  |     | Unable to run job: error: no suitable queues.                                       | REFUSED
            1  |     | error: unable to send message to qmaster using port 6444 on host "m": got send error | UNKNOWN
            124 |    |                                                                                     | UNKNOWN
            """)
    void answers_to_submissions_are_told_apart(int exit, String out, String err, SubmitAnswer.Kind kind) {
        assertThat(TerseOutput.parse(exit, out == null ? "" : out, err == null ? "" : err)
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void a_job_asks_for_what_it_needs() {
        Resources resources = new Resources(1, 4, Duration.ofMinutes(90), 1000);
        GridEngine dialect = new GridEngine("mpi");
        assertThat(dialect.directives(options("main.q", "chem", List.of("#$ -l infiniband=true")), resources))
                .containsExactly(
                        "#$ -S /bin/sh",
                        "#$ -cwd",
                        "#$ -r n",
                        "#$ -j y",
                        "#$ -o gridengine.log",
                        "#$ -l h_rt=5400",
                        "#$ -l h_vmem=1000M",
                        "#$ -pe mpi 4",
                        "#$ -q main.q",
                        "#$ -P chem",
                        "#$ -l infiniband=true");
        assertThat(dialect.submit("pm-a", List.of("n1", "n2")))
                .isEqualTo("qsub -terse -N pm-a -l 'h=!(n1|n2)' job.sh < /dev/null");
    }

    @Test
    void several_tasks_need_a_parallel_environment() {
        assertThatThrownBy(() -> new GridEngine("")
                        .directives(options("", "", List.of()), new Resources(1, 2, Duration.ofMinutes(1), 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scheduler.parallelEnvironment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-N other", "#$ -t 1-3", "-sync y", "-l h_rt=5", "-r y"})
    void options_that_would_break_the_books_are_refused(String option) {
        assertThatThrownBy(() -> new GridEngine("").check(options("", "", List.of(option))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scheduler.extra")
                .hasMessageContaining(option);
    }
}
