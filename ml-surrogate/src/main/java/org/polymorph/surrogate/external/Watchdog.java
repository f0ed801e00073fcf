package org.polymorph.surrogate.external;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Watches over one exchange with a process: kills it when its time is over or the thread that waits for it is interrupted, for
 * nothing else ends a read from a pipe. Closed when the exchange is.
 */
final class Watchdog implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    /** Why a process was killed. */
    enum Bite {
        NONE,
        TIMEOUT,
        INTERRUPT
    }

    private final Thread waiting;
    private final Runnable kill;
    private final long begun = System.nanoTime();
    private final long allowed;
    private final ScheduledFuture<?> looks;
    private volatile Bite bite = Bite.NONE;

    Watchdog(Thread waiting, Duration allowed, Runnable kill) {
        this.waiting = waiting;
        this.allowed = allowed.toNanos();
        this.kill = kill;
        this.looks = TIMER.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "polymorph-external-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Runs a task again and again, as long as this program runs. */
    static void repeat(Duration every, Runnable task) {
        ScheduledFuture<?> unused =
                TIMER.scheduleWithFixedDelay(task, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (bite != Bite.NONE) {
            return;
        }
        if (waiting.isInterrupted()) {
            bite = Bite.INTERRUPT;
        } else if (System.nanoTime() - begun >= allowed) {
            bite = Bite.TIMEOUT;
        } else {
            return;
        }
        kill.run();
    }

    Bite bite() {
        return bite;
    }

    @Override
    public void close() {
        looks.cancel(false);
    }
}
