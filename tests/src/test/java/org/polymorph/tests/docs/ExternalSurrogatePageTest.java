package org.polymorph.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.tests.PolymorphProcess;

/** Follows docs/external-surrogate.md with the real ASE of Debian. */
class ExternalSurrogatePageTest {
    private static final Path PAGE = PolymorphProcess.checkout().resolve("docs/external-surrogate.md");
    private static final Path EXAMPLES = PolymorphProcess.checkout().resolve("examples");
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    Path directory;

    @BeforeEach
    void ase_is_installed() throws Exception {
        boolean installed = Files.isExecutable(Path.of(PYTHON))
                && PolymorphProcess.in(directory)
                                .runCommand(PYTHON, "-c", "import ase")
                                .exitCode()
                        == 0;
        Assumptions.assumeTrue(installed, "ASE is missing (Debian: python3-ase)");
    }

    // a home of its own, for the commands that train remembers, but the usual place of unpacked libraries; and Debian's
    // python3
    // before any other
    private PolymorphProcess surroundings() {
        return PolymorphProcess.in(directory)
                .withEnvironment("PATH", "/usr/bin:" + System.getenv("PATH"))
                .withEnvironment(
                        "POLYMORPH_JAVA_OPTS",
                        "-Duser.home=" + directory + " -Dorg.bytedeco.javacpp.cachedir="
                                + System.getProperty("user.home") + "/.javacpp/cache")
                .withLimit(Duration.ofMinutes(20));
    }

    private PolymorphProcess.Ended run(String commands) throws Exception {
        String launcher = ShellWord.quote(PolymorphProcess.launcher().toString());
        String script = "set -eu\n" + commands.replace("./polymorph", launcher).replace("examples/", EXAMPLES + "/");
        return surroundings().runCommand("/bin/sh", "-c", script).exits(0);
    }

    private static String commands() throws IOException {
        List<String> blocks = CodeBlock.read(PAGE).stream()
                .filter(block -> block.language().equals("sh"))
                .map(CodeBlock::text)
                .toList();
        assertThat(blocks).hasSize(1);
        return blocks.get(0);
    }

    @Test
    @Tag("long")
    void the_commands_of_the_page_train_evaluate_and_relax() throws Exception {
        PolymorphProcess.Ended ended = run(commands());

        assertThat(ended.out()).contains("program against labels, energy", "correction: calibration");
        assertThat(StructureFiles.read(directory.resolve("relaxed.extxyz"))).hasSize(40);
    }

    @Test
    void the_numbers_are_those_of_the_formula() throws Exception {
        String commands = """
                ./polymorph generate Cu4 -n 8 --min-distance Cu-Cu=2.2 --volume 12:20 -o cells.extxyz
                ./polymorph calculate cells.extxyz --with potential:lj --param sigma=2 -o labels.extxyz
                ./polymorph train labels.extxyz -o m --type external --set correction=none --set 'command=["PYTHON",
                "examples/external/ase_calculator.py","--calculator","ase.calculators.lj:LennardJones",
                "--set","sigma=2.0","--set","rc=5.0"]'
                ./polymorph calculate cells.extxyz --with m -o found.extxyz
                """.replace("PYTHON", PYTHON);
        run(commands);

        List<Frame> found = StructureFiles.read(directory.resolve("found.extxyz"));
        double offset = Double.NaN;
        for (Frame frame : found) {
            double difference = frame.evaluation().orElseThrow().energy() - lennardJones(frame.structure());
            offset = Double.isNaN(offset) ? difference : offset;
            assertThat(difference).isCloseTo(offset, within(1e-9));
        }
    }

    // ASE's: shifted to 0 at the cutoff, its forces are not
    private static double lennardJones(Structure structure) {
        NeighborList near = NeighborList.of(structure, 5);
        double energy = 0;
        for (int p = 0; p < near.pairs(); p++) {
            energy += 0.5 * (bare(near.distance(p)) - bare(5));
        }
        return energy;
    }

    private static double bare(double r) {
        double s6 = Math.pow(2 / r, 6);
        return 4 * (s6 * s6 - s6);
    }

    @Test
    void a_structure_that_the_calculator_cannot_do_is_refused_and_the_program_lives_on() throws Exception {
        String frame = """
                1
                Lattice="3 0 0 0 3 0 0 0 3" Properties=species:S:1:pos:R:3 pbc="T T T"
                %s 0 0 0
                """;
        PolymorphProcess.Ended ended = PolymorphProcess.in(directory)
                .withInput(String.format(frame, "Xe") + String.format(frame, "Cu"))
                .runCommand(
                        PYTHON,
                        EXAMPLES.resolve("external/ase_calculator.py").toString(),
                        "--calculator",
                        "ase.calculators.emt:EMT")
                .exits(0);

        assertThat(ended.out().lines().toList()).hasSize(6);
        assertThat(ended.out()).contains("error=\"NotImplementedError: No EMT-potential for Xe\"", "energy=");
    }

    @Test
    void several_calculators_are_a_committee_with_deviations() throws Exception {
        String frame = """
                2
                Lattice="4 0 0 0 4 0 0 0 4" Properties=species:S:1:pos:R:3 pbc="T T T"
                Cu 0 0 0
                Cu 2 2 2.2
                """;
        PolymorphProcess.Ended ended = PolymorphProcess.in(directory)
                .withInput(frame)
                .runCommand(
                        PYTHON,
                        EXAMPLES.resolve("external/ase_calculator.py").toString(),
                        "--calculator",
                        "ase.calculators.lj:LennardJones",
                        "--set",
                        "sigma=2.0",
                        "--calculator",
                        "ase.calculators.lj:LennardJones",
                        "--set",
                        "sigma=2.2")
                .exits(0);

        Path answer = Files.writeString(directory.resolve("answer.extxyz"), ended.out());
        Map<String, String> info = StructureFiles.read(answer).get(0).info();
        assertThat(Double.parseDouble(info.getOrDefault("energy_std", ""))).isPositive();
        assertThat(info.getOrDefault("forces_std", "").split(" ")).hasSize(2);
        assertThat(info.getOrDefault("stress_std", "").split(" ")).hasSize(9);
    }

    @Test
    @Tag("long")
    void the_example_finds_diamond() throws Exception {
        run("./polymorph run examples/si8-external.yaml --set 'surrogate.command=[\"" + PYTHON
                + "\",\"examples/external/ase_calculator.py\",\"--calculator\",\"ase.calculators.lj:LennardJones\","
                + "\"--set\",\"sigma=2.1\",\"--set\",\"epsilon=0.4\",\"--set\",\"rc=4.5\"]'");

        JsonNode results =
                surroundings().run("results", "si8-external", "--json").exits(0).json();
        double energy = results.get("results").get(0).get("enthalpyPerAtom").asDouble();
        assertThat(energy).isCloseTo(-4.3366, within(1e-3));
    }
}
