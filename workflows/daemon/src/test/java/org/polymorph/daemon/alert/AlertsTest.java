package org.polymorph.daemon.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.daemon.alert.Courier.Pace;
import org.polymorph.engine.config.AlertFile;
import org.polymorph.engine.config.AlertReceiver;
import org.polymorph.engine.store.Alert;
import org.polymorph.engine.store.AlertBook;
import org.polymorph.engine.store.AlertKind;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.model.spi.ConfigurationException;

class AlertsTest {
    private static final Pace FAST =
            new Pace(Duration.ofMillis(20), Duration.ofSeconds(5), Duration.ofMillis(20), Duration.ofMillis(100));
    private static final String TOKEN = "hush-hush-hush-hush";
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path directory;

    private Database database;
    private AlertBook book;
    private HttpServer http;
    private final ExecutorService calls = Executors.newCachedThreadPool();
    private final AtomicInteger refusals = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final List<JsonNode> documents = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws IOException {
        database = Database.open(DataDirectory.database(directory));
        book = new AlertBook(database, CLOCK);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/hooks/" + TOKEN, exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean refused = refusals.getAndDecrement() > 0;
            if (!refused) {
                authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                documents.add(new ObjectMapper().readTree(body));
            }
            exchange.sendResponseHeaders(refused ? 503 : 204, -1);
            exchange.close();
        });
        http.createContext("/silent", exchange -> {
            try {
                answer.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        http.setExecutor(calls);
        http.start();
    }

    @AfterEach
    void close() {
        answer.countDown();
        http.stop(0);
        calls.shutdownNow();
        database.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + http.getAddress().getPort() + path;
    }

    private List<AlertReceiver> file(String yaml) throws IOException {
        Path file = directory.resolve("alerts.yaml");
        Files.writeString(file, yaml);
        return AlertFile.read(file, Map.of("HOOK", url("/hooks/" + TOKEN), "BEARER", TOKEN));
    }

    private static final String HOOK = """
            alerts:
              hook: {webhook: "${env:HOOK}", token: "${env:BEARER}", on: [trouble, site]}
            """;

    private static Alert site(String name) {
        return Alert.ofSite(AlertKind.SITE, name, name + " does not answer", CLOCK.instant());
    }

    @Test
    void a_webhook_that_fails_a_few_times_gets_each_alert_once_and_in_order() throws Exception {
        refusals.set(3);
        try (Alerts alerts = Alerts.open(book, file(HOOK), "here", CLOCK, FAST)) {
            alerts.raise(site("hpc1"));
            alerts.raise(site("hpc1"));
            book.tell(Alert.ofDaemon(AlertKind.LEASE, "not wanted", CLOCK.instant()));
            alerts.raise(site("hpc2"));
            await().until(() ->
                    documents.size() == 2 && book.receiver("hook").problem().isEmpty());
        }
        assertThat(documents)
                .extracting(document -> document.get("site").asText())
                .containsExactly("hpc1", "hpc2");
        assertThat(authorizations).containsOnly("Bearer " + TOKEN);
        JsonNode first = documents.get(0);
        assertThat(first.get("kind").asText()).isEqualTo("site");
        assertThat(first.get("source").asText()).isEqualTo("here");
        assertThat(first.get("text").asText()).isEqualTo("Polymorph: site hpc1 does not answer: hpc1 does not answer");
        assertThat(first.get("id").asText())
                .isNotEqualTo(documents.get(1).get("id").asText());
        assertThat(refusals.get()).isEqualTo(-2);
    }

    @Test
    void what_was_not_taken_is_told_by_the_next_process_and_no_secret_is_in_any_table() throws Exception {
        refusals.set(Integer.MAX_VALUE);
        Pace slow = new Pace(FAST.look(), FAST.deadline(), Duration.ofMillis(200), Duration.ofSeconds(1));
        try (Alerts alerts = Alerts.open(book, file(HOOK), "here", CLOCK, slow)) {
            alerts.raise(site("hpc1"));
            await().until(() -> book.receiver("hook").failures() > 0);
            assertThat(book.receiver("hook").problem()).isEqualTo("answered 503");
        }
        database.close();
        byte[] tables = Files.readAllBytes(DataDirectory.database(directory));
        assertThat(new String(tables, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(TOKEN);
        database = Database.open(DataDirectory.database(directory));
        book = new AlertBook(database, CLOCK);
        refusals.set(0);
        try (Alerts alerts = Alerts.open(book, file(HOOK), "here", CLOCK, FAST)) {
            assertThat(alerts.book().standing("site/")).containsExactly("site/hpc1/site");
            await().until(() -> documents.size() == 1);
        }
    }

    @Test
    void a_receiver_that_does_not_answer_holds_up_nobody() throws Exception {
        Pace hasty = new Pace(FAST.look(), Duration.ofMillis(100), FAST.firstRetry(), FAST.longestRetry());
        List<AlertReceiver> receivers = List.of(
                AlertReceiver.ofUri(url("/silent"), AlertFile.all()), file(HOOK).get(0));
        try (Alerts alerts = Alerts.open(book, receivers, "here", CLOCK, hasty)) {
            long before = System.nanoTime();
            alerts.raise(site("hpc1"));
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            await().until(() -> documents.size() == 1);
            String silent = receivers.get(0).name();
            await().until(() -> book.receiver(silent).failures() > 0);
            assertThat(book.receiver(silent).problem()).containsAnyOf("no answer", "earlier call");
        }
    }

    @Test
    void where_nothing_can_be_written_down_receivers_are_told_all_the_same() throws Exception {
        Alerts alerts = Alerts.open(book, file(HOOK), "here", CLOCK, FAST);
        try (alerts) {
            database.close();
            alerts.raise(site("hpc1"));
            alerts.raise(site("hpc1"));
            await().until(() -> !documents.isEmpty());
        }
        assertThat(documents).hasSize(1);
    }

    @Test
    void any_endpoint_of_camel_can_be_told() throws Exception {
        Path told = directory.resolve("told");
        String uri = "log:alerts?level=OFF";
        assertThat(AlertTrial.run(List.of(AlertReceiver.ofUri(uri, AlertFile.all())), "here", CLOCK))
                .containsOnlyKeys("log:alerts")
                .containsValue(java.util.Optional.empty());
        AlertReceiver file = AlertReceiver.ofUri("file:" + told + "?fileName=alert.json", AlertFile.all());
        assertThat(AlertTrial.run(List.of(file), "here", CLOCK)).containsValue(java.util.Optional.empty());
        assertThat(Files.readString(told.resolve("alert.json"))).contains("\"kind\":\"test\"");
    }

    @Test
    void an_endpoint_that_there_is_not_is_told_of_without_its_secrets() {
        AlertReceiver receiver = AlertReceiver.ofUri("sms:somebody/" + TOKEN, AlertFile.all());
        assertThat(receiver.name()).doesNotContain(TOKEN);
        assertThatThrownBy(() -> Alerts.open(book, List.of(receiver), "here", CLOCK))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sms:somebody")
                .message()
                .doesNotContain(TOKEN);
    }

    @Test
    void a_secret_on_the_command_line_is_refused() {
        for (String uri : List.of(
                "smtp://smtp.example.org?username=ada&password=hush",
                "https://ada:hush@hooks.example.org/x",
                "https://hooks.example.org/x?access_token=hush")) {
            assertThatThrownBy(() -> AlertReceiver.ofUri(uri, AlertFile.all()))
                    .hasMessageContaining("must not stand on the command line")
                    .message()
                    .doesNotContain("hush");
        }
        assertThatThrownBy(() -> AlertReceiver.ofUri("ada@example.org", AlertFile.all()))
                .hasMessageContaining("expected a URI");
    }

    @Test
    void an_address_that_no_component_knows_is_told_in_words() {
        for (Map.Entry<String, String> mistake : Map.of(
                        "htp://hooks.example.org/x",
                        "alerts to htp://hooks.example.org: expected https, smtp or another component",
                        "smtp://smtp.example.org?too=ada@example.org",
                        "parameters that couldn't be set")
                .entrySet()) {
            AlertReceiver receiver = AlertReceiver.ofUri(mistake.getKey(), Set.of(AlertKind.SITE));
            assertThatThrownBy(() -> Alerts.open(book, List.of(receiver), "here", CLOCK))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(mistake.getValue())
                    .hasMessageNotContaining("class path: ")
                    .hasMessageNotContaining("Failed to resolve");
        }
    }

    @Test
    void mistakes_of_a_file_are_told_together_with_their_places() throws IOException {
        Path secret = Files.writeString(directory.resolve("open"), TOKEN);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> file("""
                        alerts:
                          a: {mail: ada, server: "smtp.example.org:x"}
                          b: {webhook: ftp://x, on: [troubles]}
                          c: {webhookFile: open}
                          d: {mail: ada@example.org, server: smtp.example.org, user: ada, password: hush}
                          e: {mail: ada@example.org, server: h, user: u, password: "${env:BEARER}", tls: none}
                          f: {}
                        """))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> assertThat(String.join("\n", e.problems()))
                        .contains("alerts.yaml:2: alerts.a.mail: expected addresses")
                        .contains("alerts.a.server: expected HOST or HOST:PORT")
                        .contains("alerts.b.webhook: expected an address")
                        .contains("alerts.b.on: expected some of trouble")
                        .contains("others can read it")
                        .contains("alerts.d.password: a secret must not be written here")
                        .contains("alerts.e.tls: expected starttls or tls")
                        .contains("alerts.f.webhook: expected one of")
                        .doesNotContain("hush"));
    }
}
