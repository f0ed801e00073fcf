package org.polymorph.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.tests.PolymorphProcess;
import org.polymorph.tests.PolymorphProcess.Ended;

/**
 * Data directories of an earlier version, backups and exports on the command line. The directories were written by commit 92e43ed;
 * one campaign had ended, the other was killed in its first round.
 */
class StorageCommandsTest {
    private static final String[] SETTINGS = {
        "--set",
        "pool.size=10",
        "--set",
        "label.perRound=4",
        "--set",
        "stop.rounds=2",
        "--set",
        "stop.labels=24",
        "--set",
        "relax.steps=40",
        "--set",
        "stop.topK=2",
        "--set",
        "surrogate.features=40",
        "--set",
        "surrogate.committee=3",
        "--set",
        "surrogate.radial=6",
        "--set",
        "surrogate.angular=2",
        "--set",
        "surrogate.bodyOrder=3"
    };

    @TempDir
    private Path directory;

    private PolymorphProcess polymorph = PolymorphProcess.in(Path.of(""));

    @BeforeEach
    void start() {
        polymorph = PolymorphProcess.in(directory);
    }

    private Path unpack(String name) throws Exception {
        Path target = Files.createDirectory(directory.resolve(name));
        Path archive = PolymorphProcess.checkout()
                .resolve("orchestrator/engine/src/test/resources/org/polymorph/engine/store/" + name + ".tar.gz");
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", target.toString()).start();
        assertThat(tar.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(tar.exitValue()).isZero();
        return target;
    }

    private Ended run(String name, String... more) throws Exception {
        String example =
                PolymorphProcess.checkout().resolve("examples/si8.yaml").toString();
        List<String> command = new ArrayList<>(List.of("run", example, "--dir", name));
        command.addAll(List.of(SETTINGS));
        command.addAll(List.of(more));
        return polymorph.run(command.toArray(String[]::new));
    }

    @Test
    void a_finished_campaign_of_an_earlier_version_is_read_saved_restored_and_exported() throws Exception {
        unpack("v4-done");
        // before anything has changed it
        polymorph.run("backup", "--data", "v4-done", "-o", "old.tar.gz").exits(0);
        assertThat(polymorph.run("results", "--dir", "v4-done").exits(2).err()).contains("older version", "`run`");
        run("v4-done").exits(3);
        JsonNode results =
                polymorph.run("results", "--dir", "v4-done", "--json").exits(0).json();

        polymorph.run("restore", "old.tar.gz", "--data", "restored").exits(0);
        assertThat(polymorph
                        .run("results", "--dir", "restored", "--json")
                        .exits(0)
                        .json())
                .isEqualTo(results);
        assertThat(polymorph
                        .run("restore", "old.tar.gz", "--data", "restored")
                        .exits(2)
                        .err())
                .contains("restored: expected nothing there");

        JsonNode exported = polymorph
                .run("export", "--dir", "restored", "--what", "all", "-o", "all", "--json")
                .exits(0)
                .json();
        assertThat(exported.get("files"))
                .extracting(JsonNode::asText)
                .contains("candidates.csv", "jobs.csv", "events.csv", "pool-generated.extxyz", "pool-round01.extxyz");
        List<Frame> labels = StructureFiles.read(directory.resolve("all/labels.extxyz"));
        assertThat(labels).hasSize(8).allMatch(frame -> frame.evaluation().isPresent());
        assertThat(StructureFiles.read(directory.resolve("all/results.extxyz"))).hasSize(2);
        assertThat(Files.readAllLines(directory.resolve("all/candidates.csv")))
                .hasSize(11)
                .first()
                .isEqualTo("id,origin,rejected");
        assertThat(Files.readAllLines(directory.resolve("all/jobs.csv")))
                .hasSize(5)
                .anyMatch(line -> line.contains("COMPLETED") && line.contains("2026-11-26T"));

        polymorph
                .run("export", "--dir", "restored", "--what", "all", "-o", "all.tar.gz")
                .exits(0);
        polymorph
                .run("export", "--dir", "restored", "--what", "all", "-o", "all.db")
                .exits(0);
        polymorph
                .run("export", "--dir", "restored", "--what", "labels", "-o", "labels.db")
                .exits(0);
        assertThat(directory.resolve("all.tar.gz")).isNotEmptyFile();
        // SQLite says in its header what a file is
        assertThat(Files.readAllBytes(directory.resolve("all.db")))
                .startsWith("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
        assertThat(directory.resolve("labels.db")).isNotEmptyFile();
        assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith(".polymorph"));
    }

    @Test
    void a_campaign_of_an_earlier_version_that_was_killed_goes_on_to_its_end() throws Exception {
        unpack("v4-begun");
        assertThat(run("v4-begun", "--log-json").exits(2).err()).contains("--log-json -: expected --json");
        run("v4-begun", "--log-json", "states.jsonl").exits(3);
        JsonNode results =
                polymorph.run("results", "--dir", "v4-begun", "--json").exits(0).json();
        // two were relaxed, which may have become the same crystal
        int relaxed = 0;
        for (JsonNode result : results.get("results")) {
            relaxed += result.get("found").asInt();
        }
        assertThat(relaxed).isEqualTo(2);
        assertThat(results.at("/results/0/enthalpyPerAtom").asDouble()).isLessThan(-3.5);
        List<JsonNode> states = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("states.jsonl"))) {
            states.add(new ObjectMapper().readTree(line));
        }
        assertThat(states)
                .filteredOn(state -> state.get("what").asText().equals("campaign"))
                .last()
                .extracting(state -> state.get("to").asText())
                .isEqualTo("done");
    }

    @Test
    void a_damaged_backup_and_a_password_in_an_address_are_refused() throws Exception {
        unpack("v4-done");
        polymorph.run("backup", "--data", "v4-done", "-o", "b.tar.gz").exits(0);
        byte[] bytes = Files.readAllBytes(directory.resolve("b.tar.gz"));
        Files.write(directory.resolve("cut.tar.gz"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(polymorph
                        .run("restore", "cut.tar.gz", "--data", "new")
                        .exits(2)
                        .err())
                .contains("cut.tar.gz", "missing");
        assertThat(directory.resolve("new")).doesNotExist();
        assertThat(polymorph
                        .run("backup", "--database", "jdbc:postgresql://h/d?password=geheim", "-o", "x.tar.gz")
                        .exits(2)
                        .err())
                .contains("PGPASSWORD")
                .doesNotContain("geheim");
    }
}
