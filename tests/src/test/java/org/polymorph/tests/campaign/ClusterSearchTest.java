package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.tests.slurm.Testbed;

/** The whole loop with its calculations as SLURM jobs over SSH. */
class ClusterSearchTest {
    private static final long SEED = Long.getLong("drill.seed", 20_261_125);

    @TempDir
    Path directory;

    private Testbed testbed;
    private ClusterSearch cluster;

    @BeforeEach
    void install() {
        testbed = Testbed.require();
        cluster = new ClusterSearch(testbed);
    }

    @Test
    void silicon_of_the_example_is_found_and_one_login_serves_the_whole_search() throws Exception {
        Search search = cluster.example(directory, "si8-slurm.yaml").withArguments("--json");
        long logins = testbed.logins();

        JsonNode document = search.run().exits(0).json();

        assertThat(document.get("exit").asText()).isEqualTo("CONVERGED");
        assertThat(document.get("failedLabels").asInt()).isZero();
        assertThat(document.get("results").get(0).get("enthalpyPerAtom").asDouble())
                .isCloseTo(-4.3366, within(1e-3));
        // all stackings of diamond's layers have the same energy in this potential
        assertThat(crystals(search).get(0)).isNotEqualTo(SiliconCrystal.OTHER);
        Ledger.of(search.data()).isDone();
        assertThat(testbed.logins() - logins).as("log-ins").isEqualTo(1);
    }

    @Test
    @Tag("long")
    void silicon_is_found_with_pw_x_on_the_cluster() throws Exception {
        Search search = cluster.example(directory, "si2-qe-slurm.yaml").withArguments("--json");
        Process process = search.start();
        assertThat(process.waitFor(45, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(search.said()).isZero();

        assertThat(crystals(search).get(0)).isEqualTo(SiliconCrystal.DIAMOND);
        Ledger.of(search.data()).isDone();
    }

    // in order of rank
    private List<SiliconCrystal> crystals(Search search) throws Exception {
        Path file = directory.resolve("results.extxyz");
        search.ask("export", "--what", "results", "-o", file.toString()).exits(0);
        List<SiliconCrystal> crystals = new ArrayList<>();
        StructureFiles.read(file).forEach(frame -> crystals.add(SiliconCrystal.of(frame.structure())));
        return crystals;
    }

    @Test
    @Tag("long")
    void a_kill_while_its_jobs_run_changes_nothing_and_nothing_runs_twice() throws Exception {
        String expected = expected();
        String workDir = cluster.newWorkDir();
        Search search = Search.small(directory.resolve("killed"))
                .onSite("cluster", cluster.site(workDir, "maxQueued: 20", "sleep 5"));

        Process process = search.start();
        Path executions = Path.of(workDir, "executions");
        Awaitility.await("jobs of the first round")
                .atMost(Duration.ofMinutes(2))
                .until(() -> Files.exists(executions)
                        && Files.readAllLines(executions).size() == 3);
        process.destroyForcibly().waitFor();
        search.run().exits(0);

        assertThat(search.findings()).isEqualTo(expected);
        Ledger.of(search.data()).isDone();
        Ledger.of(search.data()).ranOnceIn(Path.of(workDir));
    }

    @Test
    @Tag("long")
    void kills_at_random_change_nothing_and_nothing_runs_twice() throws Exception {
        String expected = expected();
        String workDir = cluster.newWorkDir();
        Search search = Search.small(directory.resolve("killed"))
                .onSite("cluster", cluster.site(workDir, "maxQueued: 20", "sleep 2"));
        SplittableRandom random = new SplittableRandom(SEED);
        int kills = 0;
        Process process = search.start();
        while (kills < 8 && !process.waitFor(2000 + random.nextLong(12_000), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            kills++;
            process = search.start();
        }
        assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(search.said()).isZero();

        assertThat(search.findings()).as("seed %d, %d kills", SEED, kills).isEqualTo(expected);
        Ledger.of(search.data()).isDone();
        Ledger.of(search.data()).ranOnceIn(Path.of(workDir));
    }

    // what the same search finds on this machine
    private String expected() throws Exception {
        Search undisturbed = Search.small(directory.resolve("undisturbed"));
        undisturbed.run().exits(0);
        return undisturbed.findings();
    }
}
