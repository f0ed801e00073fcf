package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
}
