package org.polymorph.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The directory that holds all of a campaign: database, objects and job directories. Opened by one process at a time; the
 * operating system drops the lock when the process dies, however it dies.
 */
public final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens a directory for writing, making it if it is not there.
     *
     * @throws DirectoryInUseException if another process has it open
     * @throws UncheckedIOException if it cannot be made or written
     */
    public static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            Path lockFile = path.resolve("lock");
            FileChannel channel = FileChannel.open(
                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new DirectoryInUseException(
                        path, Files.readString(lockFile).trim());
            }
            channel.truncate(0);
            byte[] holder = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
            channel.write(ByteBuffer.wrap(holder), 0);
            return new DataDirectory(path, channel, lock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    /** Returns whether a directory holds a campaign database. */
    public static boolean holdsCampaign(Path path) {
        return Files.isRegularFile(database(path));
    }

    /** Returns where the database of a directory lies. */
    public static Path database(Path path) {
        return path.resolve("polymorph.db");
    }

    /** Returns the objects of a directory; reading them needs no lock. */
    public static ObjectStore objects(Path path) {
        return new ObjectStore(path.resolve("objects"));
    }

    public Path path() {
        return path;
    }

    /** Returns the directory under which local jobs run. */
    public Path jobs() {
        return path.resolve("jobs");
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
