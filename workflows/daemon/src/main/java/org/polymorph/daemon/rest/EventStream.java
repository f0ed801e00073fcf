package org.polymorph.daemon.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.engine.store.EventLists;
import org.polymorph.engine.store.EventLists.Cursor;
import org.polymorph.engine.store.EventLists.Row;

/**
 * One client that listens: what has happened since its cursor, then what happens, each event once. A client that does not read
 * is dropped; it may come back with the cursor of the last event that it has seen. {@link #tell} may be called by any thread,
 * the rest runs in the context of the connection.
 */
final class EventStream implements EventHub.Listener {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int CHUNK = 200;
    private static final int LONGEST_QUEUE = 2000;
    /** Events of the same time may have been written down in any order: so far back a resumed stream looks. */
    private static final long LOOK_BACK_MILLIS = 2000;

    private final Context context;
    private final HttpServerResponse response;
    private final EventLists events;
    private final Start start;
    private final Map<String, Long> seen = new HashMap<>();
    private final Deque<Row> queue = new ArrayDeque<>();
    private Cursor replayed;
    private boolean replaying = true;
    private boolean waiting;

    /**
     * Where a stream begins.
     *
     * @param cursor behind which
     * @param isResumed whether the client has seen events before, so that some may have been passed over
     */
    record Start(Optional<String> campaign, Cursor cursor, boolean isResumed) {
        private long from() {
            return isResumed ? Math.max(-1, cursor.at() - LOOK_BACK_MILLIS) : cursor.at();
        }
    }

    EventStream(Context context, HttpServerResponse response, EventLists events, Start start) {
        this.context = context;
        this.response = response;
        this.events = events;
        this.start = start;
        if (!start.cursor().campaign().isEmpty()) {
            seen.put(start.cursor().campaign(), start.cursor().seq());
        }
        boolean all = start.campaign().isEmpty() && start.isResumed();
        replayed = all ? new Cursor(start.from(), 0, "") : start.cursor();
    }

    /** Sends the head, then everything behind the cursor. */
    void begin() {
        write("retry: 3000\n\n");
        replay();
    }

    private void replay() {
        context.<List<Row>>executeBlocking(() -> events.after(replayed, start.campaign(), CHUNK), false)
                .onSuccess(this::replayed)
                .onFailure(failure -> response.reset());
    }

    private void replayed(List<Row> rows) {
        for (Row row : rows) {
            write(row);
            replayed = row.cursor();
        }
        if (rows.size() < CHUNK) {
            replaying = false;
            flush();
        } else if (response.writeQueueFull()) {
            response.drainHandler(drained -> replay());
        } else {
            replay();
        }
    }

    @Override
    public void tell(Row event) {
        if (start.campaign().isPresent() && !start.campaign().get().equals(event.campaign())) {
            return;
        }
        synchronized (queue) {
            queue.add(event);
            if (queue.size() > LONGEST_QUEUE) {
                queue.clear();
                context.runOnContext(nothing -> response.reset());
                return;
            }
        }
        context.runOnContext(nothing -> flush());
    }

    private void flush() {
        while (!replaying && !waiting && !response.closed()) {
            Row next;
            synchronized (queue) {
                if (queue.isEmpty()) {
                    return;
                }
                next = queue.remove();
            }
            write(next);
            if (response.writeQueueFull()) {
                waiting = true;
                response.drainHandler(drained -> {
                    waiting = false;
                    flush();
                });
            }
        }
    }

    /** Shows that the connection stands, while nothing happens. */
    void keepAlive() {
        if (!response.writeQueueFull()) {
            write(": nothing new\n\n");
        }
    }

    private void write(Row row) {
        Long last = seen.get(row.campaign());
        boolean isNew = last == null ? isBehindStart(row) : row.event().seq() > last;
        if (!isNew) {
            return;
        }
        seen.put(row.campaign(), row.event().seq());
        try {
            write("id: " + row.cursor() + "\nevent: " + row.event().kind() + "\ndata: "
                    + MAPPER.writeValueAsString(EventOperations.json(row)) + "\n\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isBehindStart(Row row) {
        long at = row.event().at();
        return start.isResumed()
                ? at >= start.from()
                : at > start.from()
                        || (at == start.from()
                                && row.campaign().compareTo(start.cursor().campaign()) > 0);
    }

    private void write(String text) {
        if (!response.closed() && !response.ended()) {
            var unused = response.write(text);
        }
    }
}
