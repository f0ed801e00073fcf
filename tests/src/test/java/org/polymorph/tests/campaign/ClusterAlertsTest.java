package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.model.batch.JobState;
import org.polymorph.tests.slurm.Testbed;

/**
 * What happens to a real SLURM site while a daemon searches there is told once each, with the words that a person needs; once it is over
 * the search goes on, to what it finds undisturbed: by itself, but after a full disk, where a person says when.
 */
class ClusterAlertsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path directory;

    private final Testbed testbed = Testbed.require();
    private final List<JsonNode> alerts = new CopyOnWriteArrayList<>();
    private String workDir = "";

    @AfterEach
    void recover() {
        testbed.recover();
        testbed.root("umount -l " + workDir);
    }

    // sshd's process for a log-in runs as the user
    private void endSessions() {
        testbed.root("pkill -KILL -x sshd -u " + testbed.get("TESTBED_USER"));
    }

    private HttpServer receiver() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            alerts.add(new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void awaitAlert(int which, String kind, String... words) {
        await(kind).atMost(PATIENCE).until(() -> alerts.size() >= which);
        assertThat(alerts.get(which - 1).get("kind").asText())
                .as(alerts.toString())
                .isEqualTo(kind);
        assertThat(alerts.get(which - 1).get("message").asText()).contains(words);
    }

    private void awaitMoreJobs(DaemonCampaigns campaigns) {
        long before = campaigns.jobs("away", JobState.COMPLETED);
        await("jobs go on").atMost(PATIENCE).until(() -> campaigns.jobs("away", JobState.COMPLETED) > before);
    }

    @Test
    @Tag("long")
    void a_silent_site_a_changed_key_and_a_full_disk_are_told_once_each() throws Exception {
        ClusterSearch cluster = new ClusterSearch(testbed);
        workDir = cluster.newWorkDir();
        String user = testbed.get("TESTBED_USER");
        testbed.root("mount -t tmpfs -o size=20m,mode=755,uid=$(id -u " + user + "),gid=$(id -g " + user + ") tmpfs "
                + workDir);
        Path good = Path.of(testbed.get("TESTBED_KNOWN_HOSTS"));
        Path record = Files.copy(good, directory.resolve("known_hosts"));
        String site = cluster.site(workDir, "maxQueued: 2", "sleep 4").replace(good.toString(), record.toString());

        Search search = Search.small(directory.resolve("alone"))
                .with("campaign=away", "calculate.structuresPerJob=1", "stop.rounds=2");
        search.run();
        DaemonCampaigns campaigns = DaemonCampaigns.in(directory.resolve("daemon"));
        campaigns.submit("away", search.onSite("cluster", site));
        HttpServer receiver = receiver();
        Process daemon = campaigns.start(
                "--alert",
                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/",
                "--alert-on",
                "site,login,disk");
        try {
            awaitMoreJobs(campaigns);

            testbed.fault("kill", "sshd");
            endSessions();
            awaitAlert(1, "site", "does not answer");
            testbed.fault("start", "sshd");
            awaitMoreJobs(campaigns);

            Process keygen = new ProcessBuilder(
                            "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory + "/other")
                    .start();
            assertThat(keygen.waitFor()).isZero();
            Files.writeString(
                    record,
                    "[127.0.0.1]:" + testbed.get("TESTBED_SSH_PORT") + " "
                            + Files.readString(directory.resolve("other.pub")));
            endSessions();
            awaitAlert(2, "login", "host key");
            Files.copy(good, record, StandardCopyOption.REPLACE_EXISTING);
            awaitMoreJobs(campaigns);

            testbed.root("dd if=/dev/zero of=" + workDir + "/junk bs=64k");
            awaitAlert(3, "disk", "No space left");
            testbed.root("rm " + workDir + "/junk");
            await().atMost(Duration.ofMinutes(10)).until(() -> {
                if (!campaigns.state("away").trouble().isEmpty()) {
                    campaigns.ask("resume", "away").exits(0);
                }
                return campaigns.state("away").state().phase() == Phase.DONE;
            });
        } finally {
            daemon.destroyForcibly().waitFor();
            receiver.stop(0);
        }
        // the site's disk, and the campaign where that ended its work
        assertThat(alerts)
                .extracting(alert ->
                        alert.get("kind").asText() + " of " + alert.get("site").asText())
                .doesNotHaveDuplicates()
                .startsWith("site of cluster", "login of cluster")
                .hasSizeBetween(3, 4);
        assertThat(campaigns.findings("away")).isEqualTo(search.findings());
    }
}
