package org.polymorph.engine.scheduler.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobRequest;

/**
 * The directory of one job: all that is known of the job stands here. It appears with its inputs in one step, or not at all.
 * <pre>
 * job.sh script.sh and the inputs
 * .queued            its place in the queue
 * .claim/            made by job.sh at its start; a second start ends there
 * .claim/process     which process it is
 * stdout stderr      of the job
 * done               the completion marker: exit status, whether the time limit ended it, when
 * .cancelled         somebody asked for its end
 * </pre>
 */
record JobDirectory(Path path) {
    static final Set<String> RESERVED = Set.of("job.sh", "script.sh", "stdout", "stderr", "done");

    private static final Pattern MARKER =
            Pattern.compile("exit=(\\d{3}) timeout=([01]) ended=(\\d{10,})(?: full=([01]))?\\n");

    /**
     * The completion marker.
     *
     * @param full whether it failed and there was no room for files then
     */
    record Done(int exitCode, boolean atTimeLimit, boolean full) {}

    static JobDirectory of(Path workDir, String token) {
        return new JobDirectory(workDir.resolve(token));
    }

    String token() {
        return path.getFileName().toString();
    }

    boolean exists() {
        return Files.exists(path.resolve("job.sh"));
    }

    /**
     * Writes the job's files.
     *
     * @throws DiskFullException if there is no room; nothing is left then
     * @throws IllegalArgumentException if an input has a name that the job needs itself
     */
    void create(JobRequest request, long sequence, Duration grace) {
        for (InputFile file : request.files()) {
            if (RESERVED.contains(file.name())) {
                throw new IllegalArgumentException(
                        "job " + request.token() + ": an input file must not be named " + file.name());
            }
        }
        Path staging = path.resolveSibling(".new-" + request.token());
        try {
            DurableFiles.removeTree(staging);
            Files.createDirectory(staging);
            for (InputFile file : request.files()) {
                DurableFiles.write(staging.resolve(file.name()), file.content());
            }
            write(staging, "script.sh", request.script());
            write(staging, "job.sh", JobScript.text(request.resources().walltime(), grace));
            write(staging, ".queued", sequence + "\n");
            DurableFiles.flushDirectory(staging);
            Files.move(staging, path, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.flushDirectory(path.resolveSibling("."));
        } catch (IOException e) {
            RuntimeException failure = DurableFiles.failure(path, e);
            try {
                DurableFiles.removeTree(staging);
            } catch (IOException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    private static void write(Path directory, String name, String text) throws IOException {
        DurableFiles.write(directory.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the job's place in the queue. */
    long sequence() throws IOException {
        String text = Files.readString(path.resolve(".queued")).trim();
        if (!text.matches("\\d{1,18}")) {
            throw new IOException(path.resolve(".queued") + ": expected a number, found \"" + text + "\"");
        }
        return Long.parseLong(text);
    }

    /** Reads the completion marker; empty if there is none or it is not whole. */
    Optional<Done> done() throws IOException {
        Matcher matcher = MARKER.matcher(marker().orElse(""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Done(
                Integer.parseInt(matcher.group(1)), matcher.group(2).equals("1"), "1".equals(matcher.group(4))));
    }

    /** Returns the completion marker as it stands there. */
    Optional<String> marker() throws IOException {
        return read("done");
    }

    boolean isClaimed() {
        return Files.exists(path.resolve(".claim"));
    }

    /** Closes the fence, so that no start of this job ever gets past it; returns false if one did already. */
    boolean claim() throws IOException {
        try {
            Files.createDirectory(path.resolve(".claim"));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Returns how long ago the job claimed its directory. */
    Duration claimAge(Instant now) throws IOException {
        return Duration.between(
                Files.getLastModifiedTime(path.resolve(".claim")).toInstant(), now);
    }

    /** Returns which process runs the job; empty if it has not written that down. */
    Optional<JobProcess> process() throws IOException {
        return read(".claim/process").flatMap(JobProcess::parse);
    }

    /** Returns the living processes of the job; empty where it has not said which process it is. */
    List<ProcessHandle> members() throws IOException {
        Optional<JobProcess> process = process();
        return process.isPresent() ? process.get().members() : List.of();
    }

    boolean isCancelled() {
        return Files.exists(path.resolve(".cancelled"));
    }

    void markCancelled() throws IOException {
        if (!isCancelled()) {
            DurableFiles.write(path.resolve(".cancelled"), new byte[0]);
            DurableFiles.flushDirectory(path);
        }
    }

    private Optional<String> read(String name) throws IOException {
        try {
            return Optional.of(Files.readString(path.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
