package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Clients of a daemon, as a dashboard and a monitor are: one listens to all events, another asks for everything in turn. */
final class DaemonClients implements AutoCloseable {
    private static final List<String> PATHS = List.of(
            "/api/campaigns",
            "/api/campaigns?active=true",
            "/api/events?limit=20",
            "/api/sites",
            "/metrics",
            "/health/ready",
            "/");
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final InputStream stream;
    private final Thread listener;
    private final Thread asker;
    private volatile boolean closed;

    DaemonClients(String url) throws IOException, InterruptedException {
        this.url = url;
        stream = open(0).body();
        listener = new Thread(this::listen, "soak-listener");
        asker = new Thread(this::ask, "soak-asker");
        listener.start();
        asker.start();
    }

    private HttpResponse<InputStream> open(long after) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url + "/api/events?after=" + after))
                        .header("Accept", "text/event-stream")
                        .build(),
                BodyHandlers.ofInputStream());
    }

    /** Comes, listens to the first event of all, and hangs up. */
    void comeAndGo() throws IOException, InterruptedException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(0).body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); !line.startsWith("id: "); line = lines.readLine()) {
                if (closed) {
                    return;
                }
            }
        }
    }

    /** Submits a campaign, which must be taken. */
    void submit(String yaml) throws IOException, InterruptedException {
        send(
                201,
                HttpRequest.newBuilder(URI.create(url + "/api/campaigns"))
                        .header("Content-Type", "application/yaml")
                        .POST(BodyPublishers.ofString(yaml)));
    }

    /** Has a campaign cancelled. */
    void cancel(String campaign) throws IOException, InterruptedException {
        send(
                202,
                HttpRequest.newBuilder(URI.create(url + "/api/campaigns/" + campaign + "/cancel"))
                        .POST(BodyPublishers.noBody()));
    }

    private void send(int expected, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(expected);
    }

    private void listen() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    events.incrementAndGet();
                }
            }
            throw new IOException("the stream of events has ended");
        } catch (IOException e) {
            if (!closed) {
                problems.add(e.toString());
            }
        }
    }

    private void ask() {
        try {
            for (int i = 0; !closed; i++) {
                String path = PATHS.get(i % PATHS.size());
                int status = http.send(
                                HttpRequest.newBuilder(URI.create(url + path))
                                        .timeout(Duration.ofMinutes(1))
                                        .build(),
                                BodyHandlers.ofByteArray())
                        .statusCode();
                answers.incrementAndGet();
                if (status != 200) {
                    problems.add(path + ": " + status);
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (IOException e) {
            problems.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long answers() {
        return answers.get();
    }

    /** Counts the events that have come, some perhaps twice. */
    long events() {
        return events.get();
    }

    /** Returns what went wrong with requests and the stream. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        asker.interrupt();
        stream.close();
        try {
            asker.join();
            listener.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
