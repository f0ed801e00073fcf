package org.polymorph.daemon.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.CampaignControl.Submission;

/** What Prometheus reads, and whether the daemon is ready. */
class MetricsTest {
    @TempDir
    private static Path directory;

    private static TestServer server;
    private static String trouble = "";

    @BeforeAll
    static void start() {
        server = TestServer.start(
                directory,
                RestOptions.of("127.0.0.1", 0, Optional.empty()),
                List.of(new HealthCheck("lease", () -> Optional.of(trouble).filter(text -> !text.isEmpty()))));
        CampaignControl control = new CampaignControl(server.database(), Clock.systemUTC());
        control.submit(new Submission(
                "active", Map.of("campaign", "active", "search", Map.of("composition", "Si2")), "/", Optional.empty()));
        control.trouble("active", "the disk is full");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void jobs_campaigns_sites_and_requests_are_counted() {
        server.client().get("/api/campaigns/large").is(200);

        String metrics = server.client().get("/metrics").is(200).text();

        assertThat(metrics.lines())
                .contains(
                        "polymorph_jobs{site=\"hpc1\",state=\"completed\"} 43.0",
                        "polymorph_calculations{purpose=\"label\",state=\"failed\"} 1.0",
                        "polymorph_campaigns_done 2.0",
                        "polymorph_campaign_info{campaign=\"active\",phase=\"generating\",wish=\"run\"} 1",
                        "polymorph_campaign_trouble{campaign=\"active\"} 1.0",
                        "polymorph_campaign_core_hours{campaign=\"active\"} 0.0",
                        "polymorph_site_breaker{site=\"hpc1\",state=\"closed\"} 1.0",
                        "polymorph_site_breaker{site=\"hpc1\",state=\"open\"} 0.0",
                        "polymorph_site_queued{site=\"hpc1\"} 12.0",
                        "polymorph_site_polls_total{site=\"hpc1\"} 31.0",
                        "polymorph_site_requests_total{site=\"hpc1\"} 62.0",
                        "polymorph_site_poll_seconds_total{site=\"hpc1\"} 4.5",
                        "polymorph_http_requests_seconds_count{operation=\"campaign\",status=\"200\"} 1")
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
                .anyMatch(line -> line.startsWith("process_files_open_files "));
    }

    @Test
    void what_is_wrong_makes_it_not_ready_but_not_dead() {
        server.client().get("/health/ready").is(200);
        trouble = "another daemon has it";
        try {
            RestClient.Answer answer = server.client().get("/health/ready").is(503);

            assertThat(answer.json().get("status").asText()).isEqualTo("DOWN");
            assertThat(answer.json().at("/checks/1/detail").asText()).isEqualTo("another daemon has it");
            server.client().get("/health").is(200);
        } finally {
            trouble = "";
        }
    }
}
