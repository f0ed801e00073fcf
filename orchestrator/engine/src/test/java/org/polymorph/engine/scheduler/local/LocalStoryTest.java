package org.polymorph.engine.scheduler.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.JobEvent;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.job.StoryLine;
import org.polymorph.engine.store.DatabaseLedger;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.Resources;

/** What is written down of a job of this machine. */
class LocalStoryTest {
    @TempDir
    Path directory;

    private JobLedger ledger;
    private LocalScheduler scheduler;

    @BeforeEach
    void open() {
        ledger = DatabaseLedger.open(directory.resolve("books"));
        scheduler = new LocalScheduler(
                new LocalScheduler.Options(directory.resolve("jobs"), 1, Duration.ofMillis(50), Duration.ofMillis(300)),
                ledger,
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        scheduler.close();
        ledger.close();
    }

    private void submit(String token, String script) {
        scheduler.submit(new JobRequest(token, List.of(InputFile.text("input", "abc")), script, Resources.DEFAULT));
    }

    private void awaitEnd(String token) {
        await().atMost(Duration.ofSeconds(60)).until(() -> status(token).state().isTerminal());
    }

    private JobSnapshot status(String token) {
        return Objects.requireNonNull(scheduler.status(List.of(token)).get(token));
    }

    private List<JobEvent> story(String token) {
        return ledger.story(token).stream().map(StoryLine::event).toList();
    }

    @Test
    void a_job_goes_from_its_files_to_its_results() {
        submit("a", "cat input; exit 3");
        awaitEnd("a");
        scheduler.retrieve("a");

        List<JobEvent> story = story("a");
        assertThat(story).extracting(JobEvent::stage).startsWith(JobStage.UPLOADED);
        assertThat(story).extracting(JobEvent::stage).endsWith(JobStage.RUNNING, JobStage.ENDED, JobStage.RETRIEVED);
        assertThat(story.get(0).files()).extracting(FileDigest::name).containsExactly("input", "job.sh", "script.sh");
        JobEvent ended = story.get(story.size() - 2);
        assertThat(ended.evidence()).contains("marker: exit=003");
        assertThat(ended.command()).hasValueSatisfying(command -> {
            assertThat(command.exitCode()).hasValue(3);
            assertThat(command.bytesIn()).isEqualTo(3);
        });
        assertThat(story.get(story.size() - 1).files())
                .extracting(FileDigest::name)
                .contains("input", "stdout", "done");
    }

    @Test
    void a_job_that_is_gone_without_a_marker_failed_and_was_lost() {
        submit("a", "kill -9 $PPID $$");
        awaitEnd("a");

        // whichever process the signal reached first, the job's leader wrote no marker or one with 137
        JobEvent last = story("a").get(story("a").size() - 1);
        assertThat(last.stage()).isIn(JobStage.FAILED, JobStage.ENDED);
        assertThat(last.evidence()).containsAnyOf("gone without a completion marker", "exit=137");
    }

    @Test
    void a_cancelled_job_says_that_its_end_was_asked_for() {
        submit("runs", "exec sleep 60");
        submit("waits", "true");
        scheduler.cancel(List.of("runs", "waits"));
        awaitEnd("waits");
        awaitEnd("runs");

        assertThat(story("waits"))
                .extracting(JobEvent::stage)
                .containsExactly(JobStage.UPLOADED, JobStage.PENDING, JobStage.PENDING, JobStage.FAILED);
        assertThat(story("waits").get(2).evidence()).isEqualTo("its end was asked for");
        assertThat(story("waits").get(3).cause()).isEqualTo("CANCELLED");
    }

    @Test
    void a_restart_adds_what_happened_meanwhile_and_repeats_nothing() {
        submit("a", "true");
        awaitEnd("a");
        List<JobEvent> before = story("a");
        scheduler.close();
        scheduler = new LocalScheduler(
                new LocalScheduler.Options(directory.resolve("jobs"), 1, Duration.ofMillis(50)),
                ledger,
                Clock.systemUTC());
        submit("a", "true");
        awaitEnd("a");

        assertThat(story("a")).isEqualTo(before);
    }

    @Test
    void jobs_that_the_ledger_does_not_know_have_no_story_in_it() {
        submit("a", "true");
        awaitEnd("a");
        scheduler.close();
        try (JobLedger other = DatabaseLedger.open(directory.resolve("others"));
                LocalScheduler later = new LocalScheduler(
                        new LocalScheduler.Options(directory.resolve("jobs"), 1, Duration.ofMillis(50)),
                        other,
                        Clock.systemUTC())) {
            assertThat(later.status(List.of("a"))).hasSize(1);
            assertThat(other.stages()).isEmpty();
        }
    }
}
