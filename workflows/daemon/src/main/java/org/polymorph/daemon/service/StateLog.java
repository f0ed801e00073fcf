package org.polymorph.daemon.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.StateChanges;
import org.polymorph.engine.store.StateChanges.Change;
import org.polymorph.model.spi.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one JSON line for each change of a campaign's, a round's or a job's state. A file goes on where it ends, also after a
 * kill: no line is missing, torn or there twice. What one look has missed, because the transaction was not yet done, the next one
 * finds: each looks back a little.
 */
public final class StateLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateLog.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration LOOK_BACK = Duration.ofSeconds(10);
    private static final int MOST = 5000;
    private static final long TAIL = 1 << 20;

    private final StateChanges changes;
    private final Clock clock;
    private final Sink sink;
    private final Map<String, Instant> written = new LinkedHashMap<>();
    private final ScheduledExecutorService timer;
    private Instant last;
    private String problem = "";

    /** Where lines are written: to a file, or else to a stream, which stays open. */
    public record Target(Optional<Path> file, OutputStream stream) {}

    /** Takes whole lines or nothing. */
    private interface Sink extends AutoCloseable {
        void write(byte[] line) throws IOException;

        @Override
        void close() throws IOException;
    }

    private StateLog(Database database, Clock clock, Sink sink, Instant from) {
        this.changes = new StateChanges(database);
        this.clock = clock;
        this.sink = sink;
        this.last = from;
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "state-log");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Writes what happens from a moment on; a file that has lines already is gone on with from its last one.
     *
     * @throws ConfigurationException if it cannot be written
     */
    public static StateLog to(Target target, Database database, Clock clock, Instant from) {
        return target.file()
                .map(file -> to(file, database, clock, from))
                .orElseGet(() -> new StateLog(database, clock, stream(target.stream()), from).begin());
    }

    private static Sink stream(OutputStream out) {
        return new Sink() {
            @Override
            public void write(byte[] line) throws IOException {
                out.write(line);
                out.flush();
            }

            @Override
            public void close() {}
        };
    }

    private static StateLog to(Path file, Database database, Clock clock, Instant from) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            requireOurs(file, channel);
            String[] lines = tail(channel);
            StateLog log = new StateLog(database, clock, file(channel), from);
            for (String line : lines) {
                log.remember(line);
            }
            return log.begin();
        } catch (IOException e) {
            throw new ConfigurationException("--log-json " + file + ": expected a file that can be written: " + e);
        }
    }

    // lines are not added to a file given by mistake
    private static void requireOurs(Path file, FileChannel channel) throws IOException {
        ByteBuffer begin = ByteBuffer.allocate(1);
        if (channel.read(begin, 0) > 0 && begin.get(0) != '{') {
            channel.close();
            throw new ConfigurationException(
                    "--log-json " + file + ": expected a file of JSON lines or a new one, found something else");
        }
    }

    // the last lines; what a kill has torn is cut off
    private static String[] tail(FileChannel channel) throws IOException {
        long begin = Math.max(0, channel.size() - TAIL);
        ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - begin));
        while (bytes.hasRemaining() && channel.read(bytes, begin + bytes.position()) >= 0) {
            // until all is there
        }
        int end = bytes.position();
        while (end > 0 && bytes.get(end - 1) != '\n') {
            end--;
        }
        channel.truncate(begin + end);
        channel.position(begin + end);
        return new String(bytes.array(), 0, end, StandardCharsets.UTF_8).split("\n", -1);
    }

    private static Sink file(FileChannel channel) {
        return new Sink() {
            @Override
            public void write(byte[] line) throws IOException {
                long before = channel.position();
                try {
                    ByteBuffer bytes = ByteBuffer.wrap(line);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                } catch (IOException e) {
                    channel.truncate(before);
                    throw e;
                }
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    // the first of the tail may be torn at its beginning
    private void remember(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            if (json != null && json.hasNonNull("id") && json.hasNonNull("time")) {
                Instant at = Instant.parse(json.get("time").asText());
                written.put(json.get("id").asText(), at);
                last = at;
            }
        } catch (JsonProcessingException | DateTimeParseException e) {
            LOG.debug("a line of the log is none of ours", e);
        }
    }

    private StateLog begin() {
        var unused = timer.scheduleWithFixedDelay(this::lookOnce, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void lookOnce() {
        try {
            look();
            problem = "";
        } catch (IOException | RuntimeException e) {
            if (!e.toString().equals(problem)) {
                LOG.warn("changes of states cannot be logged, it is tried again: {}", e.toString());
            }
            problem = e.toString();
        }
    }

    private synchronized void look() throws IOException {
        Instant now = clock.instant();
        Instant since = (last.isBefore(now) ? last : now).minus(LOOK_BACK);
        boolean fresh = written.isEmpty();
        List<Change> found = changes.since(fresh ? last : since, MOST);
        for (Change change : found) {
            if (!written.containsKey(change.id())) {
                sink.write((MAPPER.writeValueAsString(json(change)) + "\n").getBytes(StandardCharsets.UTF_8));
                written.put(change.id(), change.at());
                last = change.at().isAfter(last) ? change.at() : last;
            }
        }
        Instant oldest = last.minus(LOOK_BACK.multipliedBy(2));
        written.values().removeIf(at -> at.isBefore(oldest));
    }

    private static Map<String, @Nullable Object> json(Change change) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("time", change.at().toString());
        json.put("id", change.id());
        json.put("what", change.thing().name().toLowerCase(Locale.ROOT));
        json.put("campaign", change.campaign().orElse(null));
        json.put("round", change.round().orElse(null));
        json.put("job", change.job().orElse(null));
        json.put("site", change.site().orElse(null));
        json.put("from", change.from().orElse(null));
        json.put("to", change.to());
        json.put("event", change.event());
        json.put("reason", change.reason());
        return json;
    }

    /** Writes what has happened so far, and no more. */
    @Override
    public void close() {
        // an interrupt would close the file
        timer.shutdown();
        try {
            var unused = timer.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lookOnce();
        try {
            sink.close();
        } catch (IOException e) {
            LOG.warn("the log of changes does not close", e);
        }
    }
}
