package org.polymorph.daemon.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.daemon.rest.RestOptions.RestLimits;

/** Requests that are too large, too slow or too many, and what is no HTTP at all. */
class LimitsTest {
    private static final int CONNECTIONS = 20;

    @TempDir
    private static Path directory;

    private static TestServer server;
    private static RestClient client;
    private static RawHttp raw;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                directory,
                TestServer.limited(
                        new RestLimits(1 << 20, CONNECTIONS, 5, 200, Duration.ofSeconds(4), Duration.ofSeconds(2))));
        client = server.client();
        raw = new RawHttp(server.port());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_body_of_more_than_a_mebibyte_is_refused_before_it_is_read() throws Exception {
        String answer = raw.send(String.join(
                "\r\n",
                "POST /api/campaigns HTTP/1.1",
                "Host: localhost",
                "Content-Type: text/yaml",
                "Content-Length: 1048577",
                "",
                ""));

        assertThat(answer).startsWith("HTTP/1.1 413").contains("expected a body of at most 1048576 bytes");
    }

    @Test
    void a_body_in_chunks_is_counted_too() throws Exception {
        StringBuilder body = new StringBuilder();
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        for (int i = 0; i < 17; i++) {
            body.append(chunk);
        }
        String answer;
        try {
            answer = raw.send("POST /api/campaigns HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/yaml\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n" + body + "0\r\n\r\n");
        } catch (SocketException e) {
            // hung up while it was still being sent
            answer = "HTTP/1.1 413";
        }
        assertThat(answer).startsWith("HTTP/1.1 413");
        client.get("/health").is(200);
    }

    @Test
    void a_body_just_small_enough_is_read() {
        String yaml = "campaign: wide\n# " + "x".repeat((1 << 20) - 100) + "\n";

        assertThat(client.post("/api/campaigns", "text/yaml", yaml).is(400).error())
                .contains("search.composition");
    }

    @Test
    void a_client_that_is_slow_with_its_body_is_told_and_others_are_served_meanwhile() throws Exception {
        try (Socket slow = raw.open()) {
            slow.getOutputStream()
                    .write(("POST /api/campaigns HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/yaml\r\n"
                                    + "Content-Length: 1000\r\n\r\nx")
                            .getBytes(StandardCharsets.US_ASCII));
            client.get("/api/campaigns").is(200);

            assertThat(RawHttp.read(slow)).startsWith("HTTP/1.1 408").contains("did not come within 2 s");
        }
    }

    @Test
    void a_client_that_is_slow_with_its_head_is_hung_up_on() throws Exception {
        try (Socket slow = raw.open()) {
            slow.getOutputStream().write("GET /api/campaigns HT".getBytes(StandardCharsets.US_ASCII));

            assertThat(RawHttp.read(slow)).isEmpty();
        }
    }

    @Test
    void a_client_that_says_nothing_more_is_hung_up_on() throws Exception {
        try (Socket idle = raw.open()) {
            idle.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(RawHttp.read(idle)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void more_connections_than_allowed_are_closed_and_the_server_goes_on() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * CONNECTIONS; i++) {
                open.add(raw.open());
            }
            await().untilAsserted(() ->
                    assertThat(open.stream().filter(LimitsTest::isClosed)).hasSizeGreaterThanOrEqualTo(CONNECTIONS));
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        await().ignoreExceptions().untilAsserted(() -> assertThat(raw.ask("GET /health HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 200"));
    }

    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(10);
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void what_is_no_http_is_refused() throws Exception {
        assertThat(raw.send("\u0001\u0002 nonsense\r\n\r\n")).startsWith("HTTP/1.0 400 ");
        assertThat(raw.ask("GET /" + "x".repeat(10_000) + " HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.0 414 ");
        assertThat(raw.ask("GET /health HTTP/1.1", "Host: localhost", "X-Long: " + "y".repeat(20_000)))
                .startsWith("HTTP/1.0 431 ");
        assertThat(raw.ask("GET /api/campaigns/%zz HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 4");
        client.get("/health").is(200);
    }

    @Test
    void paths_lead_nowhere_else() throws Exception {
        for (String path : List.of(
                "/../polymorph.db",
                "/..%2fpolymorph.db",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/webjars/../../../logback.xml",
                "/webjars/%2e%2e/%2e%2e/maven/org.webjars/rest-demo/pom.properties",
                "/.git/config",
                "//etc/passwd",
                "/\\..\\x",
                "/rest-test.html%00")) {
            assertThat(raw.ask("GET " + path + " HTTP/1.1", "Host: localhost"))
                    .as(path)
                    .startsWith("HTTP/1.1 4");
        }
    }
}
