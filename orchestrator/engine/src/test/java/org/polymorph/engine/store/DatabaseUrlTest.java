package org.polymorph.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.spi.ConfigurationException;

/** Addresses of databases, and that no password is ever shown. */
class DatabaseUrlTest {
    @Test
    void is_shown_without_its_parameters() {
        assertThat(DatabaseUrl.parse("jdbc:postgresql://db.example.org:5433/polymorph?user=kim&sslmode=require"))
                .hasToString("jdbc:postgresql://db.example.org:5433/polymorph");
        assertThat(DatabaseUrl.parse("jdbc:postgresql://a,b:5433/polymorph"))
                .hasToString("jdbc:postgresql://a:5432,b:5433/polymorph");
        assertThat(DatabaseUrl.parse("jdbc:postgresql://[::1]/polymorph").toString())
                .contains("::1")
                .endsWith("/polymorph");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/db?user=kim&password=geheim",
                "jdbc:postgresql://h/db?Password=geheim",
                "jdbc:postgresql://h/db?sslpassword=geheim",
                "jdbc:postgresql://kim:geheim@h/db",
                "postgresql://kim:geheim@h/db",
                "jdbc:mysql://h/db?password=geheim",
                "geheim"
            })
    void a_password_is_refused_and_not_repeated(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("jdbc:postgresql://HOST/NAME")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void what_cannot_be_reached_or_entered_is_told_without_the_password() {
        DatabaseUrl url = OwnPostgres.require().create();
        Map<String, String> wrong = Map.of("PGUSER", "polymorph", "PGPASSWORD", "geheim");
        assertThatThrownBy(() -> Database.openForWriting(new PostgresServer(url, wrong)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(url.toString())
                .hasMessageContaining("may log in")
                .hasMessageNotContaining("geheim");
        DatabaseUrl missing = DatabaseUrl.parse(url.url() + "nosuch");
        assertThatThrownBy(() -> Database.openForWriting(new PostgresServer(missing, OwnPostgres.environment())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a database that exists");
        DatabaseUrl closed = DatabaseUrl.parse("jdbc:postgresql://127.0.0.1:1/polymorph");
        assertThatThrownBy(() -> Database.openForWriting(new PostgresServer(closed, wrong)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("can be reached")
                .hasMessageNotContaining("geheim");
        assertThat(new PostgresServer(url, wrong)).asString().doesNotContain("geheim");
    }

    @Test
    void a_file_of_passwords_will_do(@TempDir Path directory) throws Exception {
        DatabaseUrl url = OwnPostgres.require().create();
        String password = OwnPostgres.environment().getOrDefault("PGPASSWORD", "");
        Path file = Files.createFile(
                directory.resolve("pgpass"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "127.0.0.1:*:*:polymorph:" + password + "\n");
        // as PGPASSFILE would in the environment
        System.setProperty("org.postgresql.pgpassfile", file.toString());
        try {
            Database.openForWriting(new PostgresServer(url, Map.of("PGUSER", "polymorph")))
                    .close();
        } finally {
            System.clearProperty("org.postgresql.pgpassfile");
        }
    }
}
