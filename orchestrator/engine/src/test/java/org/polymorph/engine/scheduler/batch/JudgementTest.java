package org.polymorph.engine.scheduler.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/** What is made of a job that was asked to stop and left its marker. */
class JudgementTest {
    private static final String TOKEN = "pm-si2-a";
    private static final String EARLY = " ran=0000000035 limit=0000000540";
    private static final String IN_TIME = " ran=0000000480 limit=0000000540";

    private static JobFiles directory(String more, String times) throws ClusterAnswerException {
        String text = "job " + TOKEN + "\npresent\nanswer 17\nclaimed\nclaim 17 0 n1\n" + more
                + "done exit=143 stop=1 id=17 ended=1700000000 full=0" + times + "\n" + RemoteScripts.END + "\n";
        return Objects.requireNonNull(JobFiles.parse(new Slurm(), text).get(TOKEN));
    }

    private static JobRecord record(JobState state, JobCause cause) {
        return new JobRecord("17", "big", TOKEN, state, cause, PendingReason.WAITS, state.name(), "n1");
    }

    private static Verdict judge(boolean cancelled, boolean asked, JobFiles files, JobRecord... records) {
        return Judgement.of(
                "17", cancelled, new Sighting(List.of(records), asked, Optional.of(files), Optional.empty()));
    }

    private static void assertEnded(Verdict verdict, JobState state, JobCause cause) {
        assertThat(verdict.evidence()).isEqualTo(Evidence.TERMINAL);
        assertThat(verdict.state()).isEqualTo(state);
        assertThat(verdict.cause()).isEqualTo(cause);
        assertThat(verdict.exit()).hasValue(143);
    }

    @Test
    void a_stop_long_before_the_time_limit_that_nothing_explains_is_a_loss() throws Exception {
        JobFiles files = directory("", EARLY);
        assertEnded(
                judge(false, true, files, record(JobState.COMPLETED, JobCause.NONE)), JobState.LOST, JobCause.VANISHED);
        assertEnded(judge(false, true, files), JobState.LOST, JobCause.VANISHED);
        assertThat(files.words()).contains("asked to stop before, long before its time limit");
    }

    @Test
    void a_stop_near_the_time_limit_is_because_of_it() throws Exception {
        JobFiles files = directory("", IN_TIME);
        assertEnded(
                judge(false, true, files, record(JobState.COMPLETED, JobCause.NONE)),
                JobState.TIMEOUT,
                JobCause.TIME_LIMIT);
        assertEnded(judge(false, true, files), JobState.TIMEOUT, JobCause.TIME_LIMIT);
    }

    @Test
    void a_stop_may_come_ninety_seconds_before_it_is_due() throws Exception {
        JobRecord failed = record(JobState.COMPLETED, JobCause.NONE);
        assertThat(judge(false, true, directory("", " ran=0000000450 limit=0000000540"), failed)
                        .cause())
                .isEqualTo(JobCause.TIME_LIMIT);
        assertThat(judge(false, true, directory("", " ran=0000000449 limit=0000000540"), failed)
                        .cause())
                .isEqualTo(JobCause.VANISHED);
        assertThat(judge(false, true, directory("", " ran=0000000000 limit=0000000054"), failed)
                        .cause())
                .isEqualTo(JobCause.TIME_LIMIT);
    }

    @Test
    void the_word_of_the_batch_system_says_more_than_the_time() throws Exception {
        JobFiles early = directory("", EARLY);
        assertEnded(
                judge(false, true, early, record(JobState.TIMEOUT, JobCause.TIME_LIMIT)),
                JobState.TIMEOUT,
                JobCause.TIME_LIMIT);
        assertEnded(
                judge(false, true, early, record(JobState.LOST, JobCause.NODE_FAILURE)),
                JobState.LOST,
                JobCause.NODE_FAILURE);
        assertEnded(
                judge(false, true, early, record(JobState.LOST, JobCause.PREEMPTED)),
                JobState.LOST,
                JobCause.PREEMPTED);
        assertEnded(
                judge(false, true, directory("", IN_TIME), record(JobState.LOST, JobCause.NODE_FAILURE)),
                JobState.LOST,
                JobCause.NODE_FAILURE);
        assertEnded(
                judge(false, true, directory("time\n", EARLY), record(JobState.CANCELLED, JobCause.NONE)),
                JobState.TIMEOUT,
                JobCause.TIME_LIMIT);
    }

    @Test
    void a_job_that_is_started_again_was_requeued_whenever_it_was_stopped() throws Exception {
        for (String times : List.of(EARLY, IN_TIME)) {
            assertEnded(
                    judge(false, true, directory("again 17 1\n", times), record(JobState.COMPLETED, JobCause.NONE)),
                    JobState.LOST,
                    JobCause.REQUEUED);
            assertEnded(
                    judge(false, true, directory("", times), record(JobState.PENDING, JobCause.NONE)),
                    JobState.LOST,
                    JobCause.REQUEUED);
        }
    }

    @Test
    void an_early_stop_over_the_memory_limit_is_because_of_that() throws Exception {
        assertEnded(
                judge(false, true, directory("memory\n", EARLY), record(JobState.COMPLETED, JobCause.NONE)),
                JobState.COMPLETED,
                JobCause.OUT_OF_MEMORY);
    }

    @Test
    void a_stop_by_hand_is_a_cancellation() throws Exception {
        JobFiles early = directory("", EARLY);
        assertEnded(
                judge(false, true, early, record(JobState.CANCELLED, JobCause.NONE)),
                JobState.CANCELLED,
                JobCause.NONE);
        assertEnded(
                judge(true, true, early, record(JobState.COMPLETED, JobCause.NONE)), JobState.CANCELLED, JobCause.NONE);
        assertEnded(judge(true, true, early), JobState.CANCELLED, JobCause.NONE);
    }

    @Test
    void an_early_stop_waits_for_the_last_word_of_the_batch_system() throws Exception {
        JobFiles early = directory("", EARLY);
        assertThat(judge(false, true, early, record(JobState.RUNNING, JobCause.NONE))
                        .evidence())
                .isEqualTo(Evidence.UNKNOWN);
        assertThat(judge(false, true, early, record(JobState.UNKNOWN, JobCause.NONE))
                        .evidence())
                .isEqualTo(Evidence.UNKNOWN);
        assertThat(judge(false, false, early).evidence()).isEqualTo(Evidence.UNKNOWN);
        // a word that is there counts whoever else does not answer
        assertEnded(
                judge(false, false, early, record(JobState.COMPLETED, JobCause.NONE)),
                JobState.LOST,
                JobCause.VANISHED);
    }

    @Test
    void a_marker_that_does_not_tell_its_time_stands_for_the_time_limit() throws Exception {
        JobRecord failed = record(JobState.COMPLETED, JobCause.NONE);
        assertEnded(judge(false, true, directory("", ""), failed), JobState.TIMEOUT, JobCause.TIME_LIMIT);
        // the clock was set back
        assertEnded(
                judge(false, true, directory("", " ran=-000000007 limit=0000000540"), failed),
                JobState.TIMEOUT,
                JobCause.TIME_LIMIT);
    }
}
