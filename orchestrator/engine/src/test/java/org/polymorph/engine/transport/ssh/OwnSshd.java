package org.polymorph.engine.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.polymorph.engine.transport.ssh.SshOptions.Credentials;
import org.polymorph.engine.transport.ssh.SshOptions.Hop;
import org.polymorph.engine.transport.ssh.SshOptions.Pacing;

/** A real OpenSSH server of a test's own: a loopback port, host keys, configuration and log in one directory. */
final class OwnSshd implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/sbin/sshd");

    /** Pacing for tests: log-ins as often as they are needed, retries soon. */
    static final Pacing BRISK = new Pacing(
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofHours(1),
            50,
            4);

    private static final Set<Integer> USED = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final List<String> settings = new ArrayList<>();
    private final int port;
    private boolean sftp = true;
    private @Nullable Path users;
    private @Nullable Process process;

    private OwnSshd(Path directory, String... settings) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.settings.addAll(Arrays.asList(settings));
        this.port = freePort();
    }

    static void assumeInstalled() {
        Assumptions.assumeTrue(
                Files.isExecutable(BINARY), "left out: there is no /usr/sbin/sshd (Debian: openssh-server)");
    }

    /** Starts a server with one ed25519 host key and one user key. */
    static OwnSshd start(Path directory, String... settings) throws IOException {
        return start(new OwnSshd(directory, settings));
    }

    /** Starts one in whose eyes alone the user has another log-in shell and home. */
    static OwnSshd startWithShell(Path directory, Path shell, Path home, String... settings) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(shell), "left out: there is no " + shell);
        Assumptions.assumeTrue(
                System.getProperty("user.name").equals("root"), "left out: needs root, for a file of users of its own");
        OwnSshd sshd = new OwnSshd(directory, settings);
        sshd.users = Files.writeString(
                sshd.directory.resolve("passwd"),
                Files.readString(Path.of("/etc/passwd"))
                        .replaceFirst("(?m)^root:.*$", "root:x:0:0:root:" + home + ":" + shell));
        return start(sshd);
    }

    /** Starts one that offers no sftp. */
    static OwnSshd startWithoutSftp(Path directory) throws IOException {
        OwnSshd sshd = new OwnSshd(directory);
        sshd.sftp = false;
        return start(sshd);
    }

    private static OwnSshd start(OwnSshd sshd) throws IOException {
        assumeInstalled();
        sshd.newHostKey();
        keygen("-t", "ed25519", "-N", "", "-f", sshd.keyFile().toString());
        Files.copy(Path.of(sshd.keyFile() + ".pub"), sshd.directory.resolve("authorized_keys"));
        sshd.pin();
        sshd.start();
        return sshd;
    }

    // each port once: what is known of a host outlives the transports to it
    static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0)) {
                if (USED.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    static void keygen(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q"));
        command.addAll(Arrays.asList(arguments));
        command(command.toArray(String[]::new));
    }

    static String command(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as("%s: %s", Arrays.asList(command), said)
                    .isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes a new host key; those on record stay as they are. */
    void newHostKey() throws IOException {
        Files.deleteIfExists(hostKey());
        keygen("-t", "ed25519", "-N", "", "-f", hostKey().toString());
    }

    /** Puts the present host key on record, and nothing else. */
    void pin() throws IOException {
        String key = Files.readString(Path.of(hostKey() + ".pub"));
        Files.writeString(knownHosts(), "[127.0.0.1]:" + port + " " + key);
    }

    Path hostKey() {
        return directory.resolve("host_key");
    }

    Path keyFile() {
        return directory.resolve("id_test");
    }

    Path knownHosts() {
        return directory.resolve("known_hosts");
    }

    Path authorizedKeys() {
        return directory.resolve("authorized_keys");
    }

    int port() {
        return port;
    }

    Hop hop() {
        return new Hop(System.getProperty("user.name"), "127.0.0.1", port);
    }

    SshOptions options() {
        return options(Credentials.keyFile(keyFile()), BRISK);
    }

    /** The way to it through another port of this machine. */
    SshOptions options(int through, Pacing pacing) {
        return new SshOptions(
                new Hop(hop().user(), hop().host(), through),
                List.of(),
                Credentials.keyFile(keyFile()),
                List.of(knownHosts()),
                pacing);
    }

    SshOptions options(Credentials credentials, Pacing pacing) {
        return new SshOptions(hop(), List.of(), credentials, List.of(knownHosts()), pacing);
    }

    void start() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "ListenAddress 127.0.0.1:" + port,
                "HostKey " + hostKey(),
                "PidFile none",
                "AuthorizedKeysFile " + authorizedKeys(),
                "StrictModes no",
                "UsePAM no",
                "PermitRootLogin yes",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "LogLevel VERBOSE",
                sftp ? "Subsystem sftp internal-sftp" : "# no sftp"));
        lines.addAll(0, settings);
        Path config = Files.write(directory.resolve("sshd_config"), lines);
        if (Files.isWritable(Path.of("/run"))) {
            // the privilege separation directory of a server that root starts
            Files.createDirectories(Path.of("/run/sshd"));
        }
        List<String> command = new ArrayList<>();
        if (users != null) {
            command.addAll(List.of(
                    "unshare", "-m", "sh", "-c", "mount --bind \"$0\" /etc/passwd && exec \"$@\"", users.toString()));
        }
        command.addAll(List.of(
                BINARY.toString(),
                "-D",
                "-f",
                config.toString(),
                "-E",
                logFile().toString()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.out").toFile())
                .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(30))
                .until(this::answers);
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return socket.getInputStream().read() == 'S';
        } catch (IOException e) {
            return false;
        }
    }

    private Path logFile() {
        return directory.resolve("sshd.log");
    }

    String log() throws IOException {
        return Files.readString(logFile());
    }

    /** Returns how many log-ins were accepted. */
    long logins() throws IOException {
        return log().lines()
                .filter(line -> line.matches("Accepted \\S+ for .*"))
                .count();
    }

    /** Returns the processes of the server: the listener and one or two for each connection. */
    private List<ProcessHandle> connections() {
        Process running = process;
        return running == null ? List.of() : running.descendants().toList();
    }

    /** Returns how many processes serve connections. */
    int connectionCount() {
        return connections().size();
    }

    /** Stops or continues everything that serves a connection. */
    void signalConnections(String signal) {
        // some may end while the others get it
        String all =
                connections().stream().map(each -> Long.toString(each.pid())).collect(Collectors.joining(" "));
        command("sh", "-c", "kill -" + signal + " " + all + " 2>/dev/null || :");
    }

    /** Stops or continues what accepts connections; those that are made go on. */
    void signalListener(String signal) {
        Process running = java.util.Objects.requireNonNull(process);
        command("kill", "-" + signal, Long.toString(running.pid()));
    }

    void stop() {
        Process running = process;
        if (running != null) {
            List<ProcessHandle> all = connections();
            running.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            try {
                assertThat(running.waitFor(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process = null;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
