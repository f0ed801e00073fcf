package org.polymorph.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.tests.PolymorphProcess;

/** Follows the commands of docs/cp2k.md with the real CP2K. */
class Cp2kPageTest {
    private static final Path PAGE = PolymorphProcess.checkout().resolve("docs/cp2k.md");

    @TempDir
    Path directory;

    @BeforeAll
    static void cp2k_is_installed() {
        boolean program = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cp2k.psmp")));
        Assumptions.assumeTrue(
                program && Files.isReadable(Path.of("/usr/share/cp2k/GTH_POTENTIALS")),
                "cp2k.psmp or its data are missing (Debian: cp2k, cp2k-data)");
    }

    private static List<String> commands() throws IOException {
        return CodeBlock.read(PAGE).stream()
                .filter(block -> block.language().equals("sh"))
                .map(CodeBlock::text)
                .toList();
    }

    private PolymorphProcess.Ended run(String commands) throws Exception {
        String launcher = ShellWord.quote(PolymorphProcess.launcher().toString());
        String examples = ShellWord.quote(PolymorphProcess.checkout() + "/examples/");
        String script = "set -eu\n" + commands.replace("./polymorph", launcher).replace("examples/", examples);
        return PolymorphProcess.in(directory)
                .withLimit(Duration.ofMinutes(40))
                .runCommand("/bin/sh", "-c", script)
                .exits(0);
    }

    @Test
    void the_page_has_two_blocks_of_commands() throws IOException {
        assertThat(commands()).hasSize(2);
    }

    @Test
    void one_structure_is_prepared_computed_and_read() throws Exception {
        assertThat(run(commands().get(1)).out()).contains("energy [eV]", "Si2");
    }

    @Test
    @Tag("long")
    void the_example_finds_diamond() throws Exception {
        run(commands().get(0));
        JsonNode results = PolymorphProcess.in(directory)
                .run("results", "si2-cp2k", "--json")
                .exits(0)
                .json();
        JsonNode best = results.get("results").get(0);
        assertThat(best.get("converged").asBoolean()).isTrue();
        NeighborList bonds = NeighborList.of(structure(best.get("structure")), 2.9);
        assertThat(bonds.start(1) - bonds.start(0)).isEqualTo(4);
        for (int p = 0; p < bonds.start(2); p++) {
            assertThat(bonds.distance(p)).isCloseTo(2.40, within(0.06));
        }
    }

    private static Structure structure(JsonNode node) {
        return Structure.of(
                Lattice.of(numbers(node.get("lattice"))),
                List.of(Element.Si, Element.Si),
                numbers(node.get("fractional")));
    }

    private static double[] numbers(JsonNode rows) {
        DoubleStream.Builder numbers = DoubleStream.builder();
        rows.forEach(row -> row.forEach(number -> numbers.add(number.asDouble())));
        return numbers.build().toArray();
    }
}
