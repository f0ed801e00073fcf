package org.polymorph.engine.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.engine.transport.HostKeyException;
import org.polymorph.engine.transport.Transport.State;
import org.polymorph.engine.transport.ssh.SshOptions.Credentials;
import org.polymorph.engine.transport.ssh.SshOptions.Hop;

/** Host keys on record, revoked and certified, at every host on the way: without one, no log-in is attempted. */
class HostKeyTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Path directory;
    private final List<OwnSshd> running = new ArrayList<>();

    HostKeyTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void stop() {
        running.forEach(OwnSshd::close);
    }

    private OwnSshd start(String name, String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("LogLevel DEBUG1");
        OwnSshd sshd = OwnSshd.start(directory.resolve(name), all.toArray(String[]::new));
        running.add(sshd);
        return sshd;
    }

    private static String echo(SshTransport transport) {
        return transport.run("echo hello", new byte[0], LONG).stdout();
    }

    private static void works(SshOptions options) {
        try (SshTransport transport = new SshTransport(options)) {
            assertThat(echo(transport)).isEqualTo("hello\n");
        }
    }

    private static void isRefused(SshOptions options, String... words) {
        try (SshTransport transport = new SshTransport(options)) {
            assertThatThrownBy(() -> echo(transport))
                    .isInstanceOf(HostKeyException.class)
                    .satisfies(thrown -> assertThat(thrown.getMessage()).contains(words));
            assertThat(transport.state()).isEqualTo(State.HOST_KEY);
        }
    }

    private static String publicKey(Path key) throws IOException {
        return Files.readString(Path.of(key + ".pub"));
    }

    private static String place(OwnSshd sshd) {
        return "[127.0.0.1]:" + sshd.port();
    }

    private Path newKey(String name) throws IOException {
        Path key = directory.resolve(name);
        OwnSshd.keygen("-t", "ed25519", "-N", "", "-f", key.toString());
        return key;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_changed_key_anywhere_on_the_way_stops_the_site_until_it_is_on_record(int wrong) throws IOException {
        List<OwnSshd> way = List.of(start("first"), start("second"), start("third"));
        List<Path> known = new ArrayList<>();
        for (OwnSshd each : way) {
            Files.copy(way.get(0).authorizedKeys(), each.authorizedKeys(), StandardCopyOption.REPLACE_EXISTING);
            known.add(each.knownHosts());
        }
        OwnSshd changed = way.get(wrong);
        String before = Files.readString(changed.knownHosts());
        Files.writeString(changed.knownHosts(), place(changed) + " " + publicKey(newKey("stranger")));
        SshOptions options = new SshOptions(
                way.get(2).hop(),
                List.of(way.get(0).hop(), way.get(1).hop()),
                Credentials.keyFile(way.get(0).keyFile()),
                known,
                OwnSshd.BRISK);
        try (SshTransport transport = new SshTransport(options)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> echo(transport))
                        .isInstanceOf(HostKeyException.class)
                        .hasMessageContaining(":" + changed.port() + ": the host key has changed");
            }
            assertThat(transport.state()).isEqualTo(State.HOST_KEY);
            for (int hop = 0; hop < 3; hop++) {
                assertThat(way.get(hop).logins()).as("log-ins at host %d", hop).isEqualTo(hop < wrong ? 1 : 0);
            }
            for (OwnSshd each : way.subList(wrong, 3)) {
                assertThat(each.log()).doesNotContain("userauth-request", "Accepted", "Failed");
            }
            Files.writeString(changed.knownHosts(), before);
            assertThat(echo(transport)).isEqualTo("hello\n");
            assertThat(transport.state()).isEqualTo(State.READY);
        }
    }

    @Test
    void any_of_several_keys_and_kinds_of_key_of_a_name_will_do() throws IOException {
        Path rsa = directory.resolve("rsa");
        OwnSshd.keygen("-t", "rsa", "-b", "2048", "-N", "", "-f", rsa.toString());
        OwnSshd sshd = start("sshd", "HostKey " + rsa);
        String ed25519 = Files.readString(sshd.knownHosts());
        // only the RSA key is on record, though the server would rather show another
        Files.writeString(sshd.knownHosts(), place(sshd) + " " + publicKey(rsa));
        works(sshd.options());
        Files.writeString(
                sshd.knownHosts(), place(sshd) + " " + publicKey(newKey("old")) + ed25519 + "# a comment\n\n");
        works(sshd.options());
        OwnSshd.keygen("-H", "-f", sshd.knownHosts().toString());
        works(sshd.options());
        Files.writeString(sshd.knownHosts(), "|1|AAAA|BBBB " + publicKey(rsa));
        isRefused(sshd.options(), "not known");
        Files.writeString(sshd.knownHosts(), "nonsense\n" + ed25519 + "more nonsense AAAA\n");
        works(sshd.options());
    }

    @Test
    void a_revoked_key_is_refused_also_where_it_is_on_record() throws IOException {
        OwnSshd sshd = start("sshd");
        String plain = Files.readString(sshd.knownHosts());
        for (String revoked : List.of(
                plain + "@revoked * " + publicKey(sshd.hostKey()),
                "@revoked " + place(sshd) + " " + publicKey(sshd.hostKey()) + plain)) {
            Files.writeString(sshd.knownHosts(), revoked);
            isRefused(sshd.options(), "revoked");
        }
        assertThat(sshd.log()).doesNotContain("userauth-request");
    }

    private void certify(OwnSshd sshd, Path authority, String principal, String validity) throws IOException {
        OwnSshd.keygen(
                "-s",
                authority.toString(),
                "-I",
                "test host",
                "-h",
                "-n",
                principal,
                "-V",
                validity,
                sshd.hostKey() + ".pub");
        sshd.stop();
        sshd.start();
    }

    @Test
    void a_host_certificate_of_an_authority_on_record_is_taken() throws IOException {
        OwnSshd sshd = start("sshd", "HostCertificate " + directory.resolve("sshd/host_key-cert.pub"));
        Path authority = newKey("ca");
        certify(sshd, authority, "127.0.0.1", "-1h:+1h");
        String line = "@cert-authority " + place(sshd) + " " + publicKey(authority);
        Files.writeString(sshd.knownHosts(), line);
        works(sshd.options());
        assertThat(sshd.logins()).isEqualTo(1);
        long before = sshd.log().length();

        Files.writeString(sshd.knownHosts(), line + "@revoked * " + publicKey(authority));
        isRefused(sshd.options(), "certificate was not taken", "revoked");
        Files.writeString(sshd.knownHosts(), "@cert-authority * " + publicKey(newKey("another")));
        isRefused(sshd.options(), "Authority not in the known hosts or revoked");
        Files.writeString(sshd.knownHosts(), place(sshd) + " " + publicKey(authority));
        isRefused(sshd.options(), "Authority not in the known hosts or revoked");
        assertThat(sshd.log().substring((int) before)).doesNotContain("userauth-request");
    }

    @Test
    void a_host_certificate_that_expired_or_names_another_is_refused() throws IOException {
        OwnSshd sshd = start("sshd", "HostCertificate " + directory.resolve("sshd/host_key-cert.pub"));
        Path authority = newKey("ca");
        Files.writeString(sshd.knownHosts(), "@cert-authority * " + publicKey(authority));
        certify(sshd, authority, "127.0.0.1", "-2h:-1h");
        isRefused(sshd.options(), "expired");
        certify(sshd, authority, "elsewhere.example", "-1h:+1h");
        isRefused(sshd.options(), "elsewhere.example");
        assertThat(sshd.log()).doesNotContain("userauth-request");
    }

    @Test
    void a_certified_host_whose_key_is_on_record_is_taken() throws IOException {
        OwnSshd sshd = start("sshd", "HostCertificate " + directory.resolve("sshd/host_key-cert.pub"));
        certify(sshd, newKey("ca"), "127.0.0.1", "-1h:+1h");
        works(sshd.options());
    }

    @Test
    void the_name_of_a_host_counts_and_not_its_address() throws IOException {
        OwnSshd sshd = start("sshd");
        SshOptions plain = sshd.options();
        SshOptions named = new SshOptions(
                new Hop(plain.target().user(), "localhost", sshd.port()),
                List.of(),
                plain.credentials(),
                plain.knownHosts(),
                plain.pacing());
        isRefused(named, "not known");
        Files.writeString(sshd.knownHosts(), "[localhost]:" + sshd.port() + " " + publicKey(sshd.hostKey()));
        works(named);
    }
}
