package org.polymorph.engine.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.engine.transport.ssh.SshOptions.Credentials;
import org.polymorph.engine.transport.ssh.SshOptions.Hop;
import org.polymorph.engine.transport.ssh.SshOptions.Pacing;
import org.polymorph.model.batch.InputFile;

/** One session a host for everything, whatever the server's limits are, and few attempts where there is no server. */
class OneSessionTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] NOTHING = new byte[0];

    private final Path directory;

    OneSessionTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static String echo(SshTransport transport) {
        return transport.run("echo hello", NOTHING, LONG).stdout();
    }

    private static Pacing patience(int patience, Duration firstRetry, Duration longestRetry) {
        Pacing brisk = OwnSshd.BRISK;
        return new Pacing(
                brisk.connectTimeout(),
                brisk.keepAlive(),
                brisk.minLoginInterval(),
                firstRetry,
                longestRetry,
                brisk.longestRefusal(),
                patience,
                brisk.channels());
    }

    private static void atOnce(List<Callable<String>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            for (Future<String> answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).isEqualTo("done");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void a_server_that_opens_few_channels_serves_all_calls_one_after_the_other(int most) throws Exception {
        try (OwnSshd sshd = OwnSshd.start(directory.resolve("sshd"), "MaxSessions " + most);
                SshTransport transport = new SshTransport(sshd.options())) {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String text = "call " + i;
                calls.add(() -> {
                    assertThat(transport
                                    .run("sleep 0.1; echo '" + text + "'", NOTHING, LONG)
                                    .stdout())
                            .isEqualTo(text + "\n");
                    return "done";
                });
            }
            calls.add(() -> {
                Path there = directory.resolve("there");
                transport.upload(List.of(InputFile.text("a", "x")), there.toString(), LONG);
                transport.download(there.toString(), List.of("a"), directory.resolve("here"), LONG);
                return "done";
            });
            atOnce(calls);
            assertThat(sshd.logins()).isEqualTo(1);
            assertThat(directory.resolve("here/a")).hasContent("x");
        }
    }

    @Test
    void a_server_that_opens_no_channel_is_told_by_the_deadline() throws IOException {
        try (OwnSshd sshd = OwnSshd.start(directory.resolve("sshd"), "MaxSessions 0");
                SshTransport transport = new SshTransport(sshd.options())) {
            assertThatThrownBy(() -> transport.run("true", NOTHING, Duration.ofSeconds(1)))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("no further channel");
            assertThat(sshd.logins()).isEqualTo(1);
        }
    }

    @Test
    void a_server_full_of_strangers_is_tried_again_until_there_is_room() throws IOException {
        try (OwnSshd sshd = OwnSshd.start(directory.resolve("sshd"), "MaxStartups 1", "LoginGraceTime 60");
                SshTransport transport = new SshTransport(sshd.options())) {
            try (Socket stranger = comeIn(sshd)) {
                assertThat(stranger.isConnected()).isTrue();
                assertThatThrownBy(() -> echo(transport)).isInstanceOf(NotDoneException.class);
            }
            Awaitility.await()
                    .atMost(LONG)
                    .ignoreException(NotDoneException.class)
                    .untilAsserted(() -> assertThat(echo(transport)).isEqualTo("hello\n"));
            assertThat(sshd.logins()).isEqualTo(1);
        }
    }

    /** Takes the only place of those who have not logged in; the test of whether the server listens may still hold it. */
    private static Socket comeIn(OwnSshd sshd) {
        return Awaitility.await()
                .atMost(LONG)
                .until(
                        () -> {
                            Socket stranger = new Socket(InetAddress.getLoopbackAddress(), sshd.port());
                            if (stranger.getInputStream().read() == 'S') {
                                return stranger;
                            }
                            stranger.close();
                            return null;
                        },
                        Objects::nonNull);
    }

    @Test
    void a_session_that_the_server_ends_while_it_is_idle_is_made_anew() throws IOException {
        try (OwnSshd sshd = OwnSshd.start(directory.resolve("sshd"), "UnusedConnectionTimeout 1");
                SshTransport transport = new SshTransport(sshd.options())) {
            assertThat(echo(transport)).isEqualTo("hello\n");
            Awaitility.await().atMost(LONG).until(() -> sshd.connectionCount() == 0);
            assertThat(echo(transport)).isEqualTo("hello\n");
            assertThat(sshd.logins()).isEqualTo(2);
        }
    }

    @Test
    @Tag("long")
    void signs_of_life_that_the_server_asks_for_are_given() throws IOException {
        try (OwnSshd sshd = OwnSshd.start(directory.resolve("sshd"), "ClientAliveInterval 1", "ClientAliveCountMax 2");
                SshTransport transport = new SshTransport(sshd.options())) {
            assertThat(transport.run("sleep 6; echo slept", NOTHING, LONG).stdout())
                    .isEqualTo("slept\n");
            echo(transport);
            assertThat(sshd.logins()).isEqualTo(1);
        }
    }

    @Test
    void an_exit_without_a_code_is_unknown() throws IOException {
        try (OwnSshd sshd = OwnSshd.start(directory.resolve("sshd"));
                SshTransport transport = new SshTransport(sshd.options())) {
            assertThatThrownBy(() -> transport.run("kill -9 $$", NOTHING, LONG))
                    .isInstanceOf(UnknownOutcomeException.class);
            assertThat(echo(transport)).isEqualTo("hello\n");
            assertThat(sshd.logins()).isEqualTo(1);
        }
    }

    /** A server that hangs up at once, and counts. */
    private static final class HangsUp implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger calls = new AtomicInteger();

        HangsUp() throws IOException {
            Thread thread = new Thread(this::serve, "hangs-up");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            try {
                while (true) {
                    listener.accept().close();
                    calls.incrementAndGet();
                }
            } catch (IOException e) {
                // the test is over
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    @Test
    void a_dead_host_is_asked_a_few_times_and_then_seldom_by_all_work_together() throws Exception {
        Path key = directory.resolve("key");
        Path other = directory.resolve("other");
        for (Path file : List.of(key, other)) {
            OwnSshd.keygen("-t", "ed25519", "-N", "", "-f", file.toString());
        }
        Pacing pacing = patience(3, Duration.ofMillis(20), Duration.ofMinutes(5));
        try (HangsUp host = new HangsUp()) {
            Hop hop = new Hop("ada", "127.0.0.1", host.listener.getLocalPort());
            List<SshTransport> transports = IntStream.range(0, 6)
                    .mapToObj(i -> new SshTransport(new SshOptions(
                            hop, List.of(), Credentials.keyFile(i % 2 == 0 ? key : other), List.of(), pacing)))
                    .toList();
            List<String> said = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                for (SshTransport transport : transports) {
                    Throwable thrown = catchThrowable(() -> transport.run("true", NOTHING, LONG));
                    assertThat(thrown).isInstanceOf(NotDoneException.class);
                    said.add(String.valueOf(thrown.getMessage()));
                }
            }
            transports.forEach(SshTransport::close);
            // twenty rounds of six calls; the pauses are 20, 40, 80, 160, … ms, with jitter
            assertThat(host.calls.get()).isBetween(3, 20);
            assertThat(said)
                    .filteredOn(text -> text.contains("in a row; the next attempt is due in"))
                    .hasSizeGreaterThan(90);
        }
    }

    @Test
    void a_host_that_comes_back_is_found_by_the_next_attempt_that_is_due() throws IOException {
        try (OwnSshd sshd = OwnSshd.start(directory.resolve("sshd"));
                SshTransport transport = new SshTransport(sshd.options(
                        Credentials.keyFile(sshd.keyFile()),
                        patience(2, Duration.ofMillis(20), Duration.ofMillis(500))))) {
            sshd.stop();
            for (int i = 0; i < 6; i++) {
                assertThatThrownBy(() -> echo(transport)).isInstanceOf(NotDoneException.class);
            }
            sshd.start();
            Awaitility.await()
                    .atMost(LONG)
                    .ignoreException(NotDoneException.class)
                    .untilAsserted(() -> assertThat(echo(transport)).isEqualTo("hello\n"));
            sshd.stop();
            sshd.start();
            assertThat(echo(transport)).isEqualTo("hello\n");
        }
    }

    @Test
    void a_person_can_have_a_dead_host_tried_at_once() throws IOException {
        try (OwnSshd sshd = OwnSshd.start(directory.resolve("sshd"));
                SshTransport transport = new SshTransport(sshd.options(
                        Credentials.keyFile(sshd.keyFile()), patience(1, Duration.ofHours(1), Duration.ofHours(1))))) {
            sshd.stop();
            assertThatThrownBy(() -> echo(transport)).isInstanceOf(NotDoneException.class);
            sshd.start();
            assertThatThrownBy(() -> echo(transport)).hasMessageContaining("next attempt is due");
            transport.resume();
            assertThat(echo(transport)).isEqualTo("hello\n");
        }
    }
}
