package org.polymorph.engine.transport.ssh;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.transport.HostKeyException;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport.State;
import org.polymorph.engine.transport.shell.Deadline;

/**
 * A refused log-in or host key, which stands until the credentials or the host keys on record change, a person says so, or a long
 * time has passed: an administrator may have put it right over there. Thread-safe.
 */
final class StandingRefusal {
    private final String host;
    private final Supplier<String> stamps;
    private final Executor threads;
    private final long patience;
    private final LongSupplier nanoTime;
    private @Nullable NotDoneException why;
    private String stamp = "";
    private long since;
    private @Nullable CompletableFuture<String> reading;

    /**
     * Makes one that does not stand.
     *
     * @param stamps tells of credentials and host keys whether they changed; may block
     * @param longest time that a refusal stands
     */
    StandingRefusal(String host, Supplier<String> stamps, Executor threads, Duration longest, LongSupplier nanoTime) {
        this.host = host;
        this.stamps = stamps;
        this.threads = threads;
        this.patience = longest.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Throws the refusal if it stands.
     *
     * @throws NotDoneException if it does, or credentials cannot be read by the deadline
     */
    void check(Deadline deadline) {
        NotDoneException standing;
        CompletableFuture<String> present;
        synchronized (this) {
            if (why == null) {
                return;
            }
            standing = why;
            if (nanoTime.getAsLong() - since >= patience) {
                clear();
                return;
            }
            if (reading == null || reading.isDone()) {
                reading = read();
            }
            present = reading;
        }
        String now = await(present, deadline);
        synchronized (this) {
            if (why == standing && stamp.equals(now)) {
                throw ConnectFailure.again(standing);
            }
            if (why == standing) {
                clear();
            }
        }
    }

    private CompletableFuture<String> read() {
        try {
            return CompletableFuture.supplyAsync(stamps, threads);
        } catch (RejectedExecutionException e) {
            throw new NotDoneException(host + ": the transport is closed", e);
        }
    }

    private String await(CompletableFuture<String> present, Deadline deadline) {
        try {
            return present.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new NotDoneException(host + ": keys, agent and known hosts could not be read by the deadline", e);
        } catch (ExecutionException e) {
            throw new NotDoneException(host + ": keys, agent and known hosts cannot be read: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotDoneException(host + ": the wait for keys was interrupted", e);
        }
    }

    /**
     * Notes a refusal.
     *
     * @param seen the stamp of what was refused
     * @return whether it is one that stands
     */
    synchronized boolean note(NotDoneException refused, String seen) {
        if (ConnectFailure.isRefusal(refused)) {
            why = refused;
            stamp = seen;
            since = nanoTime.getAsLong();
            return true;
        }
        return false;
    }

    synchronized void clear() {
        why = null;
    }

    synchronized State state() {
        return why == null ? State.READY : why instanceof HostKeyException ? State.HOST_KEY : State.NEEDS_LOGIN;
    }
}
