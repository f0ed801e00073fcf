package org.polymorph.model.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** A fixed number of threads for numerical work; results come in the order of the tasks. Close it after use. */
public final class Workers implements AutoCloseable {
    private final int threads;
    private final ExecutorService executor;

    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("the number of threads must be at least 1, found " + threads);
        }
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "polymorph-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Makes workers for all processors. */
    public static Workers forAllProcessors() {
        return new Workers(Runtime.getRuntime().availableProcessors());
    }

    public int threads() {
        return threads;
    }

    /**
     * Computes {@code task} for 0 … count−1 and returns the results in that order. The first exception of a task ends the
     * rest and is thrown here. Must not be called from within a task.
     *
     * @throws CancellationException if the calling thread is interrupted; its interrupt flag is set
     */
    public <T> List<T> map(int count, IntFunction<T> task) {
        List<Future<T>> futures = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int index = i;
            futures.add(executor.submit(() -> task.apply(index)));
        }
        List<T> results = new ArrayList<>(count);
        try {
            for (Future<T> future : futures) {
                results.add(future.get());
                if (Thread.interrupted()) { // get() does not look where the result is there already
                    throw new InterruptedException();
                }
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted");
            cancelled.initCause(e);
            throw cancelled;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
