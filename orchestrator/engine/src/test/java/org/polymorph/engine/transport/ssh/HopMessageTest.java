package org.polymorph.engine.transport.ssh;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.transport.HostKeyException;
import org.polymorph.engine.transport.NeedsLoginException;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.ssh.SshOptions.Credentials;

/** A failed log-in begins with the hop that it is about: people are told which one it is. */
class HopMessageTest {
    private final Path directory;

    HopMessageTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static void fails(SshOptions options, Class<? extends NotDoneException> kind, SshOptions.Hop hop) {
        try (SshTransport transport = new SshTransport(options)) {
            assertThatThrownBy(() -> transport.run("true", new byte[0], Duration.ofSeconds(60)))
                    .isInstanceOf(kind)
                    .hasMessageStartingWith(hop + ": ");
        }
    }

    @Test
    void a_refusal_begins_with_its_hop() throws IOException {
        try (OwnSshd gate = OwnSshd.start(directory.resolve("gate"));
                OwnSshd target = OwnSshd.start(directory.resolve("target"))) {
            SshOptions.Pacing pacing = OwnSshd.BRISK;
            Credentials gateKey = Credentials.keyFile(gate.keyFile());
            List<SshOptions.Hop> jumps = List.of(gate.hop());
            List<Path> both = List.of(gate.knownHosts(), target.knownHosts());

            fails(
                    new SshOptions(target.hop(), jumps, Credentials.keyFile(target.keyFile()), both, pacing),
                    NeedsLoginException.class,
                    gate.hop());
            fails(new SshOptions(target.hop(), jumps, gateKey, both, pacing), NeedsLoginException.class, target.hop());
            fails(
                    new SshOptions(target.hop(), jumps, gateKey, List.of(gate.knownHosts()), pacing),
                    HostKeyException.class,
                    target.hop());
            Files.writeString(gate.knownHosts(), "");
            fails(new SshOptions(target.hop(), jumps, gateKey, both, pacing), HostKeyException.class, gate.hop());
        }
    }
}
