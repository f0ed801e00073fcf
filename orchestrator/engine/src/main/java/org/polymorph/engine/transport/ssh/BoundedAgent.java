package org.polymorph.engine.transport.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.SSHAgentConnector;
import com.jcraft.jsch.USocketFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Talks with an ssh-agent in conversations that are cut off after some time, so that a stuck agent holds no thread for ever. */
final class BoundedAgent implements USocketFactory {
    private final Path socket;
    private final Duration limit;
    private volatile @Nullable String problem;

    BoundedAgent(Path socket, Duration limit) {
        this.socket = socket;
        this.limit = limit;
    }

    AgentIdentityRepository keys() {
        return new AgentIdentityRepository(new SSHAgentConnector(this, socket));
    }

    /** Returns why the last conversation failed, where it did: the library then acts as if there were no keys. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public SocketChannel connect(Path path) throws IOException {
        problem = null;
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> cutOff(channel));
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return channel;
        } catch (IOException e) {
            problem = e.getMessage();
            channel.close();
            throw e;
        }
    }

    private void cutOff(SocketChannel channel) {
        if (channel.isOpen()) {
            problem = "nothing came for " + limit.toMillis() + " ms";
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public ServerSocketChannel bind(Path path) {
        throw new UnsupportedOperationException("this side never serves as an agent");
    }
}
