package org.polymorph.daemon.rest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.EventLists;
import org.polymorph.engine.store.EventLists.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for new events while anybody listens, once for all of them, and tells them. What one look has missed, because the
 * transaction was not yet done, the next one finds: each looks back a little. Thread-safe.
 */
final class EventHub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
    private static final Duration INTERVAL = Duration.ofMillis(400);
    private static final Duration LOOK_BACK = Duration.ofSeconds(10);
    private static final int MOST = 2000;

    private final EventLists events;
    private final Clock clock;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer;
    private final Set<String> told = new HashSet<>();
    private final Deque<Row> tellings = new ArrayDeque<>();

    /** Somebody who is told of events, each once or more, those of one campaign in their order. Must not block. */
    @FunctionalInterface
    interface Listener {
        void tell(Row event);
    }

    EventHub(Database database, Clock clock) {
        this.events = new EventLists(database);
        this.clock = clock;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "rest-events");
            thread.setDaemon(true);
            return thread;
        });
        var unused = timer.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    void add(Listener listener) {
        listeners.add(listener);
    }

    void remove(Listener listener) {
        listeners.remove(listener);
    }

    int listeners() {
        return listeners.size();
    }

    private void look() {
        try {
            if (listeners.isEmpty()) {
                forget(Instant.MAX);
                return;
            }
            Instant since = clock.instant().minus(LOOK_BACK);
            forget(since);
            for (Row event : events.since(since, MOST)) {
                if (told.add(event.cursor().toString())) {
                    tellings.add(event);
                    listeners.forEach(listener -> listener.tell(event));
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("events cannot be read: {}", e.toString());
        }
    }

    private void forget(Instant before) {
        while (!tellings.isEmpty()
                && Instant.ofEpochMilli(tellings.peek().event().at()).isBefore(before)) {
            told.remove(tellings.remove().cursor().toString());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("the search for events does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
