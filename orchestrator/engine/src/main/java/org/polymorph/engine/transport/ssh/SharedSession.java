package org.polymorph.engine.transport.ssh;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport.State;
import org.polymorph.engine.transport.shell.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one session with a host: made when it is needed, watched, replaced when it is dead. Nothing of the library's runs in a
 * caller's thread, so that no caller is ever stuck in it. Thread-safe.
 */
final class SharedSession {
    private static final Logger LOG = LoggerFactory.getLogger(SharedSession.class);
    private static final int SIGNS_MISSED = 3;
    private static final long LONGEST_PROBE = TimeUnit.SECONDS.toNanos(3);
    private static final long TURN = TimeUnit.MILLISECONDS.toNanos(50);

    private final SshOptions options;
    private final Proof proof;
    private final LoginGate gate;
    private final ExecutorService threads;
    private final ScheduledExecutorService clock;
    private @Nullable CompletableFuture<SshConnection> current;
    private @Nullable CompletableFuture<Boolean> probe;
    private boolean closed;

    SharedSession(SshOptions options) {
        this.options = options;
        this.proof = new Proof(options);
        this.gate = new LoginGate(options, proof);
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "polymorph-ssh-" + options.target().host());
            thread.setDaemon(true);
            return thread;
        };
        this.threads = Executors.newCachedThreadPool(daemons);
        this.clock = Executors.newSingleThreadScheduledExecutor(daemons);
        later(this::pulse, options.pacing().keepAlive().toNanos());
    }

    private void later(Runnable task, long nanos) {
        ScheduledFuture<?> unused = clock.schedule(
                () -> {
                    try {
                        task.run();
                    } catch (RejectedExecutionException e) {
                        LOG.debug("{}: closed meanwhile", options.target());
                    }
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    ExecutorService threads() {
        return threads;
    }

    State state() {
        return gate.state();
    }

    void resume() {
        gate.resume();
    }

    void worked() {
        gate.worked();
    }

    /**
     * Returns a session that works as far as is known.
     *
     * @throws NotDoneException if there is none by the deadline
     */
    SshConnection connection(Deadline deadline) {
        while (true) {
            CompletableFuture<SshConnection> attempt = attempt(deadline);
            SshConnection connection = await(attempt, deadline);
            CompletableFuture<Boolean> asked = probe();
            if (asked != null) {
                await(asked, deadline);
            }
            if (!connection.isDead()) {
                return connection;
            }
            connection.kill();
        }
    }

    private synchronized @Nullable CompletableFuture<Boolean> probe() {
        return probe;
    }

    private <T> T await(CompletableFuture<T> future, Deadline deadline) {
        try {
            return future.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new NotDoneException(options.target() + ": no connection by the deadline", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof NotDoneException failure
                    ? ConnectFailure.again(failure)
                    : new NotDoneException(options.target() + ": no connection: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotDoneException(options.target() + ": the wait for a connection was interrupted", e);
        }
    }

    private synchronized CompletableFuture<SshConnection> attempt(Deadline deadline) {
        if (closed) {
            throw new NotDoneException(options.target() + ": the transport is closed");
        }
        CompletableFuture<SshConnection> attempt = current;
        if (attempt == null
                || attempt.isCompletedExceptionally()
                || (attempt.isDone() && attempt.join().isDead())) {
            long delay = gate.admit(deadline);
            CompletableFuture<SshConnection> begun = new CompletableFuture<>();
            later(() -> threads.execute(() -> connect(begun)), delay);
            current = begun;
            return begun;
        }
        return attempt;
    }

    private void connect(CompletableFuture<SshConnection> result) {
        SshConnection connection = new SshConnection(options, proof);
        ScheduledFuture<?> limit = clock.schedule(
                connection::kill, options.pacing().connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
        try {
            gate.began();
            connection.connect();
            result.complete(connection);
        } catch (NotDoneException e) {
            connection.kill();
            gate.failed(e);
            result.completeExceptionally(e);
        } catch (RuntimeException e) {
            connection.kill();
            NotDoneException failure = new NotDoneException(options.target() + ": no connection: " + e.getMessage(), e);
            gate.failed(failure);
            result.completeExceptionally(failure);
        } finally {
            limit.cancel(false);
        }
    }

    /** Finds out whether a session in which a call got stuck still lives, and gives it up if not; others go on meanwhile. */
    synchronized void suspect(SshConnection connection) {
        if (probe == null && !closed) {
            CompletableFuture<Boolean> asked = new CompletableFuture<>();
            probe = asked;
            long start = System.nanoTime();
            threads.execute(connection::askForSign);
            later(() -> listen(connection, asked, start), 0);
        }
    }

    private void listen(SshConnection connection, CompletableFuture<Boolean> asked, long start) {
        long waited = System.nanoTime() - start;
        boolean alive = connection.silentNanos() < waited;
        long limit = Math.min(LONGEST_PROBE, options.pacing().keepAlive().toNanos() * SIGNS_MISSED);
        if (!alive && waited < limit && !connection.isDead()) {
            later(() -> listen(connection, asked, start), TURN);
            return;
        }
        if (!alive) {
            giveUp(connection);
        }
        synchronized (this) {
            probe = null;
        }
        asked.complete(alive);
    }

    private void pulse() {
        later(this::pulse, options.pacing().keepAlive().toNanos());
        CompletableFuture<SshConnection> attempt;
        synchronized (this) {
            attempt = current;
        }
        if (attempt == null || !attempt.isDone() || attempt.isCompletedExceptionally()) {
            return;
        }
        SshConnection connection = attempt.join();
        if (connection.isDead()) {
            connection.kill();
        } else if (connection.silentNanos()
                > SIGNS_MISSED * options.pacing().keepAlive().toNanos()) {
            giveUp(connection);
        } else {
            threads.execute(connection::askForSign);
        }
    }

    private void giveUp(SshConnection connection) {
        if (!connection.isDead()) {
            gate.failed(new NotDoneException(options.target() + ": the host no longer answers"));
        }
        connection.kill();
    }

    void close() {
        CompletableFuture<SshConnection> attempt;
        synchronized (this) {
            closed = true;
            attempt = current;
        }
        clock.shutdownNow();
        if (attempt != null && attempt.isDone() && !attempt.isCompletedExceptionally()) {
            attempt.join().end(2000);
        }
        threads.shutdownNow();
    }
}
