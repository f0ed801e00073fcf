package org.polymorph.model.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where long work leaves its state, so that it can go on after a kill: files of a directory that holds nothing else. Each
 * is sealed with a hash of what it holds and of what the work is done with, so that neither a damaged file nor the state of
 * other work is ever taken. Thread-safe as long as each name is used by one thread.
 *
 * @param directory made when the first state is left
 * @param interval time between two states of the same part, so that leaving them costs little
 * @param wentOn told where the work goes on, such as {@code epoch 120 of member 2}
 */
public record Checkpoint(Path directory, Duration interval, Consumer<String> wentOn) {
    private static final String SUFFIX = ".state";
    private static final int HASH = 32;
    private static final Duration USUAL = Duration.ofSeconds(5);

    /** Makes a checkpoint that is written every five seconds. */
    public static Checkpoint in(Path directory, Consumer<String> wentOn) {
        return new Checkpoint(directory, USUAL, wentOn);
    }

    /**
     * Leaves a state in place of the last one of this name; when this returns, it outlives a loss of power.
     *
     * @param name of a part of the work; a file name
     * @param inputs all that decides what the work gives, in words or as a hash
     * @throws UncheckedIOException if it cannot be written
     */
    public void leave(String name, String inputs, byte[] state) {
        Path file = directory.resolve(name + SUFFIX);
        Path beside = directory.resolve(name + ".part");
        try {
            Files.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                writeAll(channel, ByteBuffer.wrap(seal(inputs, state)));
                writeAll(channel, ByteBuffer.wrap(state));
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
                entry.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the checkpoint " + file + ": " + e, e);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Returns the last state of a part, if it was left by the same work and is whole.
     *
     * @throws UncheckedIOException if it is there and cannot be read
     */
    public Optional<byte[]> find(String name, String inputs) {
        Path file = directory.resolve(name + SUFFIX);
        try {
            byte[] all = Files.readAllBytes(file);
            if (all.length < HASH) {
                return Optional.empty();
            }
            byte[] state = Arrays.copyOfRange(all, HASH, all.length);
            boolean same = Arrays.equals(Arrays.copyOf(all, HASH), seal(inputs, state));
            return same ? Optional.of(state) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the checkpoint " + file + ": " + e, e);
        }
    }

    private static byte[] seal(String inputs, byte[] state) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] text = inputs.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
            digest.update(text);
            return digest.digest(state);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Takes all states away, for work whose result is safe.
     *
     * @throws UncheckedIOException if one cannot be removed
     */
    public void discard() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*{" + SUFFIX + ",.part}")) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the checkpoint " + directory + ": " + e, e);
        }
    }
}
