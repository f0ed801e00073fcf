package org.polymorph.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.polymorph.engine.job.Sha256;

/**
 * Files named by the SHA-256 of their content. Written beside, synced and renamed, so that a name is never seen with
 * less than its whole content; writing the same content twice changes nothing. Thread-safe.
 */
public final class ObjectStore {
    private final Path directory;

    public ObjectStore(Path directory) {
        this.directory = directory;
    }

    /** Something that writes itself to a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Path file) throws IOException;
    }

    /**
     * Stores what {@code content} writes.
     *
     * @return its hash: 64 hexadecimal digits
     * @throws UncheckedIOException if it cannot be written, for example because the disk is full
     */
    public String put(Content content) {
        try {
            Files.createDirectories(directory);
            Path temporary = Files.createTempFile(directory, "new-", ".tmp");
            try {
                content.writeTo(temporary);
                String hash = Sha256.of(temporary);
                Path target = path(hash);
                if (!Files.exists(target)) {
                    Path folder = Files.createDirectories(directory.resolve(hash.substring(0, 2)));
                    sync(temporary);
                    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                    Directories.sync(folder);
                }
                return hash;
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the file of a hash after checking its content.
     *
     * @throws UncheckedIOException if it is missing or its content has changed
     */
    public Path get(String hash) {
        Path file = path(hash);
        try {
            String found = Sha256.of(file);
            if (!found.equals(hash)) {
                throw new IOException(file + ": expected content with the SHA-256 " + hash + ", found " + found);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(String hash) {
        return directory.resolve(hash.substring(0, 2)).resolve(hash.substring(2));
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
