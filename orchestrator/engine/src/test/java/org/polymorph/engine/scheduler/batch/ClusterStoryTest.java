package org.polymorph.engine.scheduler.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.polymorph.engine.scheduler.batch.ScriptedCluster.queued;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.job.CommandRecord;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.JobEvent;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.job.StoryLine;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.engine.store.DatabaseLedger;
import org.polymorph.engine.transport.Transport.Answer;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

/** What is written down of a job on a cluster. */
class ClusterStoryTest {
    private static final String TOKEN = "pm-si2-a";

    @TempDir
    Path directory;

    private final ScriptedCluster cluster = new ScriptedCluster();
    private JobLedger ledger;
    private ClusterScheduler scheduler;

    @BeforeEach
    void open() {
        ledger = DatabaseLedger.open(directory.resolve("journal"));
        scheduler = scheduler(ledger);
    }

    private ClusterScheduler scheduler(JobLedger books) {
        ClusterOptions options = new ClusterOptions(
                "/scratch/jobs",
                directory.resolve("journal"),
                directory.resolve("results"),
                "",
                "",
                List.of(),
                Duration.ofMillis(1),
                100,
                ClusterOptions.Policy.DEFAULT);
        return new ClusterScheduler(cluster, new Slurm(), options, books, cluster.clock);
    }

    @AfterEach
    void close() {
        scheduler.close();
    }

    private JobSnapshot submit() {
        return scheduler.submit(
                new JobRequest(TOKEN, List.of(InputFile.text("input", "abc")), "true", Resources.DEFAULT));
    }

    private JobSnapshot look() {
        // each look with a scheduler of its own, as the interval between looks has not passed on the fixed clock
        scheduler.close();
        ledger = DatabaseLedger.open(directory.resolve("journal"));
        scheduler = scheduler(ledger);
        return Objects.requireNonNull(scheduler.status(List.of(TOKEN)).get(TOKEN));
    }

    private List<JobStage> stages() {
        return ledger.story(TOKEN).stream().map(line -> line.event().stage()).toList();
    }

    private JobEvent last() {
        List<StoryLine> story = ledger.story(TOKEN);
        return story.get(story.size() - 1).event();
    }

    @Test
    void a_job_goes_from_plan_to_files_with_what_shows_each_step() {
        submit();
        cluster.queue = queued("17", "PENDING", "Resources", "", TOKEN);
        look();
        cluster.queue = queued("17", "RUNNING", "None", "n1", TOKEN);
        look();
        cluster.queue = queued("17", "COMPLETED", "None", "n1", TOKEN);
        cluster.directories = "job " + TOKEN + "\npresent\nanswer 17\nclaimed\nclaim 17 0 n1\n"
                + "done exit=003 stop=0 id=17 ended=1700000000\n";
        assertThat(look().state()).isEqualTo(JobState.COMPLETED);
        cluster.results.add(InputFile.text("stdout", "hello\n"));
        scheduler.retrieve(TOKEN);

        assertThat(stages())
                .containsExactly(
                        JobStage.PLANNED,
                        JobStage.UPLOADED,
                        JobStage.QUARANTINED,
                        JobStage.SUBMITTED,
                        JobStage.RUNNING,
                        JobStage.ENDED,
                        JobStage.RETRIEVED);
        List<JobEvent> events =
                ledger.story(TOKEN).stream().map(StoryLine::event).toList();
        assertThat(events.get(1).files())
                .extracting(FileDigest::name)
                .containsExactlyInAnyOrder("input", "script.sh", "job.sh");
        assertThat(events.get(1).command()).map(CommandRecord::kind).hasValue("upload");
        assertThat(events.get(3).evidence()).contains("17");
        CommandRecord submission = events.get(3).command().orElseThrow();
        assertThat(submission.kind()).isEqualTo("submission");
        assertThat(submission.exitCode()).hasValue(0);
        assertThat(submission.bytesIn()).isEqualTo(3);
        assertThat(submission.bytesOut()).isPositive();
        assertThat(events.get(4).evidence()).contains("record 17 RUNNING on n1");
        assertThat(events.get(4).command()).map(CommandRecord::kind).hasValue("squeue");
        assertThat(events.get(5).evidence()).contains("record 17 COMPLETED", "begun by 17 on n1", "marker exit=3");
        assertThat(events.get(5).command()).map(CommandRecord::kind).hasValue("job directories");
        assertThat(events.get(6).files()).extracting(FileDigest::name).containsExactly("stdout");
        assertThat(events.get(6).command()).map(CommandRecord::bytesIn).hasValue(6L);
    }

    @Test
    void a_job_that_is_seen_as_before_adds_no_line() {
        submit();
        cluster.queue = queued("17", "RUNNING", "None", "n1", TOKEN);
        look();
        int lines = stages().size();
        look();
        look();

        assertThat(stages()).hasSize(lines);
    }

    @Test
    void a_failed_node_is_the_cause_of_a_failure() {
        submit();
        cluster.queue = queued("17", "NODE_FAIL", "NodeDown", "n1", TOKEN);
        cluster.directories = "job " + TOKEN + "\npresent\nclaimed\nclaim 17 0 n1\n";
        look();

        assertThat(last().stage()).isEqualTo(JobStage.FAILED);
        assertThat(last().cause()).isEqualTo("NODE_FAILURE");
        assertThat(last().evidence()).contains("NODE_FAIL", "n1");
    }

    @Test
    void an_answer_that_was_lost_leaves_a_quarantine_and_a_command_without_exit_status() {
        // the site is asked about first
        scheduler.submit(new JobRequest("pm-si2-b", List.of(), "true", Resources.DEFAULT));
        cluster.silent = true;
        JobSnapshot snapshot = submit();

        assertThat(snapshot.state()).isEqualTo(JobState.UNKNOWN);
        assertThat(stages())
                .containsExactly(JobStage.PLANNED, JobStage.UPLOADED, JobStage.QUARANTINED, JobStage.QUARANTINED);
        assertThat(last().evidence()).contains("the wire broke");
        assertThat(last().command()).hasValueSatisfying(command -> {
            assertThat(command.kind()).isEqualTo("submission");
            assertThat(command.exitCode()).isEmpty();
        });
    }

    @Test
    void a_refusal_is_told_in_the_words_of_the_cluster() {
        cluster.submission = new Answer(1, "", "sbatch: error: invalid partition specified: nosuch");
        submit();

        assertThat(last().stage()).isEqualTo(JobStage.FAILED);
        assertThat(last().cause()).isEqualTo("IMPOSSIBLE_REQUEST");
        assertThat(last().evidence()).contains("invalid partition specified: nosuch");
        assertThat(last().command())
                .hasValueSatisfying(command -> assertThat(command.exitCode()).hasValue(1));
    }

    @Test
    void a_scheduler_without_a_campaign_keeps_its_books_in_its_journal() {
        scheduler.close();
        ClusterOptions options = new ClusterOptions(
                "/scratch/jobs",
                directory.resolve("own"),
                directory.resolve("results"),
                "",
                "",
                List.of(),
                Duration.ofMillis(1),
                100,
                ClusterOptions.Policy.DEFAULT);
        try (ClusterScheduler own = new ClusterScheduler(cluster, new Slurm(), options, cluster.clock)) {
            own.submit(new JobRequest(TOKEN, List.of(), "true", Resources.DEFAULT));
        }
        try (JobLedger journal = DatabaseLedger.open(directory.resolve("own"))) {
            assertThat(journal.tracked()).hasSize(1);
            assertThat(journal.stages()).containsEntry(TOKEN, JobStage.SUBMITTED);
        }
    }
}
