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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport;
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
    private final StandingRefusal refusal;
    private final ExecutorService threads;
    private final ScheduledExecutorService clock;
    private @Nullable CompletableFuture<SshConnection> current;
    private @Nullable CompletableFuture<Boolean> probe;
    private @Nullable SshConnection connecting;
    private boolean closed;

    SharedSession(SshOptions options) {
        this.options = options;
        this.proof = new Proof(options);
        this.gate = LoginGate.of(options);
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "polymorph-ssh-" + options.target().host());
            thread.setDaemon(true);
            return thread;
        };
        this.threads = Executors.newCachedThreadPool(daemons);
        this.clock = Executors.newSingleThreadScheduledExecutor(daemons);
        this.refusal = new StandingRefusal(
                options.target().toString(),
                proof::stamp,
                threads,
                options.pacing().longestRefusal(),
                System::nanoTime);
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
        return refusal.state();
    }

    Transport.Breaker breaker() {
        return gate.state();
    }

    void resume() {
        refusal.clear();
        gate.reset();
    }

    /** Notes that a call came back through a session. */
    void worked(SshConnection connection) {
        connection.settle();
        gate.worked();
    }

    /**
     * Returns a session that works as far as is known.
     *
     * @throws NotDoneException if there is none by the deadline
     */
    SshConnection connection(Deadline deadline) {
        boolean joined = true;
        while (true) {
            refusal.check(deadline);
            CompletableFuture<SshConnection> before = current();
            CompletableFuture<SshConnection> attempt = attempt(deadline);
            SshConnection connection;
            try {
                connection = await(attempt, deadline);
            } catch (NotDoneException e) {
                if (joined && attempt == before && attempt.isDone()) {
                    // that attempt began before this call, perhaps when the host was still away
                    joined = false;
                    continue;
                }
                throw e;
            }
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

    private synchronized @Nullable CompletableFuture<SshConnection> current() {
        return current;
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
        if (attempt == null || attempt.isCompletedExceptionally() || isOver(attempt)) {
            long delay = gate.admit(deadline);
            CompletableFuture<SshConnection> begun = new CompletableFuture<>();
            later(() -> threads.execute(() -> connect(begun)), delay);
            current = begun;
            return begun;
        }
        return attempt;
    }

    // a session that ended before any call came back through it is a failure of the host
    private boolean isOver(CompletableFuture<SshConnection> attempt) {
        if (!attempt.isDone() || !attempt.join().isDead()) {
            return false;
        }
        if (attempt.join().settle()) {
            gate.failed(new NotDoneException(options.target() + ": the session ended before any call"));
        }
        return true;
    }

    private void connect(CompletableFuture<SshConnection> result) {
        try {
            String stamp = proof.stamp();
            gate.begin();
            connect(result, stamp);
        } catch (RuntimeException e) {
            result.completeExceptionally(notDone(e));
        }
    }

    private void connect(CompletableFuture<SshConnection> result, String stamp) {
        SshConnection connection = new SshConnection(options, proof);
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> limit = clock.schedule(
                () -> {
                    late.set(true);
                    connection.kill();
                },
                options.pacing().connectTimeout().toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            begin(connection);
            connection.connect();
            begin(null);
            result.complete(connection);
        } catch (RuntimeException e) {
            connection.kill();
            NotDoneException failure = late.get()
                    ? new NotDoneException(options.target() + ": no log-in within "
                            + options.pacing().connectTimeout().toSeconds() + " s: a host on the way is silent")
                    : notDone(e);
            if (refusal.note(failure, stamp)) {
                LOG.warn("{}: stopped: {}", options.target(), failure.getMessage());
                gate.undecided();
            } else if (isClosed()) {
                gate.undecided();
            } else {
                gate.failed(failure);
            }
            result.completeExceptionally(failure);
        } finally {
            limit.cancel(false);
        }
    }

    /** Notes what is being connected, so that closing ends it. */
    private synchronized void begin(@Nullable SshConnection connection) {
        if (closed) {
            throw new NotDoneException(options.target() + ": the transport is closed");
        }
        connecting = connection;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private NotDoneException notDone(RuntimeException problem) {
        return problem instanceof NotDoneException known
                ? known
                : new NotDoneException(options.target() + ": no connection: " + problem.getMessage(), problem);
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
        boolean alive = connection.answeredSince(start);
        long limit = Math.min(LONGEST_PROBE, longestSilence());
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
        long interval = options.pacing().keepAlive().toNanos();
        if (connection.isDead()) {
            connection.kill();
        } else if (connection.stuckNanos() > longestSilence()) {
            giveUp(connection);
        } else {
            if (connection.stuckNanos() < interval && connection.settle()) {
                gate.worked();
            }
            threads.execute(connection::askForSign);
        }
    }

    /** Returns how long a host may leave a question without an answer, in nanoseconds. */
    long longestSilence() {
        return SIGNS_MISSED * options.pacing().keepAlive().toNanos();
    }

    /** Gives up a session whose host no longer answers. */
    void giveUp(SshConnection connection) {
        boolean lived = !connection.isDead();
        if (connection.kill() && lived) {
            connection.settle();
            gate.failed(new NotDoneException(options.target() + ": the host no longer answers"));
        }
    }

    void close() {
        CompletableFuture<SshConnection> attempt;
        synchronized (this) {
            closed = true;
            attempt = current;
            if (connecting != null) {
                connecting.kill();
            }
        }
        clock.shutdownNow();
        if (attempt != null && attempt.isDone() && !attempt.isCompletedExceptionally()) {
            if (attempt.join().settle()) {
                gate.undecided();
            }
            attempt.join().end(2000);
        }
        threads.shutdownNow();
    }
}
