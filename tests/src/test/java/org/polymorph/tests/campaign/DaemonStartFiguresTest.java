package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How soon {@code polymorph daemon} answers and what it holds at rest, for docs/benchmarks.md. */
@Tag("long")
class DaemonStartFiguresTest {
    private static final int STARTS = 5;
    private static final Duration REST = Duration.ofSeconds(10);
    private static final long MOST_RESIDENT = 300L << 20;

    /** On two cores an answer after three seconds is at most that much. */
    private static final Duration MOST_COMPUTING = Duration.ofSeconds(6);

    private static final Pattern URL = Pattern.compile("REST at (http://\\S+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    /**
     * What one start took.
     *
     * @param waited until the first answer; other programs have their part in it
     * @param computed by the process until then, on all cores
     * @param resident memory some seconds later, bytes
     */
    private record Start(Duration waited, Duration computed, long resident) {}

    @Test
    void a_daemon_answers_soon_and_is_small_at_rest() throws Exception {
        for (int i = 0; i < STARTS; i++) {
            Start start = start(DaemonCampaigns.in(directory.resolve("start-" + i)));
            System.out.printf(
                    "start: answers after %d ms, of which %d ms of processor time; %d MiB resident at rest%n",
                    start.waited().toMillis(), start.computed().toMillis(), start.resident() >> 20);
            assertThat(start.computed()).isLessThan(MOST_COMPUTING);
            assertThat(start.resident()).isLessThanOrEqualTo(MOST_RESIDENT);
        }
    }

    private static Start start(DaemonCampaigns campaigns) throws Exception {
        long began = System.nanoTime();
        Process daemon = campaigns.start();
        try {
            ask(campaigns, daemon);
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            Duration computed = daemon.info().totalCpuDuration().orElseThrow();
            Thread.sleep(REST.toMillis());
            return new Start(waited, computed, ProcessUse.residentBytes(daemon.pid()));
        } finally {
            daemon.destroy();
            daemon.waitFor();
        }
    }

    private static void ask(DaemonCampaigns campaigns, Process daemon) throws IOException, InterruptedException {
        Matcher found = URL.matcher(campaigns.said());
        while (!found.find()) {
            assertThat(daemon.isAlive()).as(campaigns.said()).isTrue();
            Thread.sleep(5);
            found = URL.matcher(campaigns.said());
        }
        URI campaignList = URI.create(found.group(1)).resolve("/api/campaigns");
        assertThat(HTTP.send(HttpRequest.newBuilder(campaignList).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}
