package org.polymorph.tests.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.polymorph.tests.PolymorphProcess;

/**
 * A stand-in for the daemon's server, for what a real one cannot be made to show at will: it serves the dashboard's files and
 * answers from {@link StandInCampaigns} in the shape of the REST API, on loopback. Nothing is computed and nothing kept.
 */
final class StandInServer implements AutoCloseable {
    /** The policy that the dashboard must do with: docs/dashboard.md. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FILES =
            PolymorphProcess.checkout().resolve("workflows/daemon/src/main/resources/webroot");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private final StandInCampaigns campaigns;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private int port;
    private HttpServer server;
    private volatile boolean streams = true;
    private volatile String token = "";
    private final AtomicInteger news = new AtomicInteger();

    StandInServer(StandInCampaigns campaigns) {
        this.campaigns = campaigns;
        this.server = start();
    }

    private HttpServer start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            port = started.getAddress().getPort();
            started.createContext("/", this::answer);
            started.setExecutor(threads);
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Asks for this token from now on. */
    void want(String wanted) {
        token = wanted;
    }

    /** Has a stream of events, or answers with a list, as a server would that cannot stream. */
    void stream(boolean streaming) {
        streams = streaming;
    }

    /** Sends an event to all streams. */
    void tell() {
        news.incrementAndGet();
    }

    /** Is gone, with all its connections. */
    void die() {
        server.stop(0);
    }

    /** Is there again, at the same address. */
    void revive() {
        server = start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!path.startsWith("/api")) {
                file(exchange, path.equals("/") ? "index.html" : path.substring(1));
            } else if (!token.isEmpty()
                    && !("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, 401, problem(401, null, "a token is needed"));
            } else if (path.endsWith("/events") && streams && accepts(exchange, "text/event-stream")) {
                events(exchange);
            } else {
                api(exchange);
            }
        }
    }

    private void api(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        JsonNode sent = body.length == 0 ? JSON.nullNode() : JSON.readTree(body);
        StandInCampaigns.Answer found = campaigns.answer(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), ""),
                sent);
        send(exchange, found.status(), found.body());
    }

    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        int told = news.get();
        while (!Thread.currentThread().isInterrupted()) {
            int now = news.get();
            String text = told == now ? ": nothing new\n\n" : "id: 1.1.si8\nevent: Clustered\ndata: {\"seq\":1}\n\n";
            told = now;
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean accepts(HttpExchange exchange, String type) {
        return List.of(type).equals(exchange.getRequestHeaders().get("Accept"));
    }

    static ObjectNode problem(int status, @Nullable String field, String message) {
        ObjectNode problem = JSON.createObjectNode().put("status", status).put("title", "Problem " + status);
        problem.putArray("errors").addObject().put("field", field).put("message", message);
        return problem;
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.isTextual() ? body.asText().getBytes(StandardCharsets.UTF_8) : JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", body.isTextual() ? "text/plain" : "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void file(HttpExchange exchange, String name) throws IOException {
        Path file = FILES.resolve(name).normalize();
        if (!file.startsWith(FILES) || !Files.isRegularFile(file)) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        byte[] bytes = Files.readAllBytes(file);
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Serves until it is killed, to look at the page while working on it. */
    public static void main(String[] arguments) throws InterruptedException {
        StandInServer server = new StandInServer(StandInCampaigns.recorded());
        System.out.println("Serves recorded campaigns at " + server.address());
        Thread.currentThread().join();
    }
}
