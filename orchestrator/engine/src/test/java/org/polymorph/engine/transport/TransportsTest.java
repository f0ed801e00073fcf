package org.polymorph.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.config.SiteSpec.TransportType;
import org.polymorph.engine.transport.ssh.SshOptions;
import org.polymorph.engine.transport.ssh.SshOptions.Credentials;
import org.polymorph.engine.transport.ssh.SshOptions.Hop;
import org.polymorph.engine.transport.ssh.SshOptions.Pacing;

class TransportsTest {
    private static final SiteSpec.Transport PLAIN = new SiteSpec.Transport(
            TransportType.SSH,
            "h",
            22,
            Optional.of("ada"),
            Optional.empty(),
            Optional.empty(),
            List.of("g", "bob@g2:2222", "[::1]"));

    @Test
    void what_a_site_leaves_open_is_as_in_openssh(@TempDir Path home) throws IOException {
        SshOptions options = Transports.options(PLAIN, home, Map.of());
        assertThat(options.target()).isEqualTo(new Hop("ada", "h", 22));
        assertThat(options.jumps())
                .containsExactly(new Hop("ada", "g", 22), new Hop("bob", "g2", 2222), new Hop("ada", "::1", 22));
        assertThat(options.knownHosts())
                .containsExactly(home.resolve(".ssh/known_hosts"), Path.of("/etc/ssh/ssh_known_hosts"));
        assertThat(options.credentials().keyFile()).isEmpty();
        assertThat(options.pacing()).isEqualTo(Pacing.DEFAULT);

        Path key = Files.createDirectory(home.resolve(".ssh")).resolve("id_rsa");
        Files.writeString(key, "");
        assertThat(Transports.options(PLAIN, home, Map.of()).credentials()).isEqualTo(Credentials.keyFile(key));
        assertThat(Transports.options(PLAIN, home, Map.of("SSH_AUTH_SOCK", "/a"))
                        .credentials())
                .isEqualTo(Credentials.agent(Path.of("/a")));
    }

    @Test
    void a_closed_one_is_closed_while_others_go_on() {
        SshOptions options = Transports.options(
                new SiteSpec.Transport(
                        TransportType.SSH,
                        "127.0.0.1",
                        1,
                        Optional.of("ada"),
                        Optional.empty(),
                        Optional.of(Path.of("/dev/null")),
                        List.of()),
                Path.of("/nowhere"),
                Map.of());
        try (Transport one = Transports.of(options)) {
            Transport two = Transports.of(options);
            two.close();
            two.close();
            assertThatThrownBy(() -> two.run("true", new byte[0], Duration.ofSeconds(5)))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(() -> one.run("true", new byte[0], Duration.ofSeconds(5)))
                    .isInstanceOf(NeedsLoginException.class);
            // the state belongs to the host, not to the caller
            try (Transport three = Transports.of(options)) {
                assertThat(three.state()).isEqualTo(Transport.State.NEEDS_LOGIN);
            }
        }
    }

    @Test
    void sites_of_one_machine_share_a_session_whatever_their_pacing() {
        SshOptions options = Transports.options(PLAIN, Path.of("/nowhere"), Map.of());
        SshOptions slower = options.withPacing(Pacing.DEFAULT.withMinLoginInterval(Duration.ofMinutes(1)));
        try (Transport one = Transports.of(options);
                Transport two = Transports.of(slower)) {
            // neither has a key: the refusal of the one is the state of both
            assertThatThrownBy(() -> one.run("true", new byte[0], Duration.ofSeconds(5)))
                    .isInstanceOf(NeedsLoginException.class);
            assertThat(two.state()).isEqualTo(Transport.State.NEEDS_LOGIN);
        }
    }
}
