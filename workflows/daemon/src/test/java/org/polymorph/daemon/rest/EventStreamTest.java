package org.polymorph.daemon.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.daemon.rest.RestOptions.RestLimits;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.CampaignControl.Submission;

/** Events as they happen, over connections that break. */
class EventStreamTest {
    @TempDir
    private static Path directory;

    private static TestServer server;
    private static CampaignControl control;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        RestLimits usual = RestLimits.DEFAULT;
        server = TestServer.start(
                directory,
                TestServer.limited(new RestLimits(
                        usual.bodyBytes(), usual.connections(), 3, usual.waiting(), usual.idle(), usual.request())));
        control = new CampaignControl(server.database(), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void submit(String name) {
        control.submit(new Submission(
                name, Map.of("campaign", name, "search", Map.of("composition", "Si2")), "/", Optional.empty()));
    }

    /** A client of a stream: what it has read so far. */
    private record Reading(HttpResponse<InputStream> response, List<String> ids, List<String> data)
            implements AutoCloseable {
        static Reading of(String path, String... headers) throws IOException, InterruptedException {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(server.url() + path)).header("Accept", "text/event-stream");
            if (headers.length > 0) {
                request.headers(headers);
            }
            Reading reading = new Reading(
                    HTTP.send(request.build(), BodyHandlers.ofInputStream()),
                    new CopyOnWriteArrayList<>(),
                    new CopyOnWriteArrayList<>());
            Thread thread = new Thread(reading::read);
            thread.setDaemon(true);
            thread.start();
            return reading;
        }

        private void read() {
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.startsWith("id: ")) {
                        ids.add(line.substring(4));
                    } else if (line.startsWith("data: ")) {
                        data.add(line.substring(6));
                    }
                }
            } catch (IOException e) {
                // the other side or this one has hung up
            }
        }

        List<String> kinds(String campaign) {
            return data.stream()
                    .map(Reading::tree)
                    .filter(event -> campaign.equals(event.get("campaign")))
                    .map(event -> event.get("kind") + " " + event.get("detail"))
                    .collect(Collectors.toList());
        }

        private static Map<?, ?> tree(String json) {
            try {
                return new ObjectMapper().readValue(json, Map.class);
            } catch (IOException e) {
                throw new AssertionError(json, e);
            }
        }

        @Override
        public void close() {
            try {
                response.body().close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void what_happens_is_told_while_it_happens() throws Exception {
        submit("live");
        try (Reading reading = Reading.of("/api/campaigns/live/events")) {
            assertThat(reading.response().statusCode()).isEqualTo(200);
            assertThat(reading.response().headers().firstValue("content-type")).contains("text/event-stream");
            control.pause("live");
            control.resume("live");

            await().until(() -> reading.data().size() >= 2);
            assertThat(reading.kinds("live")).containsExactly("Wish PAUSE", "Wish RUN");
        }
    }

    @Test
    void a_client_that_comes_back_gets_what_it_has_missed_and_nothing_twice() throws Exception {
        submit("broken");
        String last;
        try (Reading reading = Reading.of("/api/campaigns/broken/events?after=0")) {
            control.pause("broken");
            await().until(() -> reading.ids().size() >= 2);
            last = reading.ids().get(1);
        }
        control.resume("broken");
        control.pause("broken");
        try (Reading reading = Reading.of("/api/campaigns/broken/events", "Last-Event-ID", last)) {
            await().until(() -> reading.data().size() >= 2);
            control.resume("broken");
            await().until(() -> reading.data().size() >= 3);
            assertThat(reading.kinds("broken")).containsExactly("Wish RUN", "Wish PAUSE", "Wish RUN");
        }
    }

    @Test
    void none_of_many_events_of_many_campaigns_is_lost_over_broken_connections() throws Exception {
        int campaigns = 5;
        int rounds = 40;
        for (int i = 0; i < campaigns; i++) {
            submit("many" + i);
        }
        String last = new RestClient(server.url())
                .get("/api/events?limit=1000")
                .json()
                .get("next")
                .asText();
        Thread writer = new Thread(() -> {
            for (int i = 0; i < rounds * campaigns; i++) {
                String name = "many" + i % campaigns;
                if (i / campaigns % 2 == 0) {
                    control.pause(name);
                } else {
                    control.resume(name);
                }
            }
        });
        writer.start();
        List<String> all = new ArrayList<>();
        // each connection is cut after some events
        while (all.stream().distinct().count() < (long) rounds * campaigns) {
            try (Reading reading = Reading.of("/api/events", "Last-Event-ID", last)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> reading.ids().size() >= 1);
                List<String> read = List.copyOf(reading.ids());
                // the first event of each is its submission, which was seen before
                read.stream()
                        .filter(id -> id.matches("\\d+\\.(?!1\\.)\\d+\\.many\\d"))
                        .forEach(all::add);
                last = read.get(read.size() - 1);
            }
        }
        writer.join();
        assertThat(all.stream().distinct()).hasSize(rounds * campaigns);
    }

    @Test
    void there_are_so_many_streams_at_most_and_a_closed_one_makes_room() throws Exception {
        List<Reading> open = new ArrayList<>();
        await().until(() -> {
            Reading reading = Reading.of("/api/events");
            open.add(reading);
            return reading.response().statusCode() == 503;
        });
        assertThat(open.size()).isLessThanOrEqualTo(4);
        open.forEach(Reading::close);

        await().until(() -> {
            try (Reading reading = Reading.of("/api/events")) {
                return reading.response().statusCode() == 200;
            }
        });
    }

    @Test
    void a_cursor_that_is_none_and_an_unknown_campaign_are_refused() throws Exception {
        assertThat(Reading.of("/api/events", "Last-Event-ID", "x").response().statusCode())
                .isEqualTo(400);
        assertThat(Reading.of("/api/campaigns/nope/events").response().statusCode())
                .isEqualTo(404);
    }
}
