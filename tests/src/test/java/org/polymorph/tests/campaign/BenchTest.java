package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.tests.PolymorphProcess;

/** A bench of three small searches, killed on the way. */
@Tag("long")
class BenchTest {
    @TempDir
    private Path directory;

    private static String[] bench(String more) {
        String line = "bench " + PolymorphProcess.checkout().resolve("examples/bench-lj8.yaml")
                + " --set pool.size=30 --repeat 3 --threads 1 --dir data" + more;
        return line.split(" ");
    }

    @Test
    void goes_on_after_a_kill_without_running_again_what_has_ended() throws Exception {
        PolymorphProcess polymorph = PolymorphProcess.in(directory).withLimit(Duration.ofMinutes(15));
        Process killed = polymorph.start(bench(""));
        Path first = directory.resolve("data/campaign/seed-0001.json");
        await().atMost(Duration.ofMinutes(5)).until(() -> Files.exists(first) || !killed.isAlive());
        killed.descendants().forEach(ProcessHandle::destroyForcibly);
        killed.destroyForcibly().waitFor();
        byte[] ended = Files.readAllBytes(first);
        assertThat(directory.resolve("data/random-search/seed-0003.json")).doesNotExist();

        JsonNode report = polymorph.run(bench(" --json -o share.svg")).exits(0).json();

        assertThat(Files.readAllBytes(first)).isEqualTo(ended);
        assertThat(report.at("/methods/0/hits/trials").asInt()).isEqualTo(3);
        assertThat(report.at("/methods/0/hits/hits").asInt()).isPositive();
        // hcp: the design's golden number
        assertThat(report.at("/target/enthalpyPerAtom").asDouble()).isBetween(-6.6590, -6.6588);
        assertThat(report.at("/randomSearch/cells/trials").asInt()).isEqualTo(90);
        assertThat(report.at("/searches")).hasSize(6);
        assertThat(report.at("/methods/0/stoppingRule/stopped/trials").asInt()).isEqualTo(3);
        assertThat(directory.resolve("share.svg")).content().contains("random search, as expected");
        assertThat(directory.resolve("data/campaign/seed-0001")).doesNotExist();
        polymorph.run(bench(" --set pool.size=31")).exits(2);
    }
}
