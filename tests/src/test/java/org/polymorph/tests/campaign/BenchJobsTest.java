package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.tests.PolymorphProcess;
import org.polymorph.tests.slurm.Testbed;

/** A bench whose searches are SLURM jobs over SSH. */
@Tag("long")
class BenchJobsTest {
    @TempDir
    private Path directory;

    @Test
    void each_search_is_a_job_of_the_cluster_and_finds_what_it_finds_here() throws Exception {
        Testbed testbed = Testbed.require();
        ClusterSearch cluster = new ClusterSearch(testbed);
        Path examples = PolymorphProcess.checkout().resolve("examples");
        Map<String, String> environment = new TreeMap<>(testbed.environment());
        environment.put("TESTBED_HOME", cluster.newWorkDir());
        environment.put("POLYMORPH_ON_CLUSTER", cluster.program());
        environment.put("POLYMORPH_SITES", examples.resolve("sites").toString());
        String[] line = ("bench " + examples.resolve("bench-lj8.yaml")
                        + " --set pool.size=30 --repeat 2 --threads 1 --json --dir ")
                .split(" ");
        PolymorphProcess here = PolymorphProcess.in(directory).withLimit(Duration.ofMinutes(15));

        JsonNode local = here.run(with(line, "here")).exits(0).json();
        PolymorphProcess there = here;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            there = there.withEnvironment(variable.getKey(), variable.getValue());
        }
        JsonNode jobs = there.run(with(line, "there", "--site", "testbed", "--as-jobs"))
                .exits(0)
                .json();

        assertThat(jobs.at("/methods/0/hits/trials").asInt()).isEqualTo(2);
        assertThat(jobs.at("/methods/0/callsAHit")).isEqualTo(local.at("/methods/0/callsAHit"));
        assertThat(jobs.at("/randomSearch/cells")).isEqualTo(local.at("/randomSearch/cells"));
        assertThat(Files.exists(directory.resolve("there/campaign/seed-0002.json")))
                .isTrue();
    }

    private static String[] with(String[] line, String... more) {
        String[] all = Arrays.copyOf(line, line.length + more.length);
        System.arraycopy(more, 0, all, line.length, more.length);
        return all;
    }
}
