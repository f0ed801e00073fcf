package org.polymorph.engine.transport.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.shell.Deadline;
import org.polymorph.engine.transport.shell.Exchange;
import org.polymorph.engine.transport.shell.ShellTransport;

/**
 * A host reached over SSH by one session that everything shares. Connects at the first call; a session that died is replaced
 * at the next one. Closing ends the session.
 */
public final class SshTransport extends ShellTransport {
    private static final long TURN = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    private final SshOptions options;
    private final SharedSession session;
    private final Semaphore channels;

    public SshTransport(SshOptions options) {
        this.options = options;
        this.session = new SharedSession(options);
        this.channels = new Semaphore(options.pacing().channels(), true);
    }

    @Override
    public String name() {
        return options.target().toString();
    }

    @Override
    public State state() {
        return session.state();
    }

    @Override
    public Breaker breaker() {
        return session.breaker();
    }

    @Override
    public void resume() {
        session.resume();
    }

    @Override
    protected int exec(Exchange exchange, Deadline deadline) {
        acquire(deadline);
        Opened opened;
        try {
            opened = open(exchange, deadline);
        } catch (RuntimeException e) {
            channels.release();
            throw e;
        }
        try {
            return await(exchange, opened, deadline);
        } finally {
            release(opened.channel());
        }
    }

    /** A channel and the session that it belongs to. */
    private record Opened(ChannelExec channel, SshConnection connection) {}

    private void acquire(Deadline deadline) {
        try {
            if (!channels.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                throw new NotDoneException(name() + ": no channel became free by the deadline");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotDoneException(name() + ": the wait for a channel was interrupted", e);
        }
    }

    /** Starts the command, waits out refusals (the host's MaxSessions), and replaces a session that turns out to be dead, once. */
    private Opened open(Exchange exchange, Deadline deadline) {
        long pause = FIRST_PAUSE;
        boolean replaced = false;
        while (true) {
            SshConnection connection = session.connection(deadline);
            ChannelExec channel = start(connection, exchange, deadline);
            if (channel != null) {
                return new Opened(channel, connection);
            }
            if (connection.isDead() && replaced) {
                throw new NotDoneException(name() + ": the session ended before the command began");
            }
            if (connection.isDead()) {
                replaced = true;
            } else if (pause >= deadline.remainingNanos()) {
                throw new NotDoneException(name() + ": the host opened no further channel by the deadline");
            } else {
                // nobody ends the exchange before it began: this only lets time pass
                exchange.awaitWhole(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE);
            }
        }
    }

    /** Starts the command; null if it surely did not begin and may be tried again. */
    private @Nullable ChannelExec start(SshConnection connection, Exchange exchange, Deadline deadline) {
        CompletableFuture<ChannelExec> started = new CompletableFuture<>();
        inBackground(() -> {
            try {
                ChannelExec channel = connection.start(exchange, deadline.remainingMillis());
                if (!started.complete(channel)) {
                    channel.disconnect();
                }
            } catch (JSchException | RuntimeException e) {
                started.completeExceptionally(e);
            }
        });
        long patience = session.longestSilence();
        try {
            return started.get(Math.min(patience, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (exchange.mayHaveBegun()) {
                throw exchange.failed(name() + ": the command was interrupted: " + e.getCause(), e);
            }
            return null;
        } catch (TimeoutException e) {
            started.cancel(false);
            if (deadline.passed()) {
                session.suspect(connection);
                throw exchange.failed(name() + ": the deadline passed", e);
            }
            // other channels may still be heard: the host talks, but it no longer listens
            session.giveUp(connection);
            if (exchange.mayHaveBegun()) {
                throw exchange.failed(name() + ": the host did not say whether it began", e);
            }
            return null;
        } catch (InterruptedException e) {
            started.cancel(false);
            Thread.currentThread().interrupt();
            throw exchange.failed(name() + ": the wait was interrupted", e);
        }
    }

    private void inBackground(Runnable task) {
        try {
            session.threads().execute(task);
        } catch (RejectedExecutionException e) {
            throw new NotDoneException(name() + ": the transport is closed", e);
        }
    }

    private int await(Exchange exchange, Opened opened, Deadline deadline) {
        while (!exchange.awaitWhole(Math.min(TURN, deadline.remainingNanos()))) {
            if (opened.channel().isClosed() || opened.connection().isDead()) {
                exchange.awaitWhole(TURN);
                return opened.channel().getExitStatus();
            }
            if (deadline.passed()) {
                session.suspect(opened.connection());
                throw exchange.failed(name() + ": the deadline passed", null);
            }
        }
        session.worked(opened.connection());
        return opened.channel().getExitStatus();
    }

    // closing a channel writes to the connection, and may be stuck there: its place is free when that is over
    private void release(ChannelExec channel) {
        try {
            session.threads().execute(() -> {
                try {
                    channel.disconnect();
                } finally {
                    channels.release();
                }
            });
        } catch (RejectedExecutionException e) {
            channels.release();
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
