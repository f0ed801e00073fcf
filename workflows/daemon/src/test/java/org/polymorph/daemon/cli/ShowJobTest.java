package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.job.CommandRecord;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.JobEvent;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.DatabaseLedger;
import org.polymorph.model.batch.InputFile;

/** {@code show} of a job in the journal of a scheduler without a campaign. */
class ShowJobTest {
    private static final Instant NOW = Instant.parse("2026-11-25T22:00:01.500Z");

    @TempDir
    Path journal;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() {
        CommandRecord submission = CommandRecord.asked("submission", "sbatch job.sh", new byte[0])
                .answered(OptionalInt.of(0), 3, Duration.ofMillis(250));
        try (JobLedger ledger = DatabaseLedger.open(journal)) {
            ledger.add(JobEvent.of("relax-17", NOW, JobStage.PLANNED, "taken on"));
            ledger.add(JobEvent.of("relax-17", NOW, JobStage.UPLOADED, "1 file")
                    .with(List.of(FileDigest.of(InputFile.text("input", "abc")))));
            ledger.add(JobEvent.of("relax-17", NOW, JobStage.SUBMITTED, "accepted as 4711")
                    .by(Optional.of(submission)));
            ledger.add(JobEvent.failed("relax-17", NOW, "NODE_FAILURE", "NODE_FAIL on n1"));
        }
    }

    private int run(String... words) {
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        Console console = new Console(
                InputStream.nullInputStream(),
                printed,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false);
        return Main.commandLine(console).execute(words);
    }

    @Test
    void prints_time_state_command_exit_bytes_and_evidence_of_every_line() {
        assertThat(run("show", "relax-17", "--dir", journal.toString())).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(line -> line.replaceAll(" +", " ")
                        .strip()))
                .contains(
                        "2026-11-25 22:00:01.500 PLANNED – – – – – – taken on",
                        "2026-11-25 22:00:01.500 SUBMITTED – submission " + hash().substring(0, 12)
                                + " 0 13 3 250 accepted as 4711",
                        "2026-11-25 22:00:01.500 FAILED NODE_FAILURE – – – – – NODE_FAIL on n1",
                        // FIPS 180-2: SHA-256 of "abc"
                        "input 3 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    private static String hash() {
        return CommandRecord.asked("submission", "sbatch job.sh", new byte[0]).sha256();
    }

    @Test
    void json_has_every_line_with_where_it_came_from() throws Exception {
        assertThat(run("show", "relax-17", "--dir", journal.toString(), "--json"))
                .isZero();

        JsonNode json = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(json.get("job").asText()).isEqualTo("relax-17");
        JsonNode submitted = json.get("story").get(2);
        assertThat(submitted.get("from").asText()).isEqualTo("UPLOADED");
        assertThat(submitted.get("to").asText()).isEqualTo("SUBMITTED");
        assertThat(submitted.get("time").asText()).isEqualTo("2026-11-25T22:00:01.500Z");
        assertThat(submitted.get("command").get("sha256").asText()).isEqualTo(hash());
        assertThat(submitted.get("command").get("bytesReceived").asInt()).isEqualTo(3);
        assertThat(json.get("story").get(3).get("cause").asText()).isEqualTo("NODE_FAILURE");
        assertThat(json.get("story").get(3).get("command").isNull()).isTrue();
    }

    @Test
    void an_unknown_job_and_a_damaged_database_are_told_in_words() throws Exception {
        assertThat(run("show", "relax-18", "--dir", journal.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("no job \"relax-18\"", "expected", journal.toString());

        Path database = DataDirectory.database(journal);
        Files.writeString(database, "rubbish ".repeat(1000));
        assertThat(run("show", "relax-17", "--dir", journal.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(database + ": expected a database", "not a database")
                .doesNotContain("should not have happened");
    }
}
