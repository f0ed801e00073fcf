package org.polymorph.engine.scheduler.batch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.WeakHashMap;
import org.polymorph.engine.job.CommandRecord;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.Sha256;
import org.polymorph.engine.transport.Transport;
import org.polymorph.model.batch.InputFile;

/**
 * Reaches a machine, and remembers for each thread the command that it ran last, so that what came of it can be written down
 * together with it. Thread-safe.
 */
final class RecordedTransport {
    private final Transport transport;
    private final Map<Thread, CommandRecord> last = Collections.synchronizedMap(new WeakHashMap<>());

    RecordedTransport(Transport transport) {
        this.transport = transport;
    }

    /** Returns the last command of this thread, with or without an answer; empty for none since {@link #forget}. */
    Optional<CommandRecord> last() {
        return Optional.ofNullable(last.get(Thread.currentThread()));
    }

    void forget() {
        last.remove(Thread.currentThread());
    }

    /** Runs a script, as {@link Transport#run} does. */
    Transport.Answer run(String kind, String script, byte[] stdin, Duration deadline) {
        CommandRecord asked = CommandRecord.asked(kind, script, stdin);
        remember(asked);
        long begin = System.nanoTime();
        Transport.Answer answer = transport.run(script, stdin, deadline);
        long bytes = (long) answer.stdout().getBytes(StandardCharsets.UTF_8).length
                + answer.stderr().getBytes(StandardCharsets.UTF_8).length;
        remember(asked.answered(OptionalInt.of(answer.exitCode()), bytes, since(begin)));
        return answer;
    }

    /** Writes files into a directory of the machine, as {@link Transport#upload} does, and returns what was written. */
    List<FileDigest> upload(List<InputFile> files, String directory, Duration deadline) {
        List<FileDigest> digests = files.stream().map(FileDigest::of).toList();
        CommandRecord asked = moved("upload", directory, digests, FileDigest.bytes(digests), 0);
        remember(asked);
        long begin = System.nanoTime();
        transport.upload(files, directory, deadline);
        remember(asked.answered(OptionalInt.empty(), 0, since(begin)));
        return digests;
    }

    /** Copies plain files of a directory of the machine, as {@link Transport#download} does, and returns what came. */
    List<FileDigest> download(String directory, List<String> names, Path to, Duration deadline) {
        long begin = System.nanoTime();
        List<String> copied = new ArrayList<>(transport.download(directory, names, to, deadline));
        Duration took = since(begin);
        List<FileDigest> digests = FileDigest.ofDirectory(to).stream()
                .filter(file -> copied.contains(file.name()))
                .toList();
        remember(moved("download", directory, digests, 0, FileDigest.bytes(digests))
                .answered(OptionalInt.empty(), FileDigest.bytes(digests), took));
        return digests;
    }

    private void remember(CommandRecord command) {
        last.put(Thread.currentThread(), command);
    }

    private static CommandRecord moved(
            String kind, String directory, List<FileDigest> files, long bytesOut, long bytesIn) {
        StringBuilder text = new StringBuilder(directory);
        files.forEach(
                file -> text.append('\n').append(file.sha256()).append(' ').append(file.name()));
        return new CommandRecord(
                kind,
                Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)),
                OptionalInt.empty(),
                bytesOut,
                bytesIn,
                Duration.ZERO);
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
