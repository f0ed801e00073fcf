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
                + " --set pool.size=30 --repeat 3 --threads 1" + (more.contains("--dir") ? "" : " --dir data") + more;
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
        assertThat(report.at("/target/enthalpiesPerAtom/0").asDouble()).isBetween(-6.6590, -6.6588);
        assertThat(report.at("/randomSearch/cells/trials").asInt()).isEqualTo(90);
        assertThat(report.at("/searches")).hasSize(6);
        assertThat(report.at("/methods/0/stoppingRule/stopped/trials").asInt()).isEqualTo(3);
        assertThat(report.at("/randomSearch/pools/trials").asInt()).isEqualTo(3);
        assertThat(report.at("/searches/0/hit").isBoolean()).isTrue();
        assertThat(report.at("/searches/0/finds/0/checkedCalls").asInt()).isPositive();
        assertThat(report.at("/methods/0/checkedCallsAHit").asDouble())
                .isGreaterThanOrEqualTo(report.at("/methods/0/callsAHit").asDouble());
        assertThat(directory.resolve("data/inputs.json")).exists();
        assertThat(directory.resolve("share.svg")).content().contains("random search, as expected");
        assertThat(directory.resolve("data/campaign/seed-0001")).doesNotExist();

        // as a kill leaves it between the record of a search and the end of its data; what was kept stays
        Path left = Files.createDirectories(directory.resolve("data/campaign/seed-0002"));
        Files.writeString(left.resolve(".to-be-removed"), "");
        Path kept = Files.createDirectories(directory.resolve("data/campaign/seed-0003"));
        polymorph.run(bench("")).exits(0);
        assertThat(left).doesNotExist();
        assertThat(kept).exists();

        polymorph.run(bench(" --set pool.size=31")).exits(2);
    }

    @Test
    void ends_a_search_at_its_first_hit_which_costs_what_it_costs_a_whole_search() throws Exception {
        PolymorphProcess polymorph = PolymorphProcess.in(directory).withLimit(Duration.ofMinutes(15));
        String target = " --no-random-search --json --enthalpy=-6.6589007";
        JsonNode whole = polymorph.run(bench(target)).exits(0).json();

        PolymorphProcess.Ended mixed =
                polymorph.run(bench(target + " --until-hit")).exits(2);
        assertThat(mixed.err()).contains("until-hit was (not set), now", "-6.658901 eV/atom within 1.00 meV");
        JsonNode ended = polymorph
                .run(bench(target + " --until-hit --dir other"))
                .exits(0)
                .json();

        assertThat(whole.at("/methods/0/hits/hits").asInt()).isPositive();
        assertThat(ended.at("/methods/0/hits")).isEqualTo(whole.at("/methods/0/hits"));
        assertThat(ended.at("/methods/0/labelsToHit/mean").asDouble()).isPositive();
        assertThat(ended.at("/methods/0/labelsToHit")).isEqualTo(whole.at("/methods/0/labelsToHit"));
        assertThat(ended.at("/methods/0/callsToHit")).isEqualTo(whole.at("/methods/0/callsToHit"));
        assertThat(whole.at("/methods/0/callsOfWholeSearch").isNumber()).isTrue();
        assertThat(ended.at("/methods/0").has("callsOfWholeSearch")).isFalse();
        assertThat(ended.at("/methods/0").has("stoppingRule")).isFalse();
        assertThat(ended.findValuesAsText("exit")).contains("STOPPED");
    }

    @Test
    void a_search_that_cannot_be_run_leaves_the_others() throws Exception {
        PolymorphProcess polymorph = PolymorphProcess.in(directory).withLimit(Duration.ofMinutes(15));
        Path wrong = Files.createDirectories(directory.resolve("data/campaign")).resolve("seed-0002");
        Files.writeString(wrong, "a file where a directory is expected");
        String random = " --no-random-search --select greedy,greedy";

        PolymorphProcess.Ended ended = polymorph.run(bench(random + " --json")).exits(4);

        assertThat(ended.err())
                .contains("campaign, seed 2: data/campaign/seed-0002: expected a directory")
                .contains("1 of 6 searches could not be run; the same command tries these again");
        assertThat(ended.json().at("/methods/0/hits/trials").asInt()).isEqualTo(2);
        assertThat(ended.json().at("/methods/1/hits/trials").asInt()).isEqualTo(3);
        assertThat(ended.json().at("/methods")).hasSize(2);

        Files.delete(wrong);
        assertThat(polymorph
                        .run(bench(random + " --json"))
                        .exits(0)
                        .json()
                        .at("/methods/0/hits/trials")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void refuses_to_end_at_a_hit_that_it_could_not_know() throws Exception {
        PolymorphProcess polymorph = PolymorphProcess.in(directory);

        assertThat(polymorph.run(bench(" --until-hit")).exits(2).err())
                .contains("--until-hit: expected with --target or --enthalpy");
        assertThat(polymorph
                        .run(bench(" --until-hit --enthalpy=-6.6589007 --minima 2"))
                        .exits(2)
                        .err())
                .contains("--minima 2: expected without --until-hit");
    }
}
