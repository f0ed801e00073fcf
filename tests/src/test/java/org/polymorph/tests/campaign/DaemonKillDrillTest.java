package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.tests.slurm.Testbed;

/**
 * A daemon with three campaigns, two on a real SLURM site and one on this machine, is killed at random moments and started again,
 * until all have ended. Each has found by then what it finds alone and undisturbed, to the last digit; no calculation was done
 * twice, and no job ran twice.
 */
class DaemonKillDrillTest {
    private static final long SEED = Long.getLong("drill.seed", 20_261_126);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    @Tag("long")
    void fifty_kills_change_nothing() throws Exception {
        drill(50);
    }

    @Test
    @Tag("long")
    void six_kills_change_nothing() throws Exception {
        drill(6);
    }

    private void drill(int kills) throws Exception {
        ClusterSearch cluster = new ClusterSearch(Testbed.require());
        Map<String, Search> searches = new LinkedHashMap<>();
        Map<String, String> expected = new LinkedHashMap<>();
        for (String name : List.of("first", "second", "local")) {
            // a seed each, so that no result is one of another too; where jobs run changes nothing of what is found
            Search alone =
                    Search.small(directory.resolve(name)).with("campaign=" + name, "seed=" + (searches.size() + 1));
            alone.run().exits(0);
            searches.put(name, alone);
            expected.put(name, alone.findings());
        }
        SplittableRandom random = new SplittableRandom(SEED);
        int left = kills;
        for (int run = 0; left > 0; run++) {
            String workDir = cluster.newWorkDir();
            DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("run-" + run));
            for (Map.Entry<String, Search> search : searches.entrySet()) {
                boolean onCluster = !search.getKey().equals("local");
                campaigns.submit(
                        search.getKey(),
                        onCluster
                                ? search.getValue().onSite("cluster", cluster.site(workDir, "maxQueued: 20", "sleep 2"))
                                : search.getValue());
            }
            left -= killUntilDone(campaigns, random, left, searches.keySet());
            for (String name : searches.keySet()) {
                assertThat(campaigns.findings(name))
                        .as("seed %d, run %d, %s", SEED, run, name)
                        .isEqualTo(expected.get(name));
            }
            Ledger.of(campaigns.data()).isDone();
            Ledger.of(campaigns.data(), campaign -> campaign.equals("local")).isComplete();
            Ledger.of(campaigns.data(), campaign -> !campaign.equals("local")).ranOnceIn(Path.of(workDir));
        }
    }

    /** Runs campaigns to their end through at most so many kills; returns how many hit them. */
    private int killUntilDone(DaemonCampaigns campaigns, SplittableRandom random, int most, Iterable<String> names)
            throws Exception {
        int kills = 0;
        Process daemon = start(campaigns);
        while (kills < most && !done(campaigns, names)) {
            Thread.sleep(1000 + random.nextLong(8000));
            daemon.destroyForcibly().waitFor();
            kills++;
            daemon = start(campaigns);
        }
        for (String name : names) {
            assertThat(campaigns.await(PATIENCE, name)).hasSize(1);
        }
        daemon.destroyForcibly().waitFor();
        return kills;
    }

    private static boolean done(DaemonCampaigns campaigns, Iterable<String> names) {
        for (String name : names) {
            if (campaigns.state(name).state().phase() != Phase.DONE) {
                return false;
            }
        }
        return true;
    }

    private Process start(DaemonCampaigns campaigns) throws Exception {
        Process process = campaigns.start();
        started.add(process);
        return process;
    }
}
