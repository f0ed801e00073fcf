package org.polymorph.daemon.alert;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.config.AlertReceiver;
import org.polymorph.engine.store.Alert;
import org.polymorph.engine.store.AlertBook;
import org.polymorph.engine.store.AlertBook.Due;
import org.polymorph.engine.store.AlertBook.Receiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one receiver of alerts, one after the other, each until it is taken: later and later after failures, by threads of its
 * own, and no longer at a time than a deadline.
 */
final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int MOST_DOUBLINGS = 20;
    private static final int MOST_URGENT = 20;

    private final AlertReceiver receiver;
    private final Delivery delivery;
    private final AlertBook book;
    private final Clock clock;
    private final Pace pace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService caller;
    private final Thread thread;
    private final Deque<Alert> urgent = new ArrayDeque<>();
    private @Nullable Future<?> call;
    private long taken;
    private String bookProblem = "";

    /**
     * How a courier goes about it.
     *
     * @param look from one look for new alerts to the next
     * @param deadline of a call
     * @param firstRetry from a failure to the next attempt; twice as long after each further one
     */
    record Pace(Duration look, Duration deadline, Duration firstRetry, Duration longestRetry) {
        static final Pace DEFAULT =
                new Pace(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofMinutes(15));
    }

    Courier(AlertReceiver receiver, Delivery delivery, AlertBook book, Clock clock, Pace pace) {
        this.receiver = receiver;
        this.delivery = delivery;
        this.book = book;
        this.clock = clock;
        this.pace = pace;
        caller = Executors.newSingleThreadExecutor(task -> daemonThread(task, "alert-call-" + receiver.name()));
        book.admit(receiver.name());
        thread = daemonThread(this::goOn, "alert-" + receiver.name());
        thread.start();
    }

    private static Thread daemonThread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Tells of an alert that cannot be written down: once, as well as it can be done. */
    void tellNow(Alert alert) {
        synchronized (urgent) {
            if (urgent.size() < MOST_URGENT && receiver.kinds().contains(alert.kind())) {
                urgent.add(alert);
            }
        }
    }

    private void goOn() {
        try {
            while (!closed.await(pace.look().toMillis(), TimeUnit.MILLISECONDS)) {
                deliver();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver() throws InterruptedException {
        tellUrgent();
        try {
            while (closed.getCount() > 0 && deliverNext()) {
                // as long as alerts are taken
            }
            bookProblem = "";
        } catch (RuntimeException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(bookProblem)) {
                LOG.warn("alerts to {} cannot be read or noted, it is tried again: {}", receiver.name(), problem);
            }
            bookProblem = problem;
        }
    }

    private boolean deliverNext() throws InterruptedException {
        Receiver state = book.receiver(receiver.name());
        if (clock.instant().isBefore(state.nextAt())) {
            return false;
        }
        Optional<Due> due = book.due(state, receiver.kinds());
        if (due.isEmpty()) {
            return false;
        }
        // taken, and only the note of it is missing
        Optional<String> problem =
                due.get().seq() == taken ? Optional.empty() : attempt(due.get().alert());
        if (problem.isPresent()) {
            Instant next = clock.instant().plus(pause(state.failures()));
            if (state.failures() == 0) {
                LOG.warn("alerts to {} are not taken, it is tried again: {}", receiver.name(), problem.get());
            }
            book.failed(state, next, problem.get());
            return false;
        }
        taken = due.get().seq();
        book.delivered(receiver.name(), due.get());
        LOG.info("alert={} told to {}", due.get().alert().id(), receiver.name());
        return true;
    }

    private Duration pause(int failures) {
        Duration doubled = pace.firstRetry().multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return doubled.compareTo(pace.longestRetry()) < 0 ? doubled : pace.longestRetry();
    }

    private void tellUrgent() throws InterruptedException {
        while (true) {
            Alert alert;
            synchronized (urgent) {
                if (urgent.isEmpty()) {
                    return;
                }
                alert = urgent.remove();
            }
            Optional<String> problem = attempt(alert);
            problem.ifPresent(text -> LOG.warn("alert={} to {} is not taken: {}", alert.id(), receiver.name(), text));
        }
    }

    /** Tells the receiver and returns what was wrong with that. */
    Optional<String> attempt(Alert alert) throws InterruptedException {
        Future<?> earlier = call;
        if (earlier != null && !earlier.isDone()) {
            return Optional.of("an earlier call does not end");
        }
        Future<?> now = caller.submit(() -> {
            delivery.send(alert);
            return null;
        });
        call = now;
        try {
            now.get(pace.deadline().toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            now.cancel(true);
            return Optional.of("no answer within " + pace.deadline().toSeconds() + " s");
        } catch (ExecutionException e) {
            return Optional.of(delivery.problem(e.getCause() == null ? e : e.getCause()));
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        caller.shutdownNow();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
