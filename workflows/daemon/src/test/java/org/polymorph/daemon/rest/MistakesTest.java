package org.polymorph.daemon.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that cannot be answered are told why, with the field at fault. */
class MistakesTest {
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

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /api/campaigns?limit=0                            | limit: expected a whole number from 1 to 1000, found 0
            /api/campaigns?limit=many                         | limit: expected a whole number from 1 to 1000, found "many"
            /api/campaigns?limit=99999999999999999999         | limit: expected a whole number from 1 to 1000
            /api/campaigns?offset=-1                          | offset: expected a whole number from 0
            /api/campaigns?limit=1&limit=2                    | limit: expected it once, found it 2 times
            /api/campaigns?limt=5                             | limt: there is no such parameter; known: active, limit, offset
            /api/campaigns?active=maybe                       | active: expected true or false, found "maybe"
            /api/campaigns/si8?pretty=1                       | pretty: there are no parameters here
            /api/campaigns/si8/candidates?sort=colour         | sort: expected one of enthalpy, id, volume
            /api/campaigns/si8/candidates?round=-2            | round: expected a whole number from -1
            /api/campaigns/si8/jobs?state=WAITING             | state: expected one of CREATED, SUBMITTING
            /api/campaigns/si8/calculations?purpose=fun       | purpose: expected one of LABEL, FINAL
            /api/campaigns/si8/candidates/c0001/structure?format=pdb | format: expected one of extxyz, cif
            /api/campaigns/si8/events?after=yesterday         | after: expected text that matches
            """)
    void a_parameter_that_cannot_be_used_is_named(String path, String error) {
        assertThat(client.get(path).is(400).error()).startsWith(error);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /api/campaigns/nope                               | id: there is no campaign nope
            /api/campaigns/nope/rounds                        | id: there is no campaign nope
            /api/campaigns/nope/candidates                    | id: there is no campaign nope
            /api/campaigns/nope/events                        | id: there is no campaign nope
            /api/campaigns/no%20pe                            | id: there is no "no pe"
            /api/campaigns/..%2f..%2fetc                      | id: there is no
            /api/campaigns/si8/candidates/c9999               | candidate: campaign si8 has no candidate "c9999"
            /api/campaigns/si8/candidates/c9999/structure     | candidate: campaign si8 has no candidate "c9999"
            /api/campaigns/si8/candidates/c0001/structure?round=77 | round: candidate c0001 is not relaxed in round 77
            /api/campaigns/si8/calculations/r99-c0001/structure | calculation: campaign si8 has no calculation
            /api/campaigns/large/calculations/r00-c0007/structure | which: calculation r00-c0007 has no result
            /api/jobs/pm-nothing                              | token: there is no job "pm-nothing"
            /api/nothing                                      | null: there is nothing at /api/nothing
            /nothing.html                                     | null: there is nothing at /nothing.html
            """)
    void what_is_not_there_is_named(String path, String error) {
        assertThat(client.get(path).is(404).error()).startsWith(error);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "DELETE, /api/campaigns, 'GET, HEAD, POST'",
        "PUT, /api/campaigns/si8, 'GET, HEAD'",
        "GET, /api/campaigns/si8/pause, POST",
        "GET, /api/campaigns/si8/budgets, PATCH",
        "POST, /health, 'GET, HEAD'",
        "POST, /rest-test.html, 'GET, HEAD'"
    })
    void a_method_that_does_not_go_is_told_those_that_do(String method, String path, String allowed) {
        RestClient.Answer answer = client.send(client.request(path).method(method, BodyPublishers.noBody()))
                .is(405);

        assertThat(answer.header("allow")).isEqualTo(allowed);
        assertThat(answer.error()).contains("found " + method);
    }

    @Test
    void nothing_is_there_for_any_method() {
        client.send(client.request("/api/nothing").DELETE()).is(404);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"yaml": "a"                      | null: the body is no JSON: line 1, column
            nonsense                          | null: the body is no JSON: line 1, column
            {"yaml": "a", "yaml": "b"}        | null: the body is no JSON: line 1, column
            {"yaml": "a"} {}                  | null: the body is no JSON: line 1, column
            []                                | : expected an object, found []
            {}                                | yaml: expected text
            {"yaml": 5}                       | yaml: expected text
            {"yaml": "a", "sites": "b"}       | sites: expected one of set, site, yaml, found "sites"
            {"yaml": "a", "set": "b=c"}       | set: expected a list, found "b=c"
            {"yaml": "a", "set": [1]}         | set[0]: expected text of 1 to 10000 characters, found 1
            """)
    void a_body_that_cannot_be_used_is_told_where(String body, String error) {
        assertThat(client.post("/api/campaigns", "application/json", body)
                        .is(400)
                        .error())
                .startsWith(error);
    }

    @Test
    void a_body_of_another_kind_is_refused() {
        assertThat(client.post("/api/campaigns", "text/csv", "a,b").is(415).error())
                .startsWith("Content-Type: expected one of application/json, application/yaml, text/yaml");
        client.send(client.request("/api/campaigns").POST(BodyPublishers.ofString("a: b")))
                .is(415);
    }

    @Test
    void a_body_that_is_no_text_is_refused() {
        var request = client.request("/api/campaigns")
                .header("Content-Type", "text/yaml")
                .POST(BodyPublishers.ofByteArray(new byte[] {'a', ':', ' ', (byte) 0xff}));

        assertThat(client.send(request).is(400).error()).contains("no UTF-8 text");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"labels": 0}         | labels: expected a whole number from 1 to 10000000, found 0
            {"labels": 1.5}       | labels: expected a whole number
            {"walltimeHours": 0}  | walltimeHours: expected a number above 0
            {"time": 5}           | time: expected one of coreHours, labels, rounds, walltimeHours
            {}                    | null: expected at least one of coreHours
            """)
    void a_budget_that_cannot_be_used_is_named(String body, String error) {
        assertThat(client.patch("/api/campaigns/si8/budgets", body).is(400).error())
                .startsWith(error);
    }

    @Test
    void head_answers_as_get_does_without_the_body() {
        var answer = client.send(client.request("/api/campaigns/si8").method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
    }
}
