package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.components.campaign.CampaignSession.SharedData;
import org.polymorph.daemon.alert.Alerts;
import org.polymorph.daemon.rest.CampaignApi;
import org.polymorph.daemon.rest.RestOptions;
import org.polymorph.daemon.rest.RestServer;
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

/**
 * A day of a daemon, by a clock that is put on half an hour when the work of the last one is done: every half an hour a campaign
 * by a schedule, every hour another that waits for its window, and one that comes over HTTP and is cancelled. What the process holds
 * after each hour is printed, for docs/benchmarks.md. Between the hours compared lie some fifty campaigns, so that one
 * thread, file or class loader of each that is not let go of breaks the bounds.
 */
class DaemonSoakTest {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Instant BEGIN = Instant.parse("2026-11-26T12:00:00Z");
    private static final int HOURS = 24;

    private static final int WARM_UP_HOURS = 4;

    /** Hours from the beginning. */
    private static final int NIGHT_BEGINS = 7;

    private static final int NIGHT_ENDS = 18;

    private static final long MEGABYTE = 1 << 20;

    /** Settings that end {@code examples/si8.yaml} within seconds. */
    private static final List<String> TINY = List.of(
            "search.composition=Si2",
            "pool.size=6",
            "label.perRound=3",
            "stop.topK=1",
            "stop.rounds=1",
            "stop.walltime=48h",
            "calculate.structuresPerJob=3",
            "surrogate.cutoff=3.5",
            "relax.steps=40");

    @TempDir
    private Path directory;

    private final Hands hands = new Hands(BEGIN);

    private Map<String, Object> tree(ConfigLoader loader, String... more) throws Exception {
        List<String> settings = new ArrayList<>(TINY);
        settings.addAll(List.of(more));
        Search search = Search.silicon(directory.resolve("search"));
        return loader.campaign(search.campaign(), settings, Optional.empty()).tree();
    }

    private void schedule(ScheduleControl schedules, String name, String cron, Map<String, Object> tree) {
        schedules.add(
                new NewSchedule(name, cron, "UTC", MisfirePolicy.ONCE, OverlapPolicy.SKIP, tree, directory.toString()));
    }

    @Test
    @Tag("long")
    void a_day_of_many_campaigns_leaves_nothing_behind() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        ConfigLoader loader = new ConfigLoader(Map.of(), directory);
        List<ProcessUse> hours = new ArrayList<>();
        try (Database database = Database.open(DataDirectory.database(data))) {
            ScheduleControl schedules = new ScheduleControl(database, hands);
            schedule(schedules, "half", "*/30 * * * *", tree(loader));
            schedule(schedules, "night", "5 * * * *", tree(loader, "window=20:00-06:00 UTC"));
            try (Database reading = Database.openReadOnly(DataDirectory.database(data));
                    Alerts alerts = Alerts.open(new AlertBook(database, hands), List.of(), "here", hands);
                    CampaignDaemon daemon = new CampaignDaemon(
                            new SharedData(data, database, hands), loader, Optional.empty(), 1, alerts);
                    RestServer server = serve(reading, data, daemon, loader);
                    DaemonClients clients = new DaemonClients(server.url())) {
                for (int hour = 1; hour <= HOURS; hour++) {
                    pass(hour, daemon.control(), clients);
                    hours.add(ProcessUse.now());
                    tell(hour, hours.get(hour - 1), daemon, clients);
                }
                everythingWentWell(daemon.control(), database, data, clients);
            }
        }
        assertThat(hours).extracting(ProcessUse::children).containsOnly(0L);
        assertThat(growth(hours, ProcessUse::threads)).as("threads").isLessThanOrEqualTo(3);
        assertThat(growth(hours, ProcessUse::files)).as("open files").isLessThanOrEqualTo(5);
        assertThat(growth(hours, ProcessUse::classes)).as("classes").isLessThanOrEqualTo(30);
        assertThat(growth(hours, ProcessUse::metaspace))
                .as("bytes of metaspace")
                .isLessThanOrEqualTo(4 * MEGABYTE);
        assertThat(growth(hours, ProcessUse::heap)).as("bytes of heap").isLessThanOrEqualTo(3 * MEGABYTE);
    }

    private RestServer serve(Database reading, Path data, CampaignDaemon daemon, ConfigLoader loader) {
        return RestServer.start(
                RestOptions.of("127.0.0.1", 0, Optional.empty()),
                new CampaignApi(
                        reading,
                        data,
                        daemon.control(),
                        loader,
                        daemon::sites,
                        List.of(),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                        hands));
    }

    private void pass(int hour, CampaignControl control, DaemonClients clients) throws Exception {
        for (int half = 1; half <= 2; half++) {
            if (half == 2) {
                cancelled("posted-" + hour, control, clients);
                clients.comeAndGo();
            }
            // events are told when they are a second old at most, by this clock; nothing happens in that second
            Thread.sleep(1000);
            Instant now = BEGIN.plus(Duration.ofMinutes(60L * (hour - 1) + 30L * half));
            hands.put(now);
            int begun = 2 * (hour - 1) + half;
            await().atMost(PATIENCE)
                    .until(() -> count(control, "half-") == begun
                            && control.unfinished().stream().allMatch(one -> waits(one, now)));
        }
        // the last one is done before the daemon has closed it
        await().atMost(PATIENCE).until(() -> onlyWaiting(control));
    }

    private static boolean onlyWaiting(CampaignControl control) {
        List<StoredCampaign> waiting = control.unfinished();
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("campaign://"))
                .allMatch(name -> waiting.stream().anyMatch(one -> name.endsWith("campaign://" + one.id())));
    }

    // by day one of them waits for the night
    private static boolean waits(StoredCampaign campaign, Instant now) {
        int hour = now.atZone(ZoneOffset.UTC).getHour();
        return campaign.id().startsWith("night-") && hour >= 6 && hour < 20;
    }

    private static long count(CampaignControl control, String prefix) {
        return control.campaigns(1000, 0).stream()
                .filter(campaign -> campaign.id().startsWith(prefix))
                .count();
    }

    private void cancelled(String name, CampaignControl control, DaemonClients clients) throws Exception {
        String yaml = """
                campaign: %s
                search: {composition: Si2}
                pool: {size: 6}
                label: {perRound: 3}
                stop: {topK: 1}
                calculate: {code: potential, structuresPerJob: 3, settings: {potential: sw}}
                """.formatted(name);
        clients.submit(yaml);
        await().atMost(PATIENCE).until(() -> control.campaign(name).state().phase() == Phase.LABELLING);
        clients.cancel(name);
    }

    private static void everythingWentWell(
            CampaignControl control, Database database, Path data, DaemonClients clients) {
        List<StoredCampaign> all = control.campaigns(1000, 0);
        assertThat(all).extracting(StoredCampaign::trouble).containsOnly("");
        assertThat(all).filteredOn(one -> one.state().phase() != Phase.DONE).hasSizeLessThanOrEqualTo(1);
        long events = all.stream()
                .mapToLong(one ->
                        CampaignReader.of(one.id(), database, data).events().size())
                .sum();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(clients.events()).isGreaterThanOrEqualTo(events));
        assertThat(clients.problems()).isEmpty();
    }

    private static void tell(int hour, ProcessUse use, CampaignDaemon daemon, DaemonClients clients) {
        System.out.printf(
                "soak: hour %d, %d campaigns, %d answers, %d events: %.1f MB heap, %d classes in %.1f MB, %d MB"
                        + " resident, %d threads, %d files, %d children%n",
                hour,
                daemon.control().campaigns(1000, 0).size(),
                clients.answers(),
                clients.events(),
                use.heap() / (double) MEGABYTE,
                use.classes(),
                use.metaspace() / (double) MEGABYTE,
                use.resident() / MEGABYTE,
                use.threads(),
                use.files(),
                use.children());
    }

    /**
     * Returns how much the least of the hours after the night lies above the least of those before it and after the warm-up: what
     * is held for a while, such as buffers and idle threads, comes and goes, and what is lost for good stays. By night no campaign
     * waits, so that a little less is held then.
     */
    private static long growth(List<ProcessUse> hours, ToLongFunction<ProcessUse> quantity) {
        return least(hours.subList(NIGHT_ENDS, hours.size()), quantity)
                - least(hours.subList(WARM_UP_HOURS, NIGHT_BEGINS), quantity);
    }

    private static long least(List<ProcessUse> hours, ToLongFunction<ProcessUse> quantity) {
        return hours.stream().mapToLong(quantity).min().orElseThrow();
    }
}
