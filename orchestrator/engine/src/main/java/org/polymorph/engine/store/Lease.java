package org.polymorph.engine.store;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of one process to work on the campaigns of a shared database, until it ends or the process is silent for too long. The
 * holder renews it from a thread of its own. Each holder has another token, and every transaction of the database that the lease
 * was taken with is committed only while its token is in force: one that was stopped, and goes on after another has taken over,
 * writes nothing ({@link LeaseLostException}). Time is what the clock of the database shows; clocks of machines may be wrong.
 * Thread-safe.
 */
public final class Lease implements AutoCloseable {
    /** How long a lease lasts where nothing else is wanted: a successor is at work within twice that. */
    public static final Duration DURATION = Duration.ofSeconds(12);

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final LeaseHolder holder;
    private final Duration duration;
    private final HikariDataSource connection;
    private final Jdbi jdbi;
    private final Thread renewal;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Runnable> listeners = new ArrayList<>();
    private volatile long certainUntil;
    private final Optional<LeaseHolder> before;
    private boolean lost;

    private Lease(
            LeaseHolder holder,
            Optional<LeaseHolder> before,
            Duration duration,
            HikariDataSource connection,
            Jdbi jdbi,
            long asked) {
        this.holder = holder;
        this.before = before;
        this.duration = duration;
        this.connection = connection;
        this.jdbi = jdbi;
        this.certainUntil = asked + duration.toNanos();
        this.renewal = new Thread(this::renewAgainAndAgain, "lease");
        renewal.setDaemon(true);
    }

    /**
     * Takes the lease of a database; empty if another process holds it ({@link #holder} tells which). A lease that has ended is
     * taken over. Where the database does not answer this fails with what the driver says; asked again later it may succeed.
     *
     * @param duration how long it lasts from each renewal; there are three renewals in it
     * @throws IllegalStateException if the database is a file, which the lock of its directory is for, or has or had a lease
     */
    public static Optional<Lease> acquire(Database database, Duration duration) {
        PostgresServer server = database.server()
                .orElseThrow(() -> new IllegalStateException(
                        database.place() + ": expected the database of a server, which is leased, found a file"));
        HikariDataSource connection = server.pool(1, duration.dividedBy(3));
        boolean taken = false;
        try {
            Jdbi jdbi = server.writing(connection, new Fence());
            long asked = System.nanoTime();
            String host = LeaseHolder.thisHost();
            long pid = ProcessHandle.current().pid();
            Optional<LeaseHolder> before = jdbi.withHandle(LeaseTable::holder);
            OptionalLong token = jdbi.inTransaction(db -> LeaseTable.take(db, host, pid, duration));
            if (token.isEmpty()) {
                return Optional.empty();
            }
            jdbi.useHandle(db -> LeaseTable.endEarlier(db, token.getAsLong()));
            LeaseHolder holder = jdbi.withHandle(LeaseTable::holder).orElseThrow();
            Lease lease = new Lease(holder, before, duration, connection, jdbi, asked);
            database.fence().put(LeaseTable.sign(holder.token()), lease::check);
            taken = true;
            lease.renewal.start();
            LOG.info("lease {} taken by {}", holder.token(), holder);
            return Optional.of(lease);
        } finally {
            if (!taken) {
                connection.close();
            }
        }
    }

    /**
     * Waits until the lease of a database can be taken, also while the database does not answer.
     *
     * @param pause between two attempts
     * @throws InterruptedException if the calling thread is interrupted
     */
    public static Lease await(Database database, Duration duration, Duration pause) throws InterruptedException {
        boolean answered = true;
        while (true) {
            try {
                Optional<Lease> lease = acquire(database, duration);
                if (lease.isPresent()) {
                    return lease.get();
                }
                answered = true;
            } catch (IllegalStateException e) {
                throw e;
            } catch (RuntimeException e) {
                if (answered) {
                    LOG.warn("the lease of {} cannot be asked for now", database.place(), e);
                }
                answered = false;
            }
            Thread.sleep(pause.toMillis());
        }
    }

    /** Returns who holds the lease of a database, also one that has ended and that nobody has taken over yet. */
    public static Optional<LeaseHolder> holder(Database database) {
        return database.isShared() ? database.reading().withHandle(LeaseTable::holder) : Optional.empty();
    }

    /** Returns the holder that this lease was taken over from; empty where it had been given back. */
    public Optional<LeaseHolder> before() {
        return before;
    }

    /** Returns the number of this lease, above those of all earlier holders. */
    public long token() {
        return holder.token();
    }

    /**
     * Returns whether nobody else can have taken the lease. False while the database has not answered for longer than the lease
     * lasts: what cannot be taken back is better not begun then.
     */
    public boolean isCertain() {
        return System.nanoTime() - certainUntil < 0 && !isLost();
    }

    /** Returns whether another process is known to have taken the lease, or it was given back. */
    public synchronized boolean isLost() {
        return lost;
    }

    /** Has something run once when another process is known to have taken the lease; at once if that is so already. */
    public void onLost(Runnable listener) {
        synchronized (this) {
            if (!lost) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    // in each transaction, before its commit
    private void check(Handle db) {
        if (isLost() || !LeaseTable.holds(db, holder.token())) {
            lose();
            throw new LeaseLostException("lease " + holder.token() + " of " + holder
                    + " has ended: another process works on these campaigns now");
        }
    }

    private void lose() {
        List<Runnable> told;
        synchronized (this) {
            if (lost) {
                return;
            }
            lost = true;
            told = List.copyOf(listeners);
        }
        closed.countDown();
        LOG.warn("lease {} of {} is lost: another process works on these campaigns now", holder.token(), holder);
        told.forEach(Runnable::run);
    }

    private void renewAgainAndAgain() {
        boolean answered = true;
        try {
            while (!closed.await(duration.toMillis() / 3, TimeUnit.MILLISECONDS)) {
                answered = renew(answered);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // returns whether the database has answered
    private boolean renew(boolean answered) {
        long asked = System.nanoTime();
        try {
            if (!jdbi.inTransaction(db -> LeaseTable.renew(db, holder.token()))) {
                lose();
                return true;
            }
            certainUntil = asked + duration.toNanos();
            if (!answered) {
                LOG.info("lease {} of {} is renewed again", holder.token(), holder);
            }
            return true;
        } catch (RuntimeException e) {
            if (answered && closed.getCount() > 0) {
                LOG.warn("lease {} of {} cannot be renewed for now", holder.token(), holder, e);
            }
            return false;
        }
    }

    /** Gives the lease back, so that another process need not wait for its end. Nothing can be written after that. */
    @Override
    public void close() {
        boolean held;
        synchronized (this) {
            held = !lost;
            lost = true;
        }
        closed.countDown();
        try {
            if (renewal != Thread.currentThread()) {
                renewal.join(); // a listener of its own loss may close it
            }
            if (held) {
                jdbi.useTransaction(db -> LeaseTable.release(db, holder.token()));
                LOG.info("lease {} given back by {}", holder.token(), holder);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JdbiException | UnknownCommitException e) {
            LOG.warn("lease {} of {} could not be given back; it ends by itself", holder.token(), holder, e);
        } finally {
            connection.close();
        }
    }
}
