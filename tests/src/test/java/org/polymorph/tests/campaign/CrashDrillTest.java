package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.tests.PolymorphProcess;

/**
 * The search is killed at random moments and started again, until it ends. What it has found by then is the same to the last
 * digit as without any kill, and no calculation was done twice.
 */
class CrashDrillTest {
    private static final long SEED = Long.getLong("drill.seed", 20_240_817);

    @TempDir
    Path directory;

    @Test
    void four_kills_change_nothing() throws Exception {
        drill(Search.small(directory.resolve("undisturbed")), 4);
    }

    @Test
    @Tag("long")
    void twenty_kills_change_nothing() throws Exception {
        drill(Search.silicon(directory.resolve("undisturbed")), 20);
    }

    @Test
    @Tag("long")
    void kills_change_nothing_where_the_composition_varies() throws Exception {
        Path example = PolymorphProcess.checkout().resolve("examples/nickel-phosphorus.yaml");
        Path data = Files.createDirectories(directory.resolve("undisturbed"));
        drill(new Search(data, example, List.of(), Map.of()).with("pool.size=88", "label.perRound=22"), 5);
    }

    private void drill(Search undisturbed, int kills) throws Exception {
        long began = System.nanoTime();
        undisturbed.run().exits(0);
        Duration whole = Duration.ofNanos(System.nanoTime() - began);
        String expected = undisturbed.findings();
        Ledger.of(undisturbed.data()).isComplete();

        SplittableRandom random = new SplittableRandom(SEED);
        int left = kills;
        for (int run = 0; left > 0; run++) {
            Search search = new Search(
                    directory.resolve("killed-" + run),
                    undisturbed.campaign(),
                    undisturbed.arguments(),
                    undisturbed.environment());
            Files.createDirectories(search.directory());
            left -= killUntilEnded(search, random, left, whole);
            assertThat(search.findings()).as("seed %d, run %d", SEED, run).isEqualTo(expected);
            Ledger.of(search.data()).isComplete();
        }
    }

    /** Runs a search to its end through at most so many kills; returns how many hit it. */
    private static int killUntilEnded(Search search, SplittableRandom random, int most, Duration whole)
            throws Exception {
        int kills = 0;
        Process process = search.start();
        while (kills < most && !process.waitFor(random.nextLong(whole.toMillis()), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            kills++;
            process = search.start();
        }
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(search.said()).isEqualTo(0);
        return kills;
    }
}
