package org.polymorph.daemon.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.spi.ConfigurationException;

/** Who may ask: with a token those who have it, without one programs of this machine and no page of another site. */
class AccessTest {
    private static final String TOKEN = "0123456789-correct-horse-battery";

    @TempDir
    private static Path directory;

    private static TestServer open;
    private static TestServer locked;

    @BeforeAll
    static void start() throws Exception {
        open = TestServer.start(Files.createDirectory(directory.resolve("open")));
        locked = TestServer.start(
                Files.createDirectory(directory.resolve("locked")),
                RestOptions.of("0.0.0.0", 0, Optional.of(BearerToken.of(TOKEN, "test"))));
    }

    @AfterAll
    static void stop() {
        open.close();
        locked.close();
    }

    private static RestClient locked() {
        return new RestClient("http://127.0.0.1:" + locked.port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void loopback_needs_no_token(String host) {
        assertThat(RestOptions.of(host, 0, Optional.empty()).token()).isEmpty();
    }

    @Test
    void an_address_that_is_open_to_others_is_refused_without_a_token() {
        assertThatThrownBy(() -> RestOptions.of("0.0.0.0", 8642, Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--host 0.0.0.0: is open to other machines")
                .hasMessageContaining("--token-file FILE")
                .hasMessageContaining("POLYMORPH_TOKEN");
        assertThatThrownBy(() -> RestOptions.of("no.such.host.invalid", 8642, Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no.such.host.invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/campaigns",
                "/api/campaigns/si8",
                "/api/openapi.json",
                "/api/events",
                "/api/sites",
                "/metrics"
            })
    void with_a_token_nobody_is_answered_without_it(String path) {
        RestClient.Answer answer = locked().get(path).is(401);

        assertThat(answer.header("www-authenticate")).startsWith("Bearer");
        assertThat(answer.error()).isEqualTo("Authorization: expected the header Authorization: Bearer TOKEN");
        for (String wrong : List.of("Bearer " + TOKEN + "x", "Bearer ", "Basic " + TOKEN, TOKEN)) {
            locked().send(locked().request(path).header("Authorization", wrong)).is(401);
        }
        locked().send(locked().request(path).header("Authorization", "bearer " + TOKEN))
                .is(200);
    }

    @Test
    void health_and_pages_are_open_and_a_body_is_not_read_without_the_token() {
        locked().get("/health").is(200);
        locked().get("/health/ready").is(200);
        locked().get("/rest-test.html").is(200);
        locked().post("/api/campaigns", "text/yaml", "a: b").is(401);
        locked().post("/api/campaigns/si8/pause").is(401);
    }

    @Test
    void a_token_comes_from_a_file_of_ones_own_or_the_environment() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> BearerToken.find(Optional.of(file), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("others can read it")
                .hasMessageContaining("chmod 600");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(BearerToken.find(Optional.of(file), Map.of()).orElseThrow().isIn("Bearer " + TOKEN))
                .isTrue();
        assertThat(BearerToken.find(Optional.empty(), Map.of("POLYMORPH_TOKEN", TOKEN)))
                .isPresent();
        assertThat(BearerToken.find(Optional.empty(), Map.of())).isEmpty();
        assertThatThrownBy(() -> BearerToken.find(Optional.empty(), Map.of("POLYMORPH_TOKEN", "short-secret")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("16 to 512")
                .hasMessageNotContaining("short-secret");
        assertThat(BearerToken.of(TOKEN, "test").toString()).doesNotContain(TOKEN);
    }

    @Test
    void a_page_of_another_site_cannot_change_anything() {
        RestClient client = open.client();
        String host = "127.0.0.1:" + open.port();

        client.send(client.request("/api/campaigns/si8/pause")
                        .header("Origin", "https://elsewhere.example")
                        .POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
                .is(403);
        client.send(client.request("/api/campaigns/si8/pause")
                        .header("Sec-Fetch-Site", "cross-site")
                        .POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
                .is(403);
        // its own page may ask, and is told that the campaign is done
        client.send(client.request("/api/campaigns/si8/pause")
                        .header("Origin", "http://" + host)
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
                .is(409);
        assertThat(client.get("/api/campaigns").header("access-control-allow-origin"))
                .isEmpty();
    }

    @Test
    void a_name_that_somebody_else_has_pointed_at_this_machine_is_refused() throws Exception {
        String answer = new RawHttp(open.port()).ask("GET /api/campaigns HTTP/1.1", "Host: rebound.example");

        assertThat(answer).startsWith("HTTP/1.1 421").contains("rebound.example");
        assertThat(new RawHttp(open.port()).ask("GET /api/campaigns HTTP/1.1", "Host: localhost:" + open.port()))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void every_answer_has_safe_headers() {
        for (String path : List.of("/api/campaigns", "/health", "/rest-test.html", "/nothing", "/api/campaigns?x=1")) {
            RestClient.Answer answer = open.client().get(path);
            assertThat(answer.header("content-security-policy"))
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe-eval");
            assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
            assertThat(answer.header("server")).isEmpty();
        }
        assertThat(open.client().get("/api/campaigns").header("cache-control")).isEqualTo("no-store");
    }
}
