package org.polymorph.engine.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.TransportContract;

class SshTransportTest extends TransportContract {
    private static @Nullable OwnSshd sshd;

    private @Nullable SshTransport transport;

    @BeforeAll
    static void startServer(@TempDir Path directory) throws IOException {
        sshd = OwnSshd.start(directory.resolve("sshd"));
    }

    @AfterAll
    static void stopServer() {
        if (sshd != null) {
            sshd.close();
        }
    }

    private static OwnSshd sshd() {
        return java.util.Objects.requireNonNull(sshd);
    }

    @Override
    protected Transport transport() {
        if (transport == null) {
            transport = new SshTransport(sshd().options());
        }
        return transport;
    }

    @AfterEach
    void close() {
        if (transport != null) {
            transport.close();
        }
    }

    @Test
    void everything_shares_one_session() throws Exception {
        long before = sshd().logins();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            Transport shared = transport();
            var answers = threads.invokeAll(IntStream.range(0, 60)
                    .mapToObj(i -> (Callable<String>)
                            () -> shared.run("echo " + i, new byte[0], LONG).stdout())
                    .toList());
            for (int i = 0; i < 60; i++) {
                Future<String> answer = answers.get(i);
                assertThat(answer.get()).isEqualTo(i + "\n");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(sshd().logins() - before).isEqualTo(1);
    }
}
