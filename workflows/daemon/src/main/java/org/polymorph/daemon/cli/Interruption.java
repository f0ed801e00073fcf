package org.polymorph.daemon.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C, or a request to end, interrupt work in place of cutting it off, so that what is done is still written: while it is
 * open, the end of this program interrupts the working thread and waits for it, half a minute at most.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Thread working) {
        this.hook = new Thread(() -> end(working), "polymorph-interruption");
    }

    /** Begins for the thread that asks. */
    static Interruption ofThisThread() {
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Returns whether the calling thread was interrupted and clears its flag, so that it can write what is done. */
    boolean taken() {
        return Thread.interrupted();
    }

    private void end(Thread working) {
        working.interrupt();
        try {
            closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this program is ending already: the hook has run, or runs
        }
    }
}
