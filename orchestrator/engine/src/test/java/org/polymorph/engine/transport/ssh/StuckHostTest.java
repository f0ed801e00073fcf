package org.polymorph.engine.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

/** A host that is there and does not answer: each call ends by its deadline, the next one works, and no thread stays stuck. */
class StuckHostTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration DEADLINE = Duration.ofMillis(1500);
    // enough for a command to begin on a noisy machine
    private static final Duration AMID = Duration.ofSeconds(5);
    // what a noisy machine may add
    private static final Duration SLACK = Duration.ofSeconds(10);
    private static final byte[] NOTHING = new byte[0];

    private final Path directory;
    private OwnSshd sshd;
    private FaultyWire wire;
    private long threadsBefore;

    StuckHostTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void start() throws IOException {
        threadsBefore = threads().count();
        sshd = OwnSshd.start(directory.resolve("sshd"), "MaxStartups 100");
        wire = new FaultyWire(sshd.port());
        Files.writeString(
                sshd.knownHosts(),
                "[127.0.0.1]:" + wire.port() + " " + Files.readString(Path.of(sshd.hostKey() + ".pub")),
                java.nio.file.StandardOpenOption.APPEND);
    }

    @AfterEach
    void stop() throws IOException {
        wire.close();
        sshd.close();
    }

    private static Stream<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(polymorph-ssh|Connect thread|Exec thread).*"));
    }

    private static void noThreadIsLeft(long before) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(threads())
                .hasSizeLessThanOrEqualTo((int) before));
    }

    private static Pacing pacing(Duration connectTimeout) {
        Pacing brisk = OwnSshd.BRISK;
        return new Pacing(
                connectTimeout,
                brisk.keepAlive(),
                brisk.minLoginInterval(),
                brisk.firstRetry(),
                brisk.longestRetry(),
                brisk.longestRefusal(),
                brisk.patience(),
                brisk.channels());
    }

    private SshTransport through(FaultyWire relay) {
        return new SshTransport(sshd.options(relay.port(), pacing(Duration.ofSeconds(3))));
    }

    private static String echo(SshTransport transport) {
        return transport.run("echo hello", NOTHING, LONG).stdout();
    }

    private static Throwable endsInTime(ThrowingCallable call) {
        long start = System.nanoTime();
        Throwable thrown = catchThrowable(call);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AMID.plus(SLACK));
        return thrown;
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    private static void awaitEntry(Path file) {
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(10)).until(() -> Files.exists(file));
    }

    // 0: nothing at all; 21: amid its version; 300 and 1100: amid the key exchange; 1500: amid the log-in
    @ParameterizedTest
    @Tag("long")
    @ValueSource(longs = {0, 21, 300, 1100, 1500})
    void a_host_that_goes_silent_while_a_session_is_made_is_not_done(long bytes) throws IOException {
        try (SshTransport transport = through(wire)) {
            wire.silentAfter(bytes);
            assertThat(endsInTime(() -> transport.run("true", NOTHING, DEADLINE)))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("by the deadline");
            wire.mend();
            assertThat(echo(transport)).isEqualTo("hello\n");
        }
        noThreadIsLeft(threadsBefore);
    }

    @Test
    void a_host_that_goes_silent_amid_the_key_exchange_is_not_done() throws IOException {
        a_host_that_goes_silent_while_a_session_is_made_is_not_done(1100);
    }

    @Test
    void closing_ends_a_log_in_that_is_under_way() throws Exception {
        wire.silentAfter(0);
        SshTransport transport = new SshTransport(sshd.options(wire.port(), pacing(Duration.ofMinutes(10))));
        CompletableFuture<Throwable> call =
                CompletableFuture.supplyAsync(() -> catchThrowable(() -> transport.run("true", NOTHING, LONG)));
        Awaitility.await().atMost(LONG).until(() -> wire.connections() == 1);
        transport.close();
        assertThat(call.get()).isInstanceOf(NotDoneException.class);
        assertThatThrownBy(() -> transport.run("true", NOTHING, LONG))
                .isInstanceOf(NotDoneException.class)
                .hasMessageContaining("closed");
        noThreadIsLeft(threadsBefore);
    }

    @Test
    void a_server_stopped_before_it_says_its_name_is_not_done_and_works_when_it_goes_on() {
        try (SshTransport transport =
                new SshTransport(sshd.options(Credentials.keyFile(sshd.keyFile()), pacing(Duration.ofSeconds(3))))) {
            sshd.signalListener("STOP");
            assertThat(endsInTime(() -> transport.run("true", NOTHING, DEADLINE)))
                    .isInstanceOf(NotDoneException.class);
            sshd.signalListener("CONT");
            assertThat(echo(transport)).isEqualTo("hello\n");
        }
        noThreadIsLeft(threadsBefore);
    }

    @Test
    void a_server_stopped_amid_a_command_leaves_the_outcome_unknown() throws Exception {
        try (SshTransport transport = new SshTransport(sshd.options())) {
            Path mark = directory.resolve("mark");
            echo(transport);
            CompletableFuture<Throwable> call = CompletableFuture.supplyAsync(
                    () -> endsInTime(() -> transport.run("touch '" + mark + "'; sleep 60", NOTHING, AMID)));
            awaitEntry(mark);
            sshd.signalConnections("STOP");
            assertThat(call.get()).isInstanceOf(UnknownOutcomeException.class).hasMessageContaining("deadline");
            // the old session is still stopped: a new one takes its place
            assertThat(echo(transport)).isEqualTo("hello\n");
            assertThat(sshd.logins()).isEqualTo(2);
        }
        noThreadIsLeft(threadsBefore);
    }

    @Test
    void a_server_stopped_amid_an_upload_leaves_nothing_under_a_final_name() throws Exception {
        Path there = directory.resolve("there");
        List<InputFile> files = List.of(new InputFile("big", noise(24 << 20)));
        try (SshTransport transport = new SshTransport(sshd.options())) {
            echo(transport);
            CompletableFuture<Throwable> call = CompletableFuture.supplyAsync(
                    () -> endsInTime(() -> transport.upload(files, there.toString(), AMID)));
            awaitEntry(there);
            sshd.signalConnections("STOP");
            assertThat(call.get()).isInstanceOf(UnknownOutcomeException.class);
            assertThat(there.resolve("big")).doesNotExist();
            transport.upload(files, there.toString(), LONG);
            assertThat(there.resolve("big")).hasSize(24 << 20);
        }
        noThreadIsLeft(threadsBefore);
    }

    @Test
    @Tag("long")
    void a_server_stopped_amid_a_download_leaves_nothing_under_a_final_name() throws Exception {
        Path there = Files.createDirectory(directory.resolve("there"));
        Files.write(there.resolve("big"), noise(24 << 20));
        Path here = directory.resolve("here");
        try (SshTransport transport = new SshTransport(sshd.options())) {
            echo(transport);
            CompletableFuture<Throwable> call = CompletableFuture.supplyAsync(
                    () -> endsInTime(() -> transport.download(there.toString(), List.of("big"), here, AMID)));
            Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(() -> arriving(here));
            sshd.signalConnections("STOP");
            assertThat(call.get()).isInstanceOf(UnknownOutcomeException.class);
            assertThat(here).isEmptyDirectory();
            transport.download(there.toString(), List.of("big"), here, LONG);
            assertThat(here.resolve("big")).hasSameBinaryContentAs(there.resolve("big"));
        }
        noThreadIsLeft(threadsBefore);
    }

    @Test
    void a_server_killed_amid_transfers_leaves_nothing_half_and_the_next_call_works() throws Exception {
        Path there = directory.resolve("there");
        Path here = directory.resolve("here");
        List<InputFile> files = List.of(new InputFile("big", noise(24 << 20)));
        try (SshTransport transport = new SshTransport(sshd.options())) {
            echo(transport);
            CompletableFuture<Throwable> up = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> transport.upload(files, there.toString(), LONG)));
            awaitEntry(there);
            sshd.signalConnections("KILL");
            assertThat(up.get()).isInstanceOfAny(UnknownOutcomeException.class, NotDoneException.class);
            assertThat(there.resolve("big")).doesNotExist();

            transport.upload(files, there.toString(), LONG);
            CompletableFuture<Throwable> down = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> transport.download(there.toString(), List.of("big"), here, LONG)));
            Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(() -> arriving(here));
            sshd.signalConnections("KILL");
            assertThat(down.get()).isInstanceOf(UnknownOutcomeException.class);
            assertThat(here).isEmptyDirectory();
            transport.download(there.toString(), List.of("big"), here, LONG);
            assertThat(here.resolve("big")).hasBinaryContent(files.get(0).content());
        }
        noThreadIsLeft(threadsBefore);
    }

    private static boolean arriving(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isPresent();
        }
    }

    @Test
    @Tag("long")
    void a_wire_that_no_longer_takes_bytes_ends_an_upload_by_its_deadline() throws IOException {
        Path there = directory.resolve("there");
        List<InputFile> files = List.of(new InputFile("big", noise(24 << 20)));
        try (SshTransport transport = through(wire)) {
            wire.deafAfter(1 << 20);
            assertThat(endsInTime(() -> transport.upload(files, there.toString(), AMID)))
                    .isInstanceOf(UnknownOutcomeException.class);
            wire.mend();
            transport.upload(files, there.toString(), LONG);
            assertThat(there.resolve("big")).hasSize(24 << 20);
        }
        noThreadIsLeft(threadsBefore);
    }

    @Test
    @Tag("long")
    void a_wire_that_takes_no_bytes_while_the_host_goes_on_talking_is_given_up() throws IOException {
        try (SshTransport transport = through(wire)) {
            echo(transport);
            CompletableFuture<Throwable> talk = CompletableFuture.supplyAsync(() ->
                    catchThrowable(() -> transport.run("while sleep 0.1; do echo on and on; done", NOTHING, LONG)));
            wire.deafAfter(1 << 20);
            List<InputFile> files = List.of(new InputFile("big", noise(24 << 20)));
            assertThat(endsInTime(() ->
                            transport.upload(files, directory.resolve("there").toString(), AMID)))
                    .isInstanceOf(UnknownOutcomeException.class);
            wire.mend();
            assertThat(echo(transport)).isEqualTo("hello\n");
            assertThat(talk.join()).isInstanceOf(UnknownOutcomeException.class);
        }
        noThreadIsLeft(threadsBefore);
    }

    @Test
    @Tag("long")
    void a_connection_that_only_this_side_believes_in_is_found_out_and_replaced() throws IOException {
        try (SshTransport transport = through(wire)) {
            echo(transport);
            wire.silentAfter(0);
            assertThat(endsInTime(() -> transport.run("true", NOTHING, DEADLINE)))
                    .isInstanceOfAny(UnknownOutcomeException.class, NotDoneException.class);
            wire.mend();
            assertThat(echo(transport)).isEqualTo("hello\n");
            assertThat(wire.connections()).isEqualTo(2);
        }
        noThreadIsLeft(threadsBefore);
    }

    @Test
    @Tag("long")
    void a_host_behind_another_that_goes_silent_is_not_done() throws IOException {
        SshOptions plain = sshd.options(Credentials.keyFile(sshd.keyFile()), pacing(Duration.ofSeconds(3)));
        Hop far = new Hop(plain.target().user(), "127.0.0.1", wire.port());
        SshOptions options =
                new SshOptions(far, List.of(sshd.hop()), plain.credentials(), plain.knownHosts(), plain.pacing());
        try (SshTransport transport = new SshTransport(options)) {
            for (long bytes : List.of(0L, 1500L)) {
                wire.silentAfter(bytes);
                assertThat(endsInTime(() -> transport.run("true", NOTHING, DEADLINE)))
                        .isInstanceOf(NotDoneException.class);
            }
            wire.mend();
            assertThat(echo(transport)).isEqualTo("hello\n");
            wire.silentAfter(0);
            assertThat(endsInTime(() -> transport.run("true", NOTHING, DEADLINE)))
                    .isInstanceOfAny(UnknownOutcomeException.class, NotDoneException.class);
            wire.mend();
            assertThat(echo(transport)).isEqualTo("hello\n");
        }
        noThreadIsLeft(threadsBefore);
    }

    @Test
    void a_long_script_on_a_healthy_host_costs_no_session() throws IOException {
        try (SshTransport transport = new SshTransport(sshd.options())) {
            echo(transport);
            for (int i = 0; i < 3; i++) {
                assertThat(endsInTime(() -> transport.run("sleep 30", NOTHING, DEADLINE)))
                        .isInstanceOfAny(UnknownOutcomeException.class, NotDoneException.class);
            }
            assertThat(echo(transport)).isEqualTo("hello\n");
            assertThat(sshd.logins()).isEqualTo(1);
        }
    }

    @Test
    void an_agent_that_does_not_answer_holds_no_call_beyond_its_deadline() throws IOException {
        try (OwnAgent agent = new OwnAgent(directory.resolve("agent.sock"));
                SshTransport transport = new SshTransport(
                        sshd.options(Credentials.agent(agent.socket()), pacing(Duration.ofSeconds(3))))) {
            agent.add(sshd.keyFile());
            agent.signal("STOP");
            assertThat(endsInTime(() -> transport.run("true", NOTHING, DEADLINE)))
                    .isInstanceOf(NotDoneException.class);
            agent.signal("CONT");
            Awaitility.await().atMost(LONG).ignoreExceptions().untilAsserted(() -> assertThat(echo(transport))
                    .isEqualTo("hello\n"));
        }
        noThreadIsLeft(threadsBefore);
    }
}
