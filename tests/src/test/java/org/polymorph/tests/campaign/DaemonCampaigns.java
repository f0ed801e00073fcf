package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.StoredCampaign;
import org.polymorph.model.batch.JobState;
import org.polymorph.tests.PolymorphProcess;

/**
 * The campaigns of a daemon with their data directory. Immutable.
 *
 * @param directory where the processes run and the folder {@code data} lies
 * @param environment of the processes, besides what they inherit
 */
record DaemonCampaigns(Path directory, Map<String, String> environment) {
    DaemonCampaigns {
        environment = Map.copyOf(environment);
    }

    static DaemonCampaigns in(Path directory) throws IOException {
        return new DaemonCampaigns(Files.createDirectories(directory), Map.of());
    }

    Path data() {
        return directory.resolve("data");
    }

    /** Starts a daemon; its words go to the file {@code daemon/stderr}. */
    Process start(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("daemon", "--port", "0", "--data", data().toString()));
        words.addAll(Arrays.asList(arguments));
        return process("daemon").start(words.toArray(String[]::new));
    }

    String said() throws IOException {
        return Files.readString(directory.resolve("daemon/stderr"));
    }

    /** Submits a search under a name, with the settings it has. */
    void submit(String name, Search search) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of("submit", search.campaign().toString(), "--data", data().toString()));
        words.addAll(search.arguments());
        words.addAll(List.of("--set", "campaign=" + name));
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(search.environment());
        new DaemonCampaigns(directory, all)
                .process("asking")
                .run(words.toArray(String[]::new))
                .exits(0);
    }

    /** Runs a command on the data directory. */
    PolymorphProcess.Ended ask(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(Arrays.asList(command));
        words.addAll(List.of("--dir", data().toString()));
        return process("asking").run(words.toArray(String[]::new));
    }

    /** Returns a campaign as it stands in the books; without a process of its own, as it is asked often. */
    StoredCampaign state(String campaign) {
        try (Database database = Database.openReadOnly(DataDirectory.database(data()))) {
            return new CampaignControl(database, Clock.systemUTC()).campaign(campaign);
        }
    }

    /** Counts the jobs of a campaign that stand in a state. */
    long jobs(String campaign, JobState state) {
        try (Database database = Database.openReadOnly(DataDirectory.database(data()))) {
            return CampaignReader.of(campaign, database, data()).jobs().stream()
                    .filter(job -> job.state() == state)
                    .count();
        }
    }

    /** Waits until campaigns are done and returns why each ended. */
    List<ExitReason> await(Duration patience, String... campaigns) {
        List<ExitReason> exits = new ArrayList<>();
        for (String campaign : campaigns) {
            org.awaitility.Awaitility.await(campaign)
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> state(campaign).state().phase() == Phase.DONE);
            exits.add(state(campaign).state().exit());
        }
        return exits;
    }

    /** Returns everything that a campaign has found, to the last digit: the final table and all labels. */
    String findings(String campaign) throws IOException, InterruptedException {
        return ask("results", campaign, "--json").exits(0).out()
                + ask("export", campaign, "--what", "labels", "-o", "-")
                        .exits(0)
                        .out();
    }

    private PolymorphProcess process(String streams) throws IOException {
        PolymorphProcess process = PolymorphProcess.in(Files.createDirectories(directory.resolve(streams)));
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            process = process.withEnvironment(variable.getKey(), variable.getValue());
        }
        assertThat(directory).isDirectory();
        return process;
    }
}
