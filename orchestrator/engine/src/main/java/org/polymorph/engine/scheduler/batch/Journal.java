package org.polymorph.engine.scheduler.batch;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;

/**
 * The books of a scheduler: one small file a job, on the disk when {@link #write} returns. One process at a time may have it
 * open; the operating system lets go of it when that process ends, however it ends.
 */
final class Journal implements AutoCloseable {
    private final Path directory;
    private final FileChannel lock;

    private Journal(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Takes over a directory, which is made if it is missing.
     *
     * @throws IllegalStateException if another scheduler has it
     * @throws UncheckedIOException if it cannot be used
     */
    static Journal open(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock taken = null;
            try {
                taken = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                throw inUse(directory, e);
            } finally {
                if (taken == null) {
                    channel.close();
                }
            }
            if (taken == null) {
                throw inUse(directory, null);
            }
            return new Journal(directory, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": cannot be used: " + e.getMessage(), e);
        }
    }

    private static IllegalStateException inUse(Path directory, @Nullable Throwable cause) {
        return new IllegalStateException(
                "the job journal " + directory + " is in use by another scheduler: stop it, or use another directory",
                cause);
    }

    /** Reads all jobs, the first written down first. */
    Map<String, TrackedJob> read() {
        Map<Instant, Map<String, TrackedJob>> sorted = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".job")).toList()) {
                TrackedJob job = read(file);
                sorted.computeIfAbsent(job.intent(), time -> new TreeMap<>()).put(job.token(), job);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": cannot be read: " + e.getMessage(), e);
        }
        Map<String, TrackedJob> jobs = new LinkedHashMap<>();
        sorted.values().forEach(jobs::putAll);
        return jobs;
    }

    /** Writes a job down: beside, flushed, then renamed. */
    void write(TrackedJob job) {
        Path file = directory.resolve(job.token() + ".job");
        Path beside = directory.resolve(job.token() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(text(job).getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static String text(TrackedJob job) {
        JobSnapshot last = job.last();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("token", job.token());
        values.put("phase", job.phase().name());
        values.put("intent", job.intent().toString());
        values.put("submissions", Integer.toString(job.submissions()));
        values.put("quarantineUntil", job.quarantineUntil().toString());
        values.put("id", job.id());
        values.put("cluster", job.cluster());
        values.put("lost", job.lost());
        values.put("refusal", job.refusal());
        values.put("cancelled", Boolean.toString(job.cancelled()));
        values.put("node", job.node());
        values.put("changed", job.changed().toString());
        values.put("state", last.state().name());
        values.put("word", last.schedulerWord());
        values.put(
                "exit",
                last.exitCode().isPresent() ? Integer.toString(last.exitCode().getAsInt()) : "");
        values.put("cause", last.cause().name());
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) -> text.append(key)
                .append('=')
                .append(value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"))
                .append('\n'));
        return text.toString();
    }

    private static TrackedJob read(Path file) throws IOException {
        Properties values = new Properties();
        values.load(new StringReader(Files.readString(file)));
        try {
            String exit = value(values, "exit");
            String id = value(values, "id");
            JobSnapshot last = new JobSnapshot(
                    value(values, "token"),
                    JobState.valueOf(value(values, "state")),
                    id,
                    value(values, "word"),
                    exit.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(exit)),
                    JobCause.valueOf(value(values, "cause")));
            return new TrackedJob(
                    TrackedJob.Phase.valueOf(value(values, "phase")),
                    Instant.parse(value(values, "intent")),
                    Integer.parseInt(value(values, "submissions")),
                    Instant.parse(value(values, "quarantineUntil")),
                    id,
                    value(values, "cluster"),
                    value(values, "lost"),
                    value(values, "refusal"),
                    Boolean.parseBoolean(value(values, "cancelled")),
                    value(values, "node"),
                    Instant.parse(value(values, "changed")),
                    last);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new IOException(file + ": not a job of this version: " + e.getMessage(), e);
        }
    }

    private static String value(Properties values, String key) {
        String value = values.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("expected a line " + key + "=…, found none");
        }
        return value;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
