package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.components.campaign.CampaignSession.SharedData;
import org.polymorph.daemon.alert.Alerts;
import org.polymorph.daemon.service.CampaignDaemon;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.store.AlertBook;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.MisfirePolicy;
import org.polymorph.engine.store.OverlapPolicy;
import org.polymorph.engine.store.ScheduleControl;
import org.polymorph.engine.store.ScheduleControl.NewSchedule;
import org.polymorph.engine.store.StoredCampaign;
import org.polymorph.tests.PolymorphProcess;

/** Campaigns that a daemon begins by the clock, and the hours in which they begin work. */
class ScheduleTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long SEED = Long.getLong("drill.seed", 20_261_127);

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(DaemonCampaigns campaigns) throws IOException {
        Process process = campaigns.start("--no-http");
        started.add(process);
        return process;
    }

    private static void add(DaemonCampaigns campaigns, Search search, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("schedule", "add", "s"));
        words.addAll(List.of(arguments));
        words.add(search.campaign().toString());
        words.addAll(search.arguments());
        campaigns.ask(words.toArray(String[]::new)).exits(0);
    }

    private static List<StoredCampaign> all(DaemonCampaigns campaigns) {
        try (Database database = Database.openReadOnly(DataDirectory.database(campaigns.data()))) {
            return new CampaignControl(database, Clock.systemUTC()).campaigns(1000, 0);
        }
    }

    private static List<Instant> times(DaemonCampaigns campaigns) {
        try (Database database = Database.openReadOnly(DataDirectory.database(campaigns.data()))) {
            return new CampaignControl(database, Clock.systemUTC())
                    .campaigns(1000, 0).stream()
                            .map(campaign -> CampaignReader.of(campaign.id(), database, campaigns.data())
                                    .events()
                                    .get(0)
                                    .detail())
                            .map(detail -> Instant.parse(detail.replaceFirst("by s for ", "")))
                            .sorted()
                            .toList();
        }
    }

    @Test
    void each_time_has_one_campaign_whatever_kills_the_daemon() throws Exception {
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("one"));
        // closed for days: the campaigns cost nothing
        String closed = Instant.now().atZone(ZoneOffset.UTC).getDayOfWeek().plus(3) + " 11:00-12:00 UTC";
        Search search = Search.small(directory.resolve("s")).with("window=" + closed);
        add(campaigns, search, "--cron", "*/2 * * * * ?", "--misfire", "all", "--overlap", "allow");

        SplittableRandom random = new SplittableRandom(SEED);
        for (int kill = 0; kill < 5; kill++) {
            int before = all(campaigns).size();
            Process daemon = start(campaigns);
            await().atMost(PATIENCE).until(() -> all(campaigns).size() > before);
            Thread.sleep(random.nextLong(2500));
            daemon.destroyForcibly().waitFor();
        }
        int before = all(campaigns).size();
        start(campaigns);
        await().atMost(PATIENCE).until(() -> all(campaigns).size() > before);
        campaigns.ask("schedule", "pause", "s").exits(0);

        List<Instant> expected = new ArrayList<>();
        List<Instant> times = times(campaigns);
        for (Instant time = times.get(0); expected.size() < times.size(); time = time.plusSeconds(2)) {
            expected.add(time);
        }
        assertThat(times).as("seed %d", SEED).isEqualTo(expected);
        assertThat(campaigns.ask("list").exits(0).out()).contains("waits for its window, opens");
        String name = all(campaigns).get(0).id();
        assertThat(campaigns.ask("status", name).exits(0).out()).contains("waits for its window, opens");
        JsonNode listed = campaigns
                .ask("schedule", "list", "--json")
                .exits(0)
                .json()
                .get("schedules")
                .get(0);
        assertThat(listed.get("lastCampaign").asText()).isEqualTo(name);
        assertThat(listed.get("next")).hasSize(3);
        assertThat(listed.get("enabled").asBoolean()).isFalse();
    }

    @Test
    @Tag("long")
    void campaigns_of_a_schedule_run_one_after_the_other_to_their_end() throws Exception {
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("one"));
        Search search = Search.small(directory.resolve("s"));
        start(campaigns);
        add(campaigns, search, "--cron", "* * * * * ?", "--misfire", "all", "--overlap", "queue");
        await().atMost(PATIENCE).until(() -> all(campaigns).size() >= 2);
        campaigns.ask("schedule", "pause", "s").exits(0);
        List<StoredCampaign> begun = all(campaigns);
        String first = begun.get(begun.size() - 1).id();
        String second = begun.get(begun.size() - 2).id();

        assertThat(campaigns.state(second).waitsFor()).contains(first);
        await().atMost(PATIENCE).until(() -> campaigns.state(second).state().phase() != Phase.GENERATING);
        assertThat(campaigns.state(first).state().phase()).isEqualTo(Phase.DONE);
        campaigns.await(PATIENCE, second);
    }

    @Test
    void what_cannot_be_used_is_told_with_its_place() throws Exception {
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("one"));
        String file = PolymorphProcess.checkout().resolve("examples/si8.yaml").toString();
        assertThat(campaigns
                        .ask("schedule", "add", "s", file, "--cron", "0 25 * * *")
                        .exits(2)
                        .err())
                .contains("--cron: hour: expected");
        assertThat(campaigns
                        .ask("schedule", "add", "s", file, "--cron", "@nightly", "--zone", "Mars")
                        .exits(2)
                        .err())
                .contains("--zone: expected the name of a time zone");
        assertThat(campaigns
                        .ask("schedule", "add", "a b", file, "--cron", "@nightly")
                        .exits(2)
                        .err())
                .contains("NAME: a schedule: expected a name");
        assertThat(campaigns
                        .ask("schedule", "add", "s", file, "--cron", "@nightly", "--set", "window=Mon")
                        .exits(2)
                        .err())
                .contains("window: expected [DAYS]");
        assertThat(campaigns.ask("schedule", "run", "s").exits(2).err()).contains("there is no schedule s");
    }

    @Test
    void nights_and_windows_go_by_the_clock_of_the_daemon() throws Exception {
        Hands hands = new Hands(Instant.parse("2026-11-26T12:00:00Z"));
        Path data = Files.createDirectories(directory.resolve("data"));
        ConfigLoader loader = new ConfigLoader(Map.of(), directory);
        Search search = Search.small(directory.resolve("s")).with("window=Fri 20:00-06:00 UTC");
        Map<String, Object> tree = loader.campaign(
                        search.campaign(),
                        search.arguments().stream()
                                .filter(word -> !word.equals("--set"))
                                .toList(),
                        Optional.empty())
                .tree();
        try (Database database = Database.open(DataDirectory.database(data))) {
            ScheduleControl schedules = new ScheduleControl(database, hands);
            schedules.add(new NewSchedule(
                    "s", "@nightly", "UTC", MisfirePolicy.ONCE, OverlapPolicy.SKIP, tree, directory.toString()));
            SharedData shared = new SharedData(data, database, hands);
            Alerts alerts = Alerts.open(new AlertBook(database, hands), List.of(), "here", hands);
            try (alerts;
                    CampaignDaemon daemon = new CampaignDaemon(shared, loader, Optional.empty(), 1, alerts)) {
                hands.put(Instant.parse("2026-11-26T22:00:00Z"));
                await().atMost(PATIENCE).until(() -> daemon.running().equals(List.of("s-20261126-2200")));
                Thread.sleep(2000);
                assertThat(daemon.control().campaign("s-20261126-2200").state().candidates())
                        .isZero();
                // the one before still waits for its window
                hands.put(Instant.parse("2026-11-27T22:00:00Z"));
                await().atMost(PATIENCE)
                        .until(() -> schedules.schedule("s").lastOutcome().contains("is not done"));
                await().atMost(PATIENCE)
                        .until(() -> daemon.control()
                                        .campaign("s-20261126-2200")
                                        .state()
                                        .candidates()
                                > 0);
            }
        }
    }
}
