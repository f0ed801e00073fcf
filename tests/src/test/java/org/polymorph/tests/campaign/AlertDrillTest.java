package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon that tells of the ends of its campaigns is killed again and again, while the receiver refuses each second alert: each end is
 * told in the end, in the order of the ends, and one that comes twice comes under the same id and with the same words.
 */
class AlertDrillTest {
    private static final long SEED = Long.getLong("drill.seed", 20_261_126);
    private static final int CAMPAIGNS = 6;
    private static final int KILLS = 8;

    @TempDir
    private Path directory;

    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private int asked;

    private synchronized void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean refused = asked++ % 2 == 0;
        if (!refused) {
            taken.add(new ObjectMapper().readTree(body));
        }
        exchange.sendResponseHeaders(refused ? 503 : 204, -1);
        exchange.close();
    }

    @Test
    @Tag("long")
    void no_alert_is_lost_to_kills_of_the_daemon_and_refusals_of_the_receiver() throws Exception {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::answer);
        receiver.start();
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("drill"));
        List<String> names =
                IntStream.range(0, CAMPAIGNS).mapToObj(k -> "search-" + k).toList();
        Search search = Search.small(directory.resolve("search"))
                .with("search.composition=Si2", "pool.size=6", "label.perRound=3", "stop.rounds=1", "relax.steps=40");
        String[] arguments = {
            "--alert", "http://127.0.0.1:" + receiver.getAddress().getPort() + "/", "--alert-on", "ended"
        };
        // who is new is told of what happens from then on
        Process daemon = campaigns.start(arguments);
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> campaigns.said().contains("dashboard"));
            for (String name : names) {
                campaigns.submit(name, search.with("seed=" + (names.indexOf(name) + 1)));
            }
            SplittableRandom random = new SplittableRandom(SEED);
            for (int kill = 0; kill < KILLS; kill++) {
                Thread.sleep(2000 + random.nextLong(6000));
                daemon.destroyForcibly().waitFor();
                daemon = campaigns.start(arguments);
            }
            campaigns.await(Duration.ofMinutes(10), names.toArray(String[]::new));
            await().atMost(Duration.ofMinutes(2)).until(() -> byId().size() >= CAMPAIGNS);
        } finally {
            daemon.destroyForcibly().waitFor();
            receiver.stop(0);
        }
        assertThat(byId().values()).as("seed %d", SEED).allSatisfy(told -> assertThat(told)
                .containsOnly(told.get(0)));
        assertThat(byId().values())
                .extracting(told -> told.get(0).get("campaign").asText())
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(taken).extracting(told -> told.get("at").asText()).isSorted();
    }

    private Map<String, List<JsonNode>> byId() {
        return taken.stream()
                .collect(Collectors.groupingBy(told -> told.get("id").asText()));
    }
}
