package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.campaign.CampaignMachine;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.Command;
import org.polymorph.engine.campaign.CommandKind;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.campaign.Wish;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.spi.ConfigurationException;

/** Databases that another version has written. */
class EarlierVersionTest {
    @TempDir
    Path directory;

    private void sql(String... statements) throws Exception {
        try (Connection raw = DriverManager.getConnection(url());
                Statement statement = raw.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String url() {
        return "jdbc:sqlite:" + DataDirectory.database(directory);
    }

    @Test
    void jobs_written_before_there_were_stories_are_found_with_their_calculations() throws Exception {
        Flyway.configure()
                .dataSource(url(), null, null)
                .locations("classpath:org/polymorph/engine/store/migration")
                .target("1")
                .load()
                .migrate();
        sql(
                "INSERT INTO campaign VALUES ('si2', '{}', '{}', 0, 1, 1)",
                "INSERT INTO candidate VALUES ('si2', 'c0000', 'random')",
                "INSERT INTO job VALUES ('pm-si2-a', 'si2', 0, 1, 'COMPLETED', 1, '17', 'ended', 0, 1, 2)",
                "INSERT INTO calculation (campaign, id, purpose, round, candidate, stage, input_set, object, position,"
                        + " job, job_position, state) VALUES ('si2', 'r00-c0000', 'LABEL', 0, 'c0000', 0, 'static', 'x',"
                        + " 0, 'pm-si2-a', 0, 'PLANNED')");
        assertThatThrownBy(() -> Database.openReadOnly(DataDirectory.database(directory)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("older version");

        try (Database database = Database.open(DataDirectory.database(directory))) {
            CampaignReader reader = CampaignReader.of("si2", database, directory);
            assertThat(reader.jobs("c0000")).singleElement().satisfies(job -> {
                assertThat(job.calculations()).isEqualTo(List.of("r00-c0000"));
                assertThat(job.cause()).isEqualTo(JobCause.NONE);
            });
            assertThat(reader.story("pm-si2-a")).isEmpty();
        }
    }

    @Test
    void a_database_of_a_later_version_is_refused_and_named() throws Exception {
        Database.open(DataDirectory.database(directory)).close();
        sql("INSERT INTO flyway_schema_history SELECT 99, '99', 'later', 'SQL', 'V99__later.sql', 1, installed_by,"
                + " installed_on, 1, 1 FROM flyway_schema_history WHERE installed_rank = 1");

        assertThatThrownBy(() -> Database.open(DataDirectory.database(directory)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(DataDirectory.database(directory).toString())
                .hasMessageContaining("another version");
    }

    /** What the program of that time said of the finished campaign. */
    private static JsonNode results() throws Exception {
        try (InputStream saved = EarlierVersionTest.class.getResourceAsStream("v4-done.results.json")) {
            return new ObjectMapper().readTree(saved).get("results");
        }
    }

    private static void assertReadsAsBefore(CampaignReader reader) throws Exception {
        List<RankedResult> now = reader.results();
        assertThat(now).hasSize(2);
        for (int i = 0; i < now.size(); i++) {
            JsonNode before = results().get(i);
            assertThat(now.get(i).candidate()).isEqualTo(before.get("candidate").asText());
            assertThat(now.get(i).enthalpy())
                    .isEqualTo(before.get("enthalpyPerAtom").asDouble());
            assertThat(now.get(i).volume())
                    .isEqualTo(before.get("volumePerAtom").asDouble());
            assertThat(now.get(i).maxForce()).isEqualTo(before.get("maxForce").asDouble());
            assertThat(now.get(i).structure().fractional()[5])
                    .isEqualTo(before.at("/structure/fractional/1/2").asDouble());
        }
        StoredCampaign campaign = reader.campaign().orElseThrow();
        assertThat(campaign.state().phase()).isEqualTo(Phase.DONE);
        assertThat(campaign.wish()).isEqualTo(Wish.RUN);
        assertThat(campaign.spec()).containsEntry("campaign", "si8").containsEntry("seed", 1);
        assertThat(reader.labels()).hasSize(8);
        assertThat(reader.frames(-1)).hasSize(10);
        assertThat(reader.frames(1)).hasSize(10);
        assertThat(reader.clusters(1)).hasSize(10);
        assertThat(reader.events()).hasSize(14);
        assertThat(reader.jobs()).hasSize(4).allSatisfy(job -> {
            assertThat(job.collected()).isTrue();
            assertThat(reader.story(job.token())).hasSize(6);
        });
    }

    @Test
    void a_finished_campaign_of_version_4_reads_as_it_did() throws Exception {
        SavedCampaigns.unpack("v4-done", directory);
        assertThatThrownBy(() -> Database.openReadOnly(DataDirectory.database(directory)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("older version (its tables are of 4");

        try (Database database = Database.open(DataDirectory.database(directory))) {
            assertReadsAsBefore(CampaignReader.of("si8", database, directory));
        }
        try (Database database = Database.openReadOnly(DataDirectory.database(directory))) {
            assertReadsAsBefore(CampaignReader.of("si8", database, directory));
        }
    }

    @Test
    void tables_of_version_4_with_a_server_are_brought_up_to_date_with_their_rows() throws Exception {
        PostgresServer server = Store.server(directory);
        SavedCampaigns.unpack("v4-done", directory);
        try (Database file = Database.openForBackup(DataDirectory.database(directory), Optional.empty());
                Database earlier = Database.openAt(server, "4");
                Handle from = file.reading().open();
                Handle to = earlier.jdbi().open()) {
            to.begin();
            for (String table : BackupTables.names(from)) {
                Path rows = directory.resolve(table + ".jsonl");
                BackupTables.write(from, table, rows);
                BackupTables.read(to, table, rows);
            }
            to.commit();
        }
        assertThatThrownBy(() -> Database.openReadOnly(server))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("older version");

        try (Database database = Database.openForWriting(server)) {
            assertReadsAsBefore(CampaignReader.of("si8", database, directory));
        }
    }

    @Test
    void a_campaign_of_version_4_that_was_killed_goes_on() throws Exception {
        SavedCampaigns.unpack("v4-begun", directory);
        try (Database database = Database.open(DataDirectory.database(directory))) {
            CampaignRules rules = new CampaignRules(
                    new CampaignMachine("si8", 2, 24, 2, 50),
                    1,
                    20,
                    "static",
                    List.of("fine"),
                    2,
                    Duration.ofDays(10_000),
                    RetryBudgets.DEFAULT);
            CampaignBook book = new CampaignBook(rules, database, DataDirectory.objects(directory), Clock.systemUTC());
            book.start(Map.of());
            Command relax = book.pendingCommands().get(0);
            assertThat(relax.kind()).isEqualTo(CommandKind.RELAX);
            assertThat(book.model(0)).isRegularFile();
            book.completeRelax(
                    relax,
                    book.reader().frames(-1).stream()
                            .map(frame -> new CandidateFrame(
                                    frame.candidate(),
                                    0,
                                    frame.structure(),
                                    -1,
                                    0,
                                    0,
                                    0,
                                    "converged",
                                    1,
                                    Optional.empty()))
                            .toList());
            assertThat(book.pendingCommands()).singleElement().satisfies(next -> assertThat(next.kind())
                    .isEqualTo(CommandKind.CLUSTER));
        }
    }
}
