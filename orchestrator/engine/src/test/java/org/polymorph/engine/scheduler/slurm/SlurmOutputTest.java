package org.polymorph.engine.scheduler.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.engine.job.ArrayTask;
import org.polymorph.engine.scheduler.batch.ClusterAnswerException;
import org.polymorph.engine.scheduler.batch.JobArrays;
import org.polymorph.engine.scheduler.batch.JobRecord;
import org.polymorph.engine.scheduler.batch.PendingReason;
import org.polymorph.engine.scheduler.batch.SubmitAnswer;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/** Outputs as SLURM 22.05 prints them in the formats asked for, the separator written as a bar. */
class SlurmOutputTest {
    private static String bars(String text) {
        return text.replace("|", SlurmOutput.SEPARATOR);
    }

    @Test
    void the_queue_is_read_with_reasons_that_hold_spaces_and_jobs_of_arrays() throws ClusterAnswerException {
        List<JobRecord> records = SlurmOutput.squeue(bars("""
                pm|7|PENDING|PartitionTimeLimit||pm-never
                pm|8|PENDING|Nodes required for job are DOWN, DRAINED||pm-waits
                pm|9_4|RUNNING|None|n1|pm-first.a1
                pm|10|NEWWORD|None||pm-new
                a line of a name with a break in it
                pm-end
                """));
        assertThat(records)
                .extracting(JobRecord::id, JobRecord::state, JobRecord::waiting, JobRecord::nodes)
                .containsExactly(
                        tuple("7", JobState.PENDING, PendingReason.IMPOSSIBLE, ""),
                        tuple("8", JobState.PENDING, PendingReason.WAITS, ""),
                        tuple("9_4", JobState.RUNNING, PendingReason.WAITS, "n1"),
                        tuple("10", JobState.UNKNOWN, PendingReason.WAITS, ""));
        assertThatThrownBy(() -> SlurmOutput.squeue(bars("pm|7|PENDING|x||a\n")))
                .isInstanceOf(ClusterAnswerException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETED,0:0,COMPLETED,NONE",
        "FAILED,3:0,COMPLETED,NONE",
        "FAILED,0:53,COMPLETED,LAUNCH_FAILURE",
        "FAILED,0:9,COMPLETED,NONE",
        "CANCELLED by 1000,0:0,CANCELLED,NONE",
        "TIMEOUT,0:0,TIMEOUT,TIME_LIMIT",
        "DEADLINE,0:0,TIMEOUT,DEADLINE",
        "OUT_OF_MEMORY,0:125,LOST,OUT_OF_MEMORY",
        "NODE_FAIL,0:0,LOST,NODE_FAILURE",
        "PREEMPTED,0:0,LOST,PREEMPTED"
    })
    void the_accounting_tells_how_jobs_ended(String word, String exit, JobState state, JobCause cause)
            throws ClusterAnswerException {
        assertThat(SlurmOutput.sacct(bars("12_3|" + word + "|" + exit + "|n1|main|pm-a\npm-end\n")))
                .extracting(JobRecord::id, JobRecord::state, JobRecord::cause)
                .containsExactly(tuple("12_3", state, cause));
    }

    @Test
    void a_single_job_of_an_array_has_the_id_that_the_queue_prints() throws ClusterAnswerException {
        String rest = " UserId=a(1) JobState=PENDING Reason=Resources Dependency=(null) ExitCode=0:0 NodeList=(null)\n";
        assertThat(SlurmOutput.scontrol("JobId=15 ArrayJobId=12 ArrayTaskId=3 JobName=pm-a.a1" + rest
                        + "JobId=16 JobName=pm-b" + rest + "pm-end\n"))
                .extracting(JobRecord::id, JobRecord::name)
                .containsExactly(tuple("12_3", "pm-a.a1"), tuple("16", "pm-b"));
    }

    @Test
    void a_controller_tells_its_limits() throws ClusterAnswerException {
        assertThat(SlurmOutput.configuration("ClusterName = c\nMaxArraySize = 7\nMessageTimeout = 20 sec\n"))
                .satisfies(facts -> {
                    assertThat(facts.maxArraySize()).isEqualTo(7);
                    assertThat(facts.messageTimeout()).isEqualTo(Duration.ofSeconds(20));
                    assertThat(facts.accounting()).isFalse();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0   | 12            |                                                                          | ACCEPTED
            0   | 12_3;main     |                                                                          | ACCEPTED
            0   | 0             |                                                                          | UNKNOWN
            1   |               | sbatch: error: invalid partition specified: x                            | REFUSED
            1   |               | sbatch: error: QOSMaxSubmitJobPerUserLimit                               | LIMITED
            1   |               | sbatch: error: Batch job submission failed: Socket timed out on send/recv operation | UNKNOWN
            1   |               | sbatch: error: Batch job submission failed: Invalid job array specification | UNKNOWN
            """)
    void answers_to_submissions_are_told_apart(int exit, String out, String err, SubmitAnswer.Kind kind) {
        assertThat(SbatchOutput.parse(exit, out == null ? "" : out, err == null ? "" : err)
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void jobs_of_arrays_are_told_apart_by_their_index() {
        JobArrays arrays = new Slurm().arrays().orElseThrow();
        assertThat(arrays.task("12", "3")).isEqualTo("12_3");
        assertThat(arrays.isTask("12_3", 3)).isTrue();
        assertThat(arrays.isTask("12_13", 3)).isFalse();
        assertThat(arrays.isTask("12_[0-3]", 3)).isFalse();
        assertThat(arrays.submit("pm-a.a1", 3, Set.of("n1")))
                .isEqualTo("sbatch --parsable --job-name=pm-a.a1 --exclude=n1 --array=0-2 job.sh < /dev/null");
    }

    @Test
    void places_in_arrays_are_written_and_read() {
        List<ArrayTask> tasks = List.of(new ArrayTask("pm-a.a1", 3), new ArrayTask("pm-b.a2", 0));
        assertThat(ArrayTask.text(tasks)).isEqualTo("pm-a.a1/3 pm-b.a2/0");
        assertThat(ArrayTask.parse("pm-a.a1/3 pm-b.a2/0")).isEqualTo(tasks);
        assertThat(ArrayTask.parse("")).isEmpty();
        assertThatThrownBy(() -> ArrayTask.parse("pm-a")).isInstanceOf(IllegalArgumentException.class);
    }
}
