package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CandidateLists.Sort;
import org.polymorph.engine.store.Page.Range;

/** All that is read of a campaign is the same whether its rows lie in a file or with a server. */
class SameInEitherTest {
    private static final String CAMPAIGN = "si8";
    private static final Range FIRST = new Range(7, 0);
    private static final Range SECOND = new Range(7, 7);

    @TempDir
    private Path temporary;

    private Database restored(Store store) throws Exception {
        Path backup = temporary.resolve("backup.tar.gz");
        if (Files.notExists(backup)) {
            Path old = Files.createDirectory(temporary.resolve("old"));
            SavedCampaigns.unpack("v4-done", old);
            try (Database database = Database.openForBackup(DataDirectory.database(old), Optional.empty())) {
                new Backup(old, Clock.systemUTC()).write(database, backup);
            }
        }
        Path target = temporary.resolve(store.name());
        new Restoration(backup, target, false)
                .restore(store == Store.POSTGRESQL ? Optional.of(Store.server(target)) : Optional.empty());
        return store.openReadOnly(target);
    }

    private Map<String, Object> lists(Database database, Path directory) {
        Map<String, Object> all = new LinkedHashMap<>();
        CampaignLists campaigns = new CampaignLists(database);
        all.put("campaigns", campaigns.page(Optional.empty(), FIRST));
        all.put("active", campaigns.page(Optional.of(true), FIRST));
        all.put("campaign", campaigns.find(CAMPAIGN));
        all.put("exists", campaigns.exists("nosuch"));
        all.put("core-hours", campaigns.coreHours(CAMPAIGN, Instant.parse("2027-01-01T00:00:00Z")));
        CandidateLists candidates = new CandidateLists(database, directory);
        all.put("last", candidates.lastClusteredRound(CAMPAIGN));
        for (Sort sort : Sort.values()) {
            for (boolean descending : new boolean[] {false, true}) {
                CandidateLists.Choice choice =
                        new CandidateLists.Choice(CAMPAIGN, 1, Optional.empty(), Optional.empty());
                all.put("candidates " + sort + descending, candidates.page(choice, sort, descending, FIRST));
                all.put("further " + sort + descending, candidates.page(choice, sort, descending, SECOND));
            }
        }
        all.put("history", candidates.history(CAMPAIGN, "c0001"));
        all.put("points", candidates.points(CAMPAIGN, 1));
        CalculationLists calculations = new CalculationLists(database, directory);
        for (Purpose purpose : Purpose.values()) {
            all.put("counts " + purpose, campaigns.calculations(CAMPAIGN, purpose, Optional.empty()));
            all.put(
                    "calculations " + purpose,
                    calculations.page(
                            new CalculationLists.Choice(
                                    CAMPAIGN, Optional.of(purpose), Optional.empty(), Optional.empty()),
                            FIRST));
        }
        all.put("of", calculations.of(CAMPAIGN, "c0001"));
        all.put("result", calculations.result(CAMPAIGN, "final-c0001-0"));
        JobLists jobs = new JobLists(database);
        Page<JobLists.Row> page = jobs.page(new JobLists.Choice(CAMPAIGN, Optional.empty(), Optional.of(false)), FIRST);
        all.put("jobs", page);
        all.put("jobs of", jobs.of(CAMPAIGN, "c0001"));
        all.put("states", jobs.states(CAMPAIGN));
        all.put(
                "stories",
                page.items().stream().map(job -> jobs.story(job.token())).toList());
        EventLists events = new EventLists(database);
        List<EventLists.Row> read = new ArrayList<>();
        EventLists.Cursor cursor = EventLists.Cursor.START;
        for (int i = 0; i < 4; i++) {
            List<EventLists.Row> some = events.after(cursor, Optional.of(CAMPAIGN), 5);
            read.addAll(some);
            cursor = some.isEmpty() ? cursor : some.get(some.size() - 1).cursor();
        }
        all.put("events", read);
        all.put("all events", events.after(EventLists.Cursor.START, Optional.empty(), 100));
        all.put("since", events.since(Instant.EPOCH, 100));
        all.put("end", events.end(Optional.empty()));
        RoundLists rounds = new RoundLists(database);
        all.put("rounds", rounds.rounds(CAMPAIGN));
        all.put("clusters", rounds.clusters(CAMPAIGN));
        CampaignReader reader = CampaignReader.of(CAMPAIGN, database, directory);
        all.put("results", reader.results());
        all.put("frames", reader.frames(1));
        all.put("held out", reader.heldOut());
        return all;
    }

    @Test
    void lists_pages_and_tables_are_the_same() throws Exception {
        try (Database file = restored(Store.SQLITE);
                Database server = restored(Store.POSTGRESQL)) {
            Map<String, Object> expected = lists(file, temporary.resolve("SQLITE"));
            Map<String, Object> found = lists(server, temporary.resolve("POSTGRESQL"));
            assertThat(expected).hasSizeGreaterThan(40);
            expected.forEach(
                    (what, value) -> assertThat(found.get(what)).as(what).isEqualTo(value));
            assertThat((List<?>) expected.get("events")).hasSize(14);

            Path left = Files.createDirectory(temporary.resolve("left"));
            Path right = Files.createDirectory(temporary.resolve("right"));
            List<String> names = CampaignTables.write(file, CAMPAIGN, left);
            assertThat(CampaignTables.write(server, CAMPAIGN, right)).isEqualTo(names);
            for (String name : names) {
                assertThat(right.resolve(name)).hasSameTextualContentAs(left.resolve(name));
            }
        }
    }
}
