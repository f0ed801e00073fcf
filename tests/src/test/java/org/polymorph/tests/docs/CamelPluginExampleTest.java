package org.polymorph.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.tests.PolymorphProcess;
import org.polymorph.tests.slurm.Testbed;

/** The project examples/camel-plugin, started as its page says: plain Camel with the jars of its own pom, no daemon, no Java. */
class CamelPluginExampleTest {
    private static final Path EXAMPLE = PolymorphProcess.checkout().resolve("examples/camel-plugin");
    private static final Path PSEUDOPOTENTIALS = Path.of("/usr/share/espresso/pseudo");

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void copy() throws IOException {
        assumeThat(Path.of("/usr/bin/pw.x")).as("pw.x of Quantum ESPRESSO").isExecutable();
        assertThat(EXAMPLE.resolve("target/lib"))
                .as("build the example first (mvn -DskipTests package)")
                .isDirectory();
        Files.createDirectories(directory.resolve("sites"));
        Files.createDirectories(directory.resolve("camel"));
        Files.createDirectories(directory.resolve("inbox"));
        Files.copy(EXAMPLE.resolve("application.properties"), directory.resolve("application.properties"));
        Files.copy(EXAMPLE.resolve("camel/relax.camel.yaml"), directory.resolve("camel/relax.camel.yaml"));
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String site, String scheduler) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Dsite=" + site,
                        "-Dscheduler=" + scheduler,
                        "-Decutwfc=15",
                        "-Dkspacing=0.5",
                        "-Dpseudopotentials=vbc",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        "." + File.pathSeparator + EXAMPLE.resolve("target/lib") + "/*",
                        "org.apache.camel.main.Main")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        started.add(process);
        return process;
    }

    private Path log() {
        return directory.resolve("log");
    }

    private ConditionFactory waiting() {
        return await().atMost(Duration.ofMinutes(3)).conditionEvaluationListener(condition -> {
            if (condition.getRemainingTimeInMS() == 0) {
                throw new AssertionError(said());
            }
        });
    }

    private String said() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Writes silicon with too large a cell, as another program would: whole, or not there. */
    private void put(String name) throws IOException {
        double a = 5.6 / 2;
        Structure silicon =
                Structure.of(Lattice.of(0, a, a, a, 0, a, a, a, 0), List.of(Element.Si, Element.Si), new double[] {
                    0, 0, 0, 0.25, 0.25, 0.25
                });
        Path hidden = directory.resolve(name);
        StructureFiles.write(hidden, List.of(new Frame(silicon)));
        Files.move(hidden, directory.resolve("inbox").resolve(name));
    }

    private List<Path> in(String folder) {
        if (!Files.isDirectory(directory.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory.resolve(folder))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // pz-vbc at this cutoff has its minimum within this range of volumes, far below the 21.95 Å³ that it starts from
    private void assertRelaxed(Path file) {
        List<Frame> frames = StructureFiles.read(file);
        assertThat(frames).hasSize(1);
        assertThat(frames.get(0).structure().volume() / 2).isBetween(18.0, 20.5);
        assertThat(frames.get(0).evaluation().orElseThrow().energy() / 2).isBetween(-110.0, -105.0);
    }

    private static void copyPseudopotential(Path pseudoDir) throws IOException {
        Files.createDirectories(pseudoDir.resolve("vbc"));
        Files.copy(PSEUDOPOTENTIALS.resolve("Si.pz-vbc.UPF"), pseudoDir.resolve("vbc/Si.pz-vbc.UPF"));
    }

    @Test
    void a_file_in_the_inbox_is_relaxed_on_this_machine_also_where_the_route_is_killed_meanwhile() throws Exception {
        copyPseudopotential(directory.resolve("pseudo"));
        Files.writeString(
                directory.resolve("sites/here.yaml"),
                "site: here\nscheduler: {type: local, pollInterval: 100ms}\ncodes: {espresso: {command: pw.x -in pw.in,"
                        + " prelude: [sleep 3], pseudoDir: " + directory.resolve("pseudo") + "}}\n");
        Path jobs = directory.resolve("polymorph-data/sites/here/jobs");

        Process first = start("here", "localjob");
        put("silicon.cif");
        waiting().until(() -> Files.isDirectory(jobs) && in("inbox").isEmpty());
        first.destroyForcibly().waitFor();
        start("here", "localjob");
        waiting().until(() -> !in("relaxed").isEmpty());

        assertRelaxed(in("relaxed").get(0));
        assertThat(in("relaxed").get(0).getFileName().toString()).matches("silicon-\\d{14}[.]extxyz");
        assertThat(in("failed")).isEmpty();
    }

    @Test
    void a_file_that_pw_x_cannot_relax_is_told_in_another_folder() throws Exception {
        copyPseudopotential(directory.resolve("pseudo"));
        Files.writeString(
                directory.resolve("sites/here.yaml"),
                "site: here\nscheduler: {type: local, pollInterval: 100ms}\n"
                        + "codes: {espresso: {command: /bin/false, pseudoDir: " + directory.resolve("pseudo") + "}}\n");
        start("here", "localjob");
        put("silicon.cif");
        waiting().until(() -> !in("failed").isEmpty());

        assertThat(in("failed").get(0)).content().matches("[A-Z_]+: .+");
        assertThat(in("relaxed")).isEmpty();
    }

    @Test
    void its_page_shows_the_route_as_it_is() throws Exception {
        String route = Files.readString(EXAMPLE.resolve("camel/relax.camel.yaml"));

        assertThat(CodeBlock.read(PolymorphProcess.checkout().resolve("docs/plug-in.md")))
                .extracting(CodeBlock::text)
                .contains(route.substring(route.indexOf("- route")));
    }

    @Test
    void a_file_in_the_inbox_is_relaxed_on_a_cluster() throws Exception {
        Testbed testbed = Testbed.require();
        String home = testbed.get("TESTBED_HOME") + "/plugin-" + UUID.randomUUID();
        assertThat(testbed.user("mkdir -p " + home).exit()).isZero();
        copyPseudopotential(directory.resolve("pseudo"));
        Files.writeString(
                directory.resolve("sites/cluster.yaml"),
                String.join(
                        "\n",
                        "site: cluster",
                        "transport: {type: ssh, host: 127.0.0.1, port: " + testbed.get("TESTBED_SSH_PORT") + ", user: "
                                + testbed.get("TESTBED_USER") + ", keyFile: " + testbed.get("TESTBED_SSH_KEY")
                                + ", knownHosts: " + testbed.get("TESTBED_KNOWN_HOSTS") + "}",
                        "scheduler: {type: slurm, partition: debug, pollInterval: 1s}",
                        "workDir: " + home,
                        "resources: {nodes: 1, tasks: 1, walltime: 10m}",
                        "codes: {espresso: {command: pw.x -in pw.in, pseudoDir: " + directory.resolve("pseudo") + "}}",
                        ""));
        start("cluster", "slurm");
        put("silicon.cif");
        waiting().until(() -> !in("relaxed").isEmpty() || !in("failed").isEmpty());

        assertThat(in("relaxed")).as(said()).hasSize(1);
        assertRelaxed(in("relaxed").get(0));
    }
}
