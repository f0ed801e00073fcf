package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.job.CommandRecord;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.JobEvent;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.job.StoryLine;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.spi.ConfigurationException;

class DatabaseLedgerTest {
    private static final Instant NOW = Instant.parse("2026-11-25T22:00:00.123Z");

    @TempDir
    Path directory;

    private static JobLedger.Change change(TrackedJob job, JobStage stage, String evidence) {
        return new JobLedger.Change(Optional.of(job), JobEvent.of(job.token(), NOW, stage, evidence));
    }

    private static JobLedger.Change planned(String token) {
        return change(TrackedJob.planned(token, Resources.DEFAULT, NOW), JobStage.PLANNED, "taken on");
    }

    @Test
    void jobs_come_back_as_they_were_written_down_last() {
        TrackedJob waits = TrackedJob.planned("a", Resources.DEFAULT, NOW).uploaded(NOW);
        TrackedJob ended = TrackedJob.planned("b", Resources.DEFAULT, NOW)
                .submitting(NOW.plusSeconds(40), NOW)
                .submitted("17", "big", JobState.RUNNING, "RUNNING", NOW)
                .ended(JobState.LOST, "NODE_FAIL", OptionalInt.of(9), JobCause.NODE_FAILURE, "17", "n1", NOW);
        try (JobLedger ledger = DatabaseLedger.open(directory)) {
            ledger.write(List.of(planned("a"), planned("b")));
            ledger.write(List.of(
                    change(waits, JobStage.UPLOADED, "2 files"), change(ended, JobStage.ENDED, "seen by squeue")));
        }
        try (JobLedger ledger = DatabaseLedger.open(directory)) {
            assertThat(ledger.tracked()).containsExactly(waits, ended);
        }
    }

    @Test
    void a_story_goes_from_stage_to_stage_with_commands_and_files() {
        CommandRecord command = CommandRecord.asked("sbatch", "sbatch job.sh", new byte[] {1, 2})
                .answered(OptionalInt.of(3), 77, Duration.ofMillis(1500));
        FileDigest file = FileDigest.of(InputFile.text("input", "abc"));
        JobEvent uploaded = JobEvent.of("a", NOW, JobStage.UPLOADED, "1 file").with(List.of(file));
        JobEvent submitted = JobEvent.of("a", NOW, JobStage.SUBMITTED, "17").by(Optional.of(command));
        try (JobLedger ledger = DatabaseLedger.open(directory)) {
            ledger.write(List.of(planned("a"), planned("b")));
            ledger.add(uploaded);
            ledger.add(submitted);
            ledger.add(JobEvent.failed("a", NOW, "NODE_FAILURE", "NODE_FAIL on n1"));

            List<StoryLine> story = ledger.story("a");
            assertThat(story).extracting(StoryLine::seq).containsExactly(1, 2, 3, 4);
            assertThat(story)
                    .extracting(StoryLine::from)
                    .containsExactly(
                            Optional.empty(),
                            Optional.of(JobStage.PLANNED),
                            Optional.of(JobStage.UPLOADED),
                            Optional.of(JobStage.SUBMITTED));
            assertThat(story.get(1).event()).isEqualTo(uploaded);
            assertThat(story.get(2).event()).isEqualTo(submitted);
            assertThat(story.get(3).event().cause()).isEqualTo("NODE_FAILURE");
            assertThat(ledger.stages()).containsEntry("a", JobStage.FAILED).containsEntry("b", JobStage.PLANNED);
            assertThat(ledger.story("nosuch")).isEmpty();
        }
        // FIPS 180-2: SHA-256 of "abc"
        assertThat(file.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void evidence_is_one_line_without_control_characters_and_not_without_end() {
        JobEvent event = JobEvent.of("a", NOW, JobStage.PENDING, "one\ntwo\u001b[31m" + "x".repeat(5000));

        assertThat(event.evidence())
                .startsWith("one; two [31mxxx")
                .endsWith("…")
                .hasSize(2000);
    }

    @Test
    void a_failure_needs_a_cause() {
        assertThatThrownBy(() -> JobEvent.of("a", NOW, JobStage.FAILED, "gone"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a failure needs a cause");
    }

    /** Opens what a kill at this moment would leave: the files of the database as they lie on the disk. */
    private JobLedger afterKill(String name) throws Exception {
        Path copy = Files.createDirectory(directory.resolveSibling(directory.getFileName() + name));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("polymorph.db"))
                    .toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return DatabaseLedger.open(copy);
    }

    @Test
    void a_kill_leaves_a_job_and_its_line_both_or_neither() throws Exception {
        try (Database database = Database.open(DataDirectory.database(directory))) {
            database.jdbi().useTransaction(db -> {
                JobTable.track(db, "", List.of(TrackedJob.planned("a", Resources.DEFAULT, NOW)));
                try (JobLedger left = afterKill("-first")) {
                    assertThat(left.tracked()).isEmpty();
                }
                JobTable.add(db, List.of(JobEvent.of("a", NOW, JobStage.PLANNED, "taken on")));
                try (JobLedger left = afterKill("-second")) {
                    assertThat(left.tracked()).isEmpty();
                    assertThat(left.story("a")).isEmpty();
                }
            });
            try (JobLedger left = afterKill("-third")) {
                assertThat(left.tracked()).hasSize(1);
                assertThat(left.story("a")).hasSize(1);
            }
        }
    }

    @Test
    void of_changes_that_cannot_all_be_written_none_is() throws Exception {
        try (JobLedger ledger = DatabaseLedger.open(directory)) {
            ledger.write(List.of(planned("a")));
            try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + DataDirectory.database(directory));
                    Statement statement = raw.createStatement()) {
                statement.execute("CREATE TRIGGER broken BEFORE INSERT ON job_event WHEN NEW.token = 'c'"
                        + " BEGIN SELECT RAISE(ABORT, 'broken'); END");
            }

            assertThatThrownBy(() -> ledger.write(List.of(planned("b"), planned("c"))))
                    .hasStackTraceContaining("broken");

            assertThat(ledger.tracked()).extracting(TrackedJob::token).containsExactly("a");
            assertThat(ledger.story("b")).isEmpty();
        }
    }

    @Test
    void a_reader_sees_whole_changes_while_another_writes() throws Exception {
        try (JobLedger ledger = DatabaseLedger.open(directory);
                Database looking = Database.openReadOnly(DataDirectory.database(directory))) {
            JobLedger reader = DatabaseLedger.in(looking, "");
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 100; i++) {
                    ledger.write(List.of(planned("a" + i), planned("b" + i)));
                }
            });
            List<Integer> seen = new ArrayList<>();
            do {
                seen.add(reader.tracked().size());
                int lines = reader.stages().size();
                assertThat(lines)
                        .isGreaterThanOrEqualTo(seen.get(seen.size() - 1))
                        .isEven();
            } while (!writer.isDone());
            writer.get(1, TimeUnit.MINUTES);

            assertThat(seen).allMatch(count -> count % 2 == 0);
            assertThat(reader.tracked()).hasSize(200);
        }
    }

    @Test
    void a_ledger_is_opened_by_one_at_a_time() {
        try (JobLedger held = DatabaseLedger.open(directory)) {
            assertThat(held.tracked()).isEmpty();
            assertThatThrownBy(() -> DatabaseLedger.open(directory))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining(directory.toString());
        }
        DatabaseLedger.open(directory).close();
    }

    @Test
    void a_database_of_another_program_is_refused_and_named() throws Exception {
        Path file = DataDirectory.database(directory);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TABLE recipe (name TEXT)");
        }

        assertThatThrownBy(() -> DatabaseLedger.open(directory))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("another program");
        assertThatThrownBy(() -> Database.openReadOnly(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString());
        Files.delete(file);
        DatabaseLedger.open(directory).close();
    }

    @Test
    void a_file_that_is_no_database_is_named() throws Exception {
        Path file = Files.writeString(DataDirectory.database(directory), "x".repeat(8192));

        assertThatThrownBy(() -> DatabaseLedger.open(directory))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file + ": expected a database")
                .hasMessageContaining("not a database");
        assertThatThrownBy(() -> Database.openReadOnly(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not a database");
    }

    @Test
    void a_damaged_database_is_named() throws Exception {
        try (JobLedger ledger = DatabaseLedger.open(directory)) {
            ledger.write(List.of(planned("a")));
        }
        Path file = DataDirectory.database(directory);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            // all pages but the first
            byte[] rubbish = new byte[(int) channel.size() - 4096];
            java.util.Arrays.fill(rubbish, (byte) 0x5a);
            channel.write(java.nio.ByteBuffer.wrap(rubbish), 4096);
        }

        assertThatThrownBy(() -> {
                    try (JobLedger ledger = DatabaseLedger.open(directory)) {
                        ledger.tracked();
                    }
                })
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("damaged");
    }

    @Test
    void a_word_that_nobody_knows_is_damage_and_is_named() throws Exception {
        try (JobLedger ledger = DatabaseLedger.open(directory)) {
            ledger.write(List.of(planned("a")));
            Path file = DataDirectory.database(directory);
            try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = raw.createStatement()) {
                statement.execute("UPDATE tracked_job SET phase = 'LIMBO'");
            }

            assertThatThrownBy(ledger::tracked)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("LIMBO");
        }
    }
}
