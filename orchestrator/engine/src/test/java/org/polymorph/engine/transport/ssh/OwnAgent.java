package org.polymorph.engine.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** An ssh-agent of a test's own. */
final class OwnAgent implements AutoCloseable {
    private final Path socket;
    private final Process process;

    OwnAgent(Path socket) throws IOException {
        this.socket = socket;
        this.process = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(socket));
    }

    Path socket() {
        return socket;
    }

    void add(Path key) {
        ProcessBuilder builder = new ProcessBuilder("ssh-add", "-q", key.toString());
        builder.environment().put("SSH_AUTH_SOCK", socket.toString());
        try {
            assertThat(builder.start().waitFor()).isZero();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops or continues it. */
    void signal(String signal) {
        OwnSshd.command("kill", "-" + signal, Long.toString(process.pid()));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
