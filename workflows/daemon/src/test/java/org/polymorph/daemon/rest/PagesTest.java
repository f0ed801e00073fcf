package org.polymorph.daemon.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages and libraries from the class path. */
class PagesTest {
    @TempDir
    private static Path directory;

    private static TestServer server;
    private static RestClient client;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory);
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void pages_are_sent_with_their_type_and_asked_for_again_only_after_a_change() {
        RestClient.Answer page = client.get("/rest-test.html").is(200);

        assertThat(page.text()).startsWith("<!doctype html>");
        assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("cache-control")).isEqualTo("no-cache");
        client.send(client.request("/rest-test.html").header("If-None-Match", page.header("etag")))
                .is(304);
        client.send(client.request("/rest-test.html").header("If-None-Match", "\"another\""))
                .is(200);
        assertThat(RestClient.unzipped(client.raw("/rest-test.html", "gzip").body()))
                .isEqualTo(page.text());
    }

    @Test
    void libraries_are_found_with_and_without_their_version() {
        RestClient.Answer exact =
                client.get("/webjars/rest-demo/1.2.3/dist/demo.js").is(200);
        RestClient.Answer any = client.get("/webjars/rest-demo/dist/demo.js").is(200);

        assertThat(exact.header("content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(exact.header("cache-control")).isEqualTo("public, max-age=86400");
        assertThat(any.text()).isEqualTo(exact.text());
        assertThat(any.header("cache-control")).isEqualTo("no-cache");
        client.get("/webjars/rest-demo/9.9.9/dist/demo.js").is(404);
        client.get("/webjars/rest-demo").is(404);
        client.get("/webjars/").is(404);
    }
}
