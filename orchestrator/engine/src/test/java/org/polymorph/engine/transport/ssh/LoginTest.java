package org.polymorph.engine.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.config.Secret;
import org.polymorph.engine.transport.HostKeyException;
import org.polymorph.engine.transport.NeedsLoginException;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport.State;
import org.polymorph.engine.transport.shell.Deadline;
import org.polymorph.engine.transport.ssh.SshOptions.Credentials;
import org.polymorph.engine.transport.ssh.SshOptions.Hop;

/** Host keys and credentials, against a real OpenSSH server. */
class LoginTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String PASSPHRASE = "correct horse";

    private final Path directory;

    LoginTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private OwnSshd sshd(String... settings) throws IOException {
        return OwnSshd.start(directory.resolve("sshd"), settings);
    }

    private static String echo(SshTransport transport) {
        return transport.run("echo hello", new byte[0], LONG).stdout();
    }

    private static void works(SshOptions options) {
        try (SshTransport transport = new SshTransport(options)) {
            assertThat(echo(transport)).isEqualTo("hello\n");
        }
    }

    @Test
    void a_swapped_host_key_means_that_no_authentication_is_attempted() throws IOException {
        try (OwnSshd sshd = sshd("LogLevel DEBUG1")) {
            works(sshd.options());
            sshd.stop();
            sshd.newHostKey();
            long before = sshd.log().length();
            sshd.start();
            try (SshTransport transport = new SshTransport(sshd.options())) {
                for (int i = 0; i < 2; i++) {
                    assertThatThrownBy(() -> echo(transport))
                            .isInstanceOf(HostKeyException.class)
                            .hasMessageContaining("the host key has changed")
                            .hasMessageContaining("ssh-ed25519 SHA256:")
                            .hasMessageContaining(
                                    "ssh-keygen -f " + sshd.knownHosts() + " -R '[127.0.0.1]:" + sshd.port());
                }
                assertThat(transport.state()).isEqualTo(State.HOST_KEY);
                String log = sshd.log().substring((int) before);
                assertThat(log).contains("Connection from").doesNotContain("userauth-request", "Accepted", "Failed");
                // the listening probe of this test and one attempt
                assertThat(log.lines().filter(line -> line.startsWith("Connection from")))
                        .hasSize(2);

                sshd.pin();
                assertThat(echo(transport)).isEqualTo("hello\n");
                assertThat(transport.state()).isEqualTo(State.READY);
            }
        }
    }

    @Test
    void an_unknown_host_is_not_logged_in_to() throws IOException {
        try (OwnSshd sshd = sshd("LogLevel DEBUG1")) {
            for (String record : List.of("", "other " + Files.readString(Path.of(sshd.hostKey() + ".pub")))) {
                Files.writeString(sshd.knownHosts(), record);
                try (SshTransport transport = new SshTransport(sshd.options())) {
                    assertThatThrownBy(() -> echo(transport))
                            .isInstanceOf(HostKeyException.class)
                            .hasMessageContaining("the host key is not known")
                            .hasMessageContaining(fingerprint(sshd))
                            .hasMessageContaining("ssh -p " + sshd.port());
                }
                assertThat(sshd.knownHosts()).hasContent(record);
            }
            assertThat(sshd.log()).doesNotContain("userauth-request");
        }
    }

    private static String fingerprint(OwnSshd sshd) {
        return OwnSshd.command("ssh-keygen", "-lf", sshd.hostKey() + ".pub").split(" ", -1)[1];
    }

    @Test
    void hashed_and_several_keys_of_a_name_are_fine() throws IOException {
        try (OwnSshd sshd = sshd()) {
            OwnSshd.keygen(
                    "-t", "ed25519", "-N", "", "-f", directory.resolve("other").toString());
            String present = Files.readString(sshd.knownHosts());
            String other = "[127.0.0.1]:" + sshd.port() + " " + Files.readString(directory.resolve("other.pub"));
            Files.writeString(sshd.knownHosts(), "# two\n" + other + present);
            works(sshd.options());
            OwnSshd.keygen("-H", "-f", sshd.knownHosts().toString());
            assertThat(Files.readString(sshd.knownHosts())).contains("|1|").doesNotContain("127.0.0.1");
            works(sshd.options());
        }
    }

    @Test
    void a_revoked_host_key_is_refused() throws IOException {
        try (OwnSshd sshd = sshd()) {
            Files.writeString(sshd.knownHosts(), "@revoked * " + Files.readString(Path.of(sshd.hostKey() + ".pub")));
            try (SshTransport transport = new SshTransport(sshd.options())) {
                assertThatThrownBy(() -> echo(transport)).isInstanceOf(HostKeyException.class);
            }
        }
    }

    @Test
    void a_refused_log_in_is_not_tried_again_until_the_key_changes() throws IOException {
        try (OwnSshd sshd = sshd()) {
            Path key = directory.resolve("mine");
            OwnSshd.keygen("-t", "ed25519", "-N", "", "-f", key.toString());
            try (SshTransport transport = new SshTransport(sshd.options(Credentials.keyFile(key), OwnSshd.BRISK))) {
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> echo(transport))
                            .isInstanceOf(NeedsLoginException.class)
                            .hasMessageContaining("the log-in was refused");
                }
                assertThat(transport.state()).isEqualTo(State.NEEDS_LOGIN);
                assertThat(attempts(sshd)).isEqualTo(1);

                transport.resume();
                assertThatThrownBy(() -> echo(transport)).isInstanceOf(NeedsLoginException.class);
                assertThat(attempts(sshd)).isEqualTo(2);

                Files.copy(sshd.keyFile(), key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                assertThat(echo(transport)).isEqualTo("hello\n");
                assertThat(transport.state()).isEqualTo(State.READY);
            }
        }
    }

    private static long attempts(OwnSshd sshd) throws IOException {
        return sshd.log()
                .lines()
                .filter(line -> line.matches("Failed publickey for .*"))
                .count();
    }

    @Test
    void a_key_with_a_passphrase_opens_with_it_alone() throws IOException {
        try (OwnSshd sshd = sshd()) {
            OwnSshd.keygen(
                    "-p", "-P", "", "-N", PASSPHRASE, "-f", sshd.keyFile().toString());
            for (Optional<Secret> wrong : List.of(Optional.<Secret>empty(), Optional.of(Secret.of("battery staple")))) {
                Credentials credentials =
                        new Credentials(Optional.of(sshd.keyFile()), Optional.empty(), wrong, Optional.empty());
                try (SshTransport transport = new SshTransport(sshd.options(credentials, OwnSshd.BRISK))) {
                    assertThatThrownBy(() -> echo(transport))
                            .isInstanceOf(NeedsLoginException.class)
                            .hasMessageContaining("passphrase")
                            .hasMessageNotContaining("battery");
                }
            }
            Credentials right = new Credentials(
                    Optional.of(sshd.keyFile()),
                    Optional.empty(),
                    Optional.of(Secret.of(PASSPHRASE)),
                    Optional.empty());
            assertThat(right.toString()).doesNotContain(PASSPHRASE);
            works(sshd.options(right, OwnSshd.BRISK));
        }
    }

    @Test
    void rsa_and_ecdsa_keys_in_both_forms_are_taken() throws IOException {
        try (OwnSshd sshd = sshd()) {
            for (List<String> kind : List.of(
                    List.of("rsa", "3072", "PEM"),
                    List.of("rsa", "3072", "RFC4716"),
                    List.of("ecdsa", "256", "RFC4716"))) {
                Path key = directory.resolve("key-" + String.join("-", kind));
                OwnSshd.keygen("-t", kind.get(0), "-b", kind.get(1), "-m", kind.get(2), "-N", "", "-f", key.toString());
                Files.copy(
                        Path.of(key + ".pub"),
                        sshd.authorizedKeys(),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                works(sshd.options(Credentials.keyFile(key), OwnSshd.BRISK));
            }
        }
    }

    @Test
    void a_user_certificate_logs_in_until_it_expires() throws IOException {
        Path authority = directory.resolve("ca");
        OwnSshd.keygen("-t", "ed25519", "-N", "", "-f", authority.toString());
        try (OwnSshd sshd = sshd("TrustedUserCAKeys " + authority + ".pub")) {
            Files.writeString(sshd.authorizedKeys(), "");
            String user = sshd.hop().user();
            String key = sshd.keyFile().toString();
            OwnSshd.keygen("-s", authority.toString(), "-I", "id", "-n", user, "-V", "-2h:-1h", key + ".pub");
            try (SshTransport transport = new SshTransport(sshd.options())) {
                assertThatThrownBy(() -> echo(transport))
                        .isInstanceOf(NeedsLoginException.class)
                        .hasMessageContaining(key + "-cert.pub expired at 20");
                // a renewed certificate wakes the site up by itself
                OwnSshd.keygen("-s", authority.toString(), "-I", "id", "-n", user, "-V", "-1h:+1h", key + ".pub");
                assertThat(echo(transport)).isEqualTo("hello\n");
            }
            Path elsewhere = directory.resolve("renamed.pub");
            Files.move(Path.of(key + "-cert.pub"), elsewhere);
            works(sshd.options(
                    new Credentials(
                            Optional.of(sshd.keyFile()), Optional.of(elsewhere), Optional.empty(), Optional.empty()),
                    OwnSshd.BRISK));
        }
    }

    @Test
    void an_agent_logs_in_and_waking_it_wakes_the_site() throws IOException {
        try (OwnSshd sshd = sshd();
                OwnAgent agent = new OwnAgent(directory.resolve("agent.sock"));
                SshTransport transport =
                        new SshTransport(sshd.options(Credentials.agent(agent.socket()), OwnSshd.BRISK))) {
            assertThatThrownBy(() -> echo(transport))
                    .isInstanceOf(NeedsLoginException.class)
                    .hasMessageContaining("ssh-add");
            assertThat(transport.state()).isEqualTo(State.NEEDS_LOGIN);
            agent.add(sshd.keyFile());
            assertThat(echo(transport)).isEqualTo("hello\n");
        }
    }

    @Test
    void of_an_agent_full_of_keys_the_named_one_is_offered() throws IOException {
        try (OwnSshd sshd = sshd("MaxAuthTries 3");
                OwnAgent agent = new OwnAgent(directory.resolve("agent.sock"))) {
            for (int i = 0; i < 6; i++) {
                Path key = directory.resolve("other" + i);
                OwnSshd.keygen("-t", "ed25519", "-N", "", "-f", key.toString());
                agent.add(key);
            }
            agent.add(sshd.keyFile());
            try (SshTransport transport =
                    new SshTransport(sshd.options(Credentials.agent(agent.socket()), OwnSshd.BRISK))) {
                assertThatThrownBy(() -> echo(transport)).isInstanceOf(NeedsLoginException.class);
            }
            OwnSshd.keygen(
                    "-p", "-P", "", "-N", PASSPHRASE, "-f", sshd.keyFile().toString());
            works(sshd.options(
                    new Credentials(
                            Optional.of(sshd.keyFile()),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(agent.socket())),
                    OwnSshd.BRISK));
        }
    }

    @Test
    void old_signatures_of_the_host_are_explained() throws IOException {
        OwnSshd.assumeInstalled();
        try (OwnSshd sshd = new RsaOnly(directory.resolve("sshd")).start();
                SshTransport transport = new SshTransport(sshd.options())) {
            assertThatThrownBy(() -> echo(transport))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("no server_host_key algorithm in common")
                    .hasMessageContaining("rsa-sha2-256");
        }
    }

    /** A server whose only host key signs with SHA-1. */
    private record RsaOnly(Path place) {
        OwnSshd start() throws IOException {
            Files.createDirectories(place);
            Path key = place.resolve("rsa_host_key");
            OwnSshd.keygen("-t", "rsa", "-b", "2048", "-N", "", "-f", key.toString());
            return OwnSshd.start(place, "HostKey " + key, "HostKeyAlgorithms ssh-rsa");
        }
    }

    @Test
    void every_host_on_the_way_is_checked() throws IOException {
        try (OwnSshd gateway = OwnSshd.start(directory.resolve("gateway"), "LogLevel DEBUG1");
                OwnSshd target = OwnSshd.start(directory.resolve("target"), "LogLevel DEBUG1")) {
            Files.copy(
                    gateway.authorizedKeys(),
                    target.authorizedKeys(),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            List<Hop> jumps = List.of(gateway.hop());
            SshOptions both = new SshOptions(
                    target.hop(),
                    jumps,
                    Credentials.keyFile(gateway.keyFile()),
                    List.of(gateway.knownHosts(), target.knownHosts()),
                    OwnSshd.BRISK);
            works(both);
            assertThat(gateway.log()).contains("direct-tcpip");
            assertThat(gateway.logins()).isEqualTo(1);
            assertThat(target.logins()).isEqualTo(1);

            long before = target.log().length();
            for (OwnSshd known : List.of(gateway, target)) {
                SshOptions one = new SshOptions(
                        both.target(), jumps, both.credentials(), List.of(known.knownHosts()), both.pacing());
                OwnSshd unknown = known == gateway ? target : gateway;
                try (SshTransport transport = new SshTransport(one)) {
                    assertThatThrownBy(() -> echo(transport))
                            .isInstanceOf(HostKeyException.class)
                            .hasMessageContaining(":" + unknown.port() + ": the host key is not known");
                }
            }
            assertThat(target.log().substring((int) before)).doesNotContain("userauth-request");
        }
    }

    @Test
    void log_ins_keep_their_shortest_interval() throws IOException {
        try (OwnSshd sshd = sshd()) {
            SshOptions options = sshd.options(
                    Credentials.keyFile(sshd.keyFile()), OwnSshd.BRISK.withMinLoginInterval(Duration.ofSeconds(3)));
            try (SshTransport transport = new SshTransport(options)) {
                echo(transport);
                long start = System.nanoTime();
                sshd.signalConnections("KILL");
                assertThatThrownBy(() -> transport.run("true", new byte[0], Duration.ofMillis(500)))
                        .isInstanceOf(NotDoneException.class);
                assertThat(sshd.logins()).isEqualTo(1);
                assertThat(echo(transport)).isEqualTo("hello\n");
                assertThat(System.nanoTime() - start)
                        .isGreaterThan(Duration.ofSeconds(1).toNanos());
                assertThat(sshd.logins()).isEqualTo(2);
            }
        }
    }

    @Test
    void a_key_with_a_passphrase_and_a_certificate_may_live_in_an_agent() throws IOException {
        Path authority = directory.resolve("ca");
        OwnSshd.keygen("-t", "ed25519", "-N", "", "-f", authority.toString());
        try (OwnSshd sshd = sshd("TrustedUserCAKeys " + authority + ".pub");
                OwnAgent agent = new OwnAgent(directory.resolve("agent.sock"))) {
            Files.writeString(sshd.authorizedKeys(), "");
            String key = sshd.keyFile().toString();
            String user = sshd.hop().user();
            OwnSshd.keygen("-s", authority.toString(), "-I", "id", "-n", user, "-V", "-1h:+1h", key + ".pub");
            agent.add(sshd.keyFile());
            works(sshd.options(Credentials.agent(agent.socket()), OwnSshd.BRISK));
        }
    }

    @Test
    void certificates_of_every_kind_of_key_tell_when_they_end() throws IOException {
        Path authority = directory.resolve("ca");
        OwnSshd.keygen("-t", "ed25519", "-N", "", "-f", authority.toString());
        for (String kind : List.of("ed25519", "rsa", "ecdsa")) {
            Path key = directory.resolve("key-" + kind);
            OwnSshd.keygen("-t", kind, "-N", "", "-f", key.toString());
            OwnSshd.keygen(
                    "-s",
                    authority.toString(),
                    "-I",
                    "id",
                    "-n",
                    "ada",
                    "-V",
                    "20200101000000Z:20200102000000Z",
                    key + ".pub");
            UserCertificate certificate = UserCertificate.read(Files.readAllBytes(Path.of(key + "-cert.pub")))
                    .orElseThrow();
            assertThat(certificate.trouble(Instant.parse("2020-01-01T12:00:00Z")))
                    .isEmpty();
            assertThat(certificate.trouble(Instant.parse("2020-01-02T00:00:00Z")))
                    .contains("expired at 2020-01-02T00:00:00Z");
            assertThat(certificate.trouble(Instant.parse("2019-12-31T23:59:59Z")))
                    .hasValueSatisfying(text -> assertThat(text).contains("valid from 2020-01-01T00:00:00Z"));
            OwnSshd.keygen("-s", authority.toString(), "-I", "id", "-n", "ada", key + ".pub");
            assertThat(UserCertificate.read(Files.readAllBytes(Path.of(key + "-cert.pub")))
                            .orElseThrow()
                            .trouble(Instant.parse("2999-01-01T00:00:00Z")))
                    .isEmpty();
        }
        assertThat(UserCertificate.read(Files.readAllBytes(Path.of(authority + ".pub"))))
                .isEmpty();
        assertThat(UserCertificate.read("x AAAA".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void a_key_that_the_host_takes_no_signature_of_is_explained() throws IOException {
        try (OwnSshd sshd = sshd("PubkeyAcceptedAlgorithms ssh-rsa")) {
            Path key = directory.resolve("rsa");
            OwnSshd.keygen("-t", "rsa", "-b", "3072", "-N", "", "-f", key.toString());
            Files.copy(Path.of(key + ".pub"), sshd.authorizedKeys(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            try (SshTransport transport = new SshTransport(sshd.options(Credentials.keyFile(key), OwnSshd.BRISK))) {
                assertThatThrownBy(() -> echo(transport))
                        .isInstanceOf(NeedsLoginException.class)
                        .hasMessageContaining("rsa-sha2")
                        .hasMessageContaining("ed25519");
                assertThat(transport.state()).isEqualTo(State.NEEDS_LOGIN);
            }
        }
    }

    @Test
    void a_host_that_wants_a_second_factor_needs_a_person() throws IOException {
        try (OwnSshd sshd = sshd(
                        "KbdInteractiveAuthentication yes",
                        "PasswordAuthentication yes",
                        "AuthenticationMethods publickey,password");
                SshTransport transport = new SshTransport(sshd.options())) {
            assertThatThrownBy(() -> echo(transport))
                    .isInstanceOf(NeedsLoginException.class)
                    .hasMessageContaining("second factor");
        }
    }

    @Test
    void a_refusal_stands_for_an_hour_and_is_then_tried_again() {
        AtomicLong now = new AtomicLong();
        StandingRefusal refusal = new StandingRefusal("h", () -> "same", Runnable::run, Duration.ofHours(1), now::get);
        assertThat(refusal.note(new NotDoneException("no route"), "same")).isFalse();
        assertThat(refusal.state()).isEqualTo(State.READY);
        assertThat(refusal.note(new NeedsLoginException("refused"), "same")).isTrue();
        assertThatThrownBy(() -> refusal.check(Deadline.in(LONG))).isInstanceOf(NeedsLoginException.class);
        now.set(Duration.ofMinutes(59).toNanos());
        assertThatThrownBy(() -> refusal.check(Deadline.in(LONG))).isInstanceOf(NeedsLoginException.class);
        now.set(Duration.ofMinutes(60).toNanos());
        refusal.check(Deadline.in(LONG));
        assertThat(refusal.state()).isEqualTo(State.READY);
    }
}
