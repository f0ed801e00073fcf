package org.polymorph.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.tests.PolymorphProcess;

class CommandsTest {
    // diamond in Stillinger-Weber silicon: E = -2 epsilon per atom of 2.1683 eV, at a = 5.43095 Å (Phys. Rev. B 31,
    // 5262)
    private static final double DIAMOND = -4.3366;
    private static final String SILICON = """
            2
            Lattice="0 2.715475 2.715475 2.715475 0 2.715475 2.715475 2.715475 0" Properties=species:S:1:pos:R:3 tag=a pbc="T T T"
            Si 0 0 0
            Si 1.3577375 1.3577375 1.3577375
            """;

    @TempDir
    Path directory;

    private PolymorphProcess.Ended polymorph(String command) throws Exception {
        return PolymorphProcess.in(directory)
                .withInput(SILICON)
                .run(command.split(" "))
                .exits(0);
    }

    @Test
    void calculates_stdin_and_answers_in_json() throws Exception {
        JsonNode result =
                polymorph("calculate - --with potential:sw --json").json().get("results");

        assertThat(result).hasSize(1);
        JsonNode first = result.get(0);
        assertThat(first.get("energy").asDouble() / 2).isCloseTo(DIAMOND, within(1e-5));
        assertThat(first.get("forces")).hasSize(2);
        assertThat(first.get("forces").get(0)).hasSize(3);
        assertThat(first.get("stress")).hasSize(6);
        assertThat(first.get("structure").get("lattice").get(0).get(1).asDouble())
                .isEqualTo(2.715475);
        assertThat(first.get("structure").get("species").get(1).asText()).isEqualTo("Si");
        assertThat(first.get("structure").get("fractional").get(1).get(0).asDouble())
                .isCloseTo(0.25, within(1e-12));
        assertThat(first.get("converged").asBoolean()).isTrue();
        assertThat(first.get("failure").isNull()).isTrue();
    }

    @Test
    void keeps_the_keys_of_the_input_and_adds_its_own() throws Exception {
        polymorph("calculate - --with potential:sw -o out.extxyz");

        Frame frame = StructureFiles.read(directory.resolve("out.extxyz")).get(0);
        assertThat(frame.info()).containsEntry("tag", "a").containsEntry("converged", "T");
        assertThat(frame.evaluation().orElseThrow().energy() / 2).isCloseTo(DIAMOND, within(1e-5));
    }

    @Test
    void writes_structures_alone_to_stdout() throws Exception {
        String text = polymorph("calculate - --with potential:sw -o -").out();

        assertThat(text).startsWith("2\n").contains("energy=-8.67");
        assertThat(text.lines()).hasSize(4);
    }

    @Test
    void relaxes_to_the_minimum_and_says_how_it_ended() throws Exception {
        Files.writeString(directory.resolve("strained.extxyz"), SILICON.replace("2.715475", "2.8"));

        JsonNode first = polymorph("relax strained.extxyz --with potential:sw --fmax 0.001 --json -o relaxed.extxyz")
                .json()
                .get("results")
                .get(0);

        assertThat(first.get("outcome").asText()).isEqualTo("CONVERGED");
        assertThat(first.get("energy").asDouble() / 2).isCloseTo(DIAMOND, within(1e-5));
        Frame frame = StructureFiles.read(directory.resolve("relaxed.extxyz")).get(0);
        assertThat(frame.info()).containsEntry("outcome", "CONVERGED").containsKey("steps");
        assertThat(frame.structure().volume() / 2).isCloseTo(20.023, within(0.01));
    }

    @Test
    void writes_what_is_relaxed_when_it_is_told_to_end() throws Exception {
        polymorph("generate Si16 -n 3000 --min-distance Si-Si=1.6 -o pool.extxyz");
        Process relax = PolymorphProcess.in(directory)
                .start(("relax pool.extxyz --with potential:tersoff --fmax 1e-12 --steps 3000 --threads 1"
                                + " -o relaxed.extxyz")
                        .split(" ", -1));
        Path stderr = directory.resolve("stderr");
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .until(() -> !relax.isAlive() || Files.readString(stderr).contains("relaxed "));
        relax.destroy();
        relax.waitFor();

        List<String> outcomes = StructureFiles.read(directory.resolve("relaxed.extxyz")).stream()
                .map(frame -> frame.info().get("outcome"))
                .toList();
        assertThat(outcomes).hasSize(3000).contains("CANCELLED");
        assertThat(outcomes).containsAnyOf("PATIENCE", "STEPS", "CONVERGED");
    }

    @Test
    void gives_up_what_is_not_relaxed_in_time() throws Exception {
        polymorph("generate Si16 -n 2000 --min-distance Si-Si=1.6 -o pool.extxyz");
        PolymorphProcess.Ended ended = PolymorphProcess.in(directory)
                .run(("relax pool.extxyz --with potential:tersoff --fmax 1e-12 --steps 3000 --threads 1 --walltime 2s"
                                + " -o relaxed.extxyz")
                        .split(" ", -1));

        assertThat(ended.err()).contains("not relaxed within 2s");
        assertThat(StructureFiles.read(directory.resolve("relaxed.extxyz")))
                .hasSize(2000)
                .extracting(frame -> frame.info().get("outcome"))
                .contains("OUT_OF_WALLTIME");
    }

    @Test
    void generates_the_same_structures_on_any_number_of_threads() throws Exception {
        polymorph("generate Si8 -n 12 --seed 7 --min-distance Si-Si=1.6 --threads 1 -o one.extxyz");
        polymorph("generate Si8 -n 12 --seed 7 --min-distance Si-Si=1.6 --threads 3 -o three.extxyz");
        polymorph("generate Si8 -n 12 --seed 8 --min-distance Si-Si=1.6 -o other.extxyz");

        byte[] one = Files.readAllBytes(directory.resolve("one.extxyz"));
        assertThat(Files.readAllBytes(directory.resolve("three.extxyz"))).isEqualTo(one);
        assertThat(Files.readAllBytes(directory.resolve("other.extxyz"))).isNotEqualTo(one);
        assertThat(StructureFiles.read(directory.resolve("one.extxyz"))).hasSize(12);
    }

    @Test
    void calls_a_batch_failed_only_when_nothing_came_of_it() throws Exception {
        String collapsed = SILICON.replace("1.3577375", "0.0000000");
        PolymorphProcess all = PolymorphProcess.in(directory).withInput(collapsed);
        PolymorphProcess half = PolymorphProcess.in(directory).withInput(SILICON + collapsed);
        String[] arguments = {"calculate", "-", "--with", "potential:sw", "--json", "-o", "out.extxyz"};

        JsonNode failed = all.run(arguments).exits(4).json().get("results").get(0);
        assertThat(failed.get("energy").isNull()).isTrue();
        assertThat(failed.get("failure").get("kind").asText()).isEqualTo("BAD_STRUCTURE");
        JsonNode results = half.run(arguments).exits(0).json().get("results");
        assertThat(results.get(0).get("failure").isNull()).isTrue();
        assertThat(results.get(1).get("converged").asBoolean()).isFalse();

        List<Frame> frames = StructureFiles.read(directory.resolve("out.extxyz"));
        assertThat(frames.get(1).evaluation()).isEmpty();
        assertThat(frames.get(1).info())
                .containsEntry("failure", "BAD_STRUCTURE")
                .containsEntry("converged", "F")
                .containsKey("detail");
    }

    @Test
    void lists_what_it_found_on_its_class_path() throws Exception {
        JsonNode facts = polymorph("version --json").json();

        assertThat(facts.get("codes")).extracting(JsonNode::asText).contains("espresso");
        assertThat(facts.get("potentials")).extracting(JsonNode::asText).contains("sw", "tersoff");
        assertThat(facts.get("generators")).extracting(JsonNode::asText).contains("random");
        assertThat(polymorph("--version").out()).startsWith("polymorph ");
    }

    @Test
    void helps_with_every_command() throws Exception {
        String list = polymorph("--help").out();
        List<String> commands = list.lines()
                .filter(line -> line.matches("  [a-z]\\S* .*"))
                .map(line -> line.strip().replaceFirst(" .*", ""))
                .toList();

        assertThat(commands).contains("generate", "calculate", "relax", "train", "evaluate", "dft", "validate");
        assertThat(polymorph("help relax").out()).startsWith("Usage: polymorph relax");
        for (String command : commands) {
            assertThat(polymorph(command + " --help").out()).startsWith("Usage: polymorph " + command);
        }
    }
}
